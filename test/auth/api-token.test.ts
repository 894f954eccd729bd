import { expect, it } from "vitest";
import { createAuthProvider } from "../../src/auth/index.js";

const provider = createAuthProvider(
  { orgUrl: "https://acme.okta.com", auth: { method: "api_token", token: "00abc" } },
  { fetch: () => Promise.reject(new Error("An API token needs no request.")), now: Date.now },
);
const request = { method: "GET", url: new URL("https://acme.okta.com/api/v1/users") };

it("is sent by Okta's own scheme", async () => {
  expect(await provider.authorize(request)).toEqual({ authorization: "SSWS 00abc" });
});

it("cannot be renewed once refused", () => {
  const answer = { status: 401, headers: new Headers() };
  expect(provider.invalidate({ authorization: "SSWS 00abc" }, answer)).toBeUndefined();
});

it("is never given to a request for another host", async () => {
  await expect(
    provider.authorize({ method: "GET", url: new URL("https://acme.okta.com.evil.example/") }),
  ).rejects.toMatchObject({ code: "internal" });
});

it("is limited by no scopes", async () => {
  expect(provider.grantedScopes()).toBeUndefined();
  expect(await provider.status()).toEqual({
    method: "api_token",
    orgUrl: "https://acme.okta.com",
    credential: "sha256:945e7ca29aa6",
    signedIn: true,
    renewable: false,
  });
});

it("is told from another by its fingerprint, always the same", async () => {
  const credentialOf = async (token: string) => {
    const auth = { method: "api_token", token } as const;
    const noFetch = () => Promise.reject(new Error("An API token needs no request."));
    const other = createAuthProvider(
      { orgUrl: "https://acme.okta.com", auth },
      { fetch: noFetch, now: Date.now },
    );
    return (await other.status()).credential;
  };
  expect(await credentialOf("00abc")).toBe((await provider.status()).credential);
  expect(await credentialOf("00abd")).not.toBe(await credentialOf("00abc"));
});
