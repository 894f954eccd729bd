import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import type { SandboxClient } from "../../src/sandbox/index.js";
import { type Session, startSession } from "./support/session.js";

const CLIENT_ID = "0oaServiceClient0000";
const folder = mkdtempSync(join(tmpdir(), "okta-mcp-e2e-"));
afterAll(() => rmSync(folder, { recursive: true }));

type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };
const rsa = (): KeyPair => generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = (): KeyPair => generateKeyPairSync("ec", { namedCurve: "P-384" });

interface SignIn {
  readonly key: KeyPair;
  /** The key that Okta knows; the same when absent. */
  readonly registered?: KeyPair;
  readonly scopes: string;
  readonly granted?: readonly string[];
  /** How the private key is handed over; by file when absent. */
  readonly env?: (pem: string) => Record<string, string>;
}

/** A session whose server signs in with a private key that the sandbox knows, or does not. */
async function signIn({ key, registered = key, scopes, granted, env = inFile }: SignIn): Promise<Session> {
  const client: SandboxClient = {
    clientId: CLIENT_ID,
    jwks: { keys: [{ ...registered.publicKey.export({ format: "jwk" }), kid: "key-1" }] },
    scopes: granted ?? scopes.split(" "),
  };
  const pem = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const settings = {
    OKTA_API_TOKEN: "",
    OKTA_CLIENT_ID: CLIENT_ID,
    OKTA_SCOPES: scopes,
    OKTA_KEY_ID: "key-1",
  };
  const session = await startSession({ sandbox: { clients: [client] }, env: { ...settings, ...env(pem) } });
  onTestFinished(() => session.close());
  return session;
}

function inFile(pem: string): Record<string, string> {
  const path = join(folder, "key.pem");
  writeFileSync(path, pem, { mode: 0o600 });
  return { OKTA_PRIVATE_KEY_FILE: path };
}

const tokenRequests = ({ sandbox }: Session) =>
  sandbox.requests.filter(({ path }) => path === "/oauth2/v1/token");

describe("private key JWT", () => {
  test.each<[string, SignIn]>([
    ["an RSA key in a file", { key: rsa(), scopes: "okta.users.read" }],
    ["an EC key in a file", { key: ec(), scopes: "okta.users.read" }],
    [
      "a key with escaped newlines",
      {
        key: rsa(),
        scopes: "okta.users.read",
        env: (pem) => ({ OKTA_PRIVATE_KEY: pem.replaceAll("\n", "\\n") }),
      },
    ],
  ])("%s signs in at the first call that needs it", async (_, options) => {
    const session = await signIn(options);
    await session.client.listTools();
    expect(session.sandbox.requests).toEqual([]);
    expect(await session.ok("get_user", { user_id: "jane.smith@example.com" })).toHaveProperty("id");
    expect(tokenRequests(session)).toMatchObject([{ method: "POST", status: 200 }]);
  });

  test("20 calls at once share one token request", async () => {
    const session = await signIn({ key: ec(), scopes: "okta.users.read okta.groups.read" });
    const calls = Array.from({ length: 20 }, (_, at) =>
      at % 2 ? session.ok("list_users", { limit: 1 }) : session.ok("list_groups", { limit: 1 }),
    );
    for (const { count } of await Promise.all(calls)) expect(count).toBe(1);
    expect(tokenRequests(session)).toHaveLength(1);
    expect(session.sandbox.requests).toHaveLength(21);
  });

  test("a key that Okta does not know is auth_failed, without key or assertion in the text", async () => {
    const session = await signIn({ key: rsa(), registered: rsa(), scopes: "okta.users.read" });
    const text = await session.fail("list_users");
    expect(text).toMatch(/^auth_failed: .*invalid_client.*\nNext: .*OKTA_CLIENT_ID/);
    expect(text).not.toMatch(/eyJ|PRIVATE KEY/);
    expect(session.stderr()).toBe("");
    expect((await session.client.listTools()).tools.length).toBeGreaterThan(0);
  });

  test("a scope that was not granted to the app is auth_failed, and says where to grant it", async () => {
    const session = await signIn({
      key: ec(),
      scopes: "okta.users.read okta.apps.read",
      granted: ["okta.users.read"],
    });
    expect(await session.fail("list_users")).toMatch(
      /^auth_failed: .*invalid_scope.*\nNext: Grant the scopes in OKTA_SCOPES/,
    );
  });

  test("a scope that the token lacks is forbidden, and named", async () => {
    const session = await signIn({ key: ec(), scopes: "okta.users.read" });
    const text = await session.fail("create_group", { group: { profile: { name: "New" } } });
    expect(text).toMatch(/^forbidden: .*\bokta\.groups\.manage\b.*\n(.*\n)*Next: .*\bokta\.groups\.manage\b/);
  });

  test("a token that Okta no longer knows is renewed, and the call answered", async () => {
    const session = await signIn({ key: ec(), scopes: "okta.users.read" });
    await session.ok("list_users", { limit: 1 });
    session.sandbox.tokens.revokeAll();
    await session.ok("list_users", { limit: 1 });
    expect(tokenRequests(session)).toHaveLength(2);
  });
});
