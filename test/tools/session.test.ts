import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createSession } from "../../src/tools/session.js";
import { ORG, type PlayedAuthOptions, playAuth } from "./support.js";

const { descriptors } = createCatalog();
const sessionOf = (options: PlayedAuthOptions) =>
  createSession(playAuth(options).provider, ORG, descriptors, () => []);

describe("the status", () => {
  test("tells org, method and user, and when the token ends", async () => {
    const session = sessionOf({
      status: {
        clientId: "0oa1",
        subject: { id: "00u1", login: "ada@example.com" },
        grantedScopes: ["okta.users.read"],
        expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      },
    });
    expect(await session.status()).toEqual({
      org: "acme.okta.com",
      method: "device",
      signed_in: true,
      client_id: "0oa1",
      user: "ada@example.com",
      granted_scopes: ["okta.users.read"],
      token_expires: "2026-01-02T03:04:05.000Z",
    });
  });

  test("tells the user's id where no login is known", async () => {
    expect(await sessionOf({ status: { subject: { id: "00u1" } } }).status()).toHaveProperty("user", "00u1");
  });

  test("tells why nobody is signed in and what to do", async () => {
    const refusal = new OktaMcpError("sign_in_required", "The address is https://acme.okta.com/activate.");
    expect(await sessionOf({ refusal }).status()).toEqual({
      org: "acme.okta.com",
      method: "device",
      signed_in: false,
      problem: refusal.toText(),
    });
  });

  test("tells nothing of what an unknown failure says", async () => {
    const { problem } = await sessionOf({ refusal: new TypeError("secret-token") }).status();
    expect(problem).toMatch(/^The sign-in failed/);
    expect(problem).not.toContain("secret-token");
  });
});

test("the tools are all there, each with the scopes it lacks by the caller's count", () => {
  const missing = (scopes: readonly string[]) => scopes.filter((scope) => scope.endsWith(".manage"));
  const tools = createSession(playAuth().provider, ORG, descriptors, missing).tools();
  expect(tools).toEqual(descriptors.map(({ name, scopes }) => ({ name, missing: missing(scopes) })));
  expect(tools).toContainEqual({ name: "delete_group", missing: ["okta.groups.manage"] });
  expect(tools).toContainEqual({ name: "okta_status", missing: [] });
});

test("the rate limits come with the fullest share used first", () => {
  const resets = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
  const known = [
    { bucket: "read/api/v1/users/*", limit: 600, remaining: 300, resets },
    { bucket: "write/api/v1/groups", limit: 20, remaining: 1, resets },
  ];
  const session = createSession(
    playAuth().provider,
    ORG,
    descriptors,
    () => [],
    () => known,
  );
  const time = "2026-01-02T03:04:05.000Z";
  expect(session.rateLimits()).toEqual([
    { endpoint: "write /api/v1/groups", limit: 20, remaining: 1, resets: time },
    { endpoint: "read /api/v1/users/*", limit: 600, remaining: 300, resets: time },
  ]);
  expect(sessionOf({}).rateLimits()).toEqual([]);
});
