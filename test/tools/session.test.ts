import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createSession } from "../../src/tools/session.js";
import { ORG, type PlayedAuthOptions, playAuth } from "./support.js";

const { descriptors } = createCatalog();
const sessionOf = (options: PlayedAuthOptions) => createSession(playAuth(options).provider, ORG, descriptors);

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

describe("the tools", () => {
  test("are all there, each with the scopes it lacks", () => {
    const tools = sessionOf({ granted: ["okta.groups.manage"] }).tools();
    expect(tools.map(({ name }) => name)).toEqual(descriptors.map(({ name }) => name));
    const missing = Object.fromEntries(tools.map((tool) => [tool.name, tool.missing]));
    expect(missing).toMatchObject({
      list_groups: [],
      delete_group: [],
      okta_status: [],
      list_users: ["okta.users.read"],
    });
  });

  test("lack nothing where no scopes are known", () => {
    expect(
      sessionOf({})
        .tools()
        .flatMap(({ missing }) => missing),
    ).toEqual([]);
  });
});
