import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { createClock } from "../../src/auth/clock.js";
import { failureOf } from "../failure.js";
import { ecKey, pem } from "./keys.js";
import { connect, type Reply, startScriptedOrg } from "./scripted-org.js";

const NOW = Date.parse("2026-01-02T03:04:05Z");

describe("the org's time", () => {
  it.each<[string, string | undefined, number]>([
    ["is this machine's before any answer", undefined, 0],
    ["is the answer's", "Fri, 02 Jan 2026 03:14:05 GMT", 600_000],
    ["may be earlier", "Fri, 02 Jan 2026 02:54:05 GMT", -600_000],
    ["is this machine's when the answer was merely slow", "Fri, 02 Jan 2026 03:03:50 GMT", 0],
    ["is not taken from nonsense", "yesterday", 0],
  ])("%s", (_, date, offset) => {
    const clock = createClock(() => NOW);
    clock.observe(new Headers(date === undefined ? {} : { date }));
    expect(clock.now() - NOW).toBe(offset);
  });

  it("is this machine's again once that has been set right", () => {
    let now = NOW;
    const clock = createClock(() => now);
    clock.observe(new Headers({ date: "Fri, 02 Jan 2026 03:14:05 GMT" }));
    now += 600_000;
    clock.observe(new Headers({ date: "Fri, 02 Jan 2026 03:14:05 GMT" }));
    expect(clock.offset()).toBe(0);
  });
});

describe.each([
  ["behind", -600_000],
  ["ahead", 600_000],
])("a machine ten minutes %s", (_, skew) => {
  const settings = {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read"],
    dpop: "auto",
    privateKey: pem(ecKey("P-256")),
    privateKeyVariable: "OKTA_PRIVATE_KEY",
  } as const;
  /** Checks the time in the assertion as Okta does. */
  const judge: Reply = (form) => {
    const { iat = 0, exp = 0 } = decodeJwt(form.get("client_assertion") ?? "");
    const now = Date.now() / 1000;
    return now < exp && iat < now + 60
      ? { access_token: "good", token_type: "Bearer", expires_in: 3600 }
      : "invalid_client";
  };

  it("signs in with one more request, by the org's clock", async () => {
    const org = await startScriptedOrg([judge]);
    const { authorize } = connect(org.url, settings, { now: () => Date.now() + skew });
    expect(await authorize()).toBe("Bearer good");
    expect(org.forms).toHaveLength(2);
    const ids = org.forms.map((form) => decodeJwt(form.get("client_assertion") ?? "").jti);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("is told when that was not it", async () => {
    const org = await startScriptedOrg(["invalid_client"]);
    const { authorize } = connect(org.url, settings, { now: () => Date.now() + skew });
    expect(await failureOf(authorize)).toMatchObject({ code: "auth_failed" });
    expect(org.forms).toHaveLength(2);
  });

  it("says when the token ends by the org's clock", async () => {
    const org = await startScriptedOrg([judge]);
    const { authorize, provider } = connect(org.url, settings, { now: () => Date.now() + skew });
    await authorize();
    const left = ((await provider.status()).expiresAt ?? 0) - Date.now();
    expect(Math.abs(left - 3_600_000)).toBeLessThan(5_000);
  });
});

it("a refusal at the right time is not tried again", async () => {
  const org = await startScriptedOrg(["invalid_client"]);
  const { authorize } = connect(org.url, {
    method: "private_key_jwt",
    clientId: "0oa1",
    scopes: ["okta.users.read"],
    dpop: "auto",
    privateKey: pem(ecKey("P-256")),
    privateKeyVariable: "OKTA_PRIVATE_KEY",
  });
  await failureOf(authorize);
  expect(org.forms).toHaveLength(1);
});
