import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTokenStore } from "../../src/auth/store/index.js";
import type { Sandbox, SandboxClient } from "../../src/sandbox/index.js";
import { RobotBrowser } from "../auth/robot-browser.js";
import { newHome, personEnv, startOrg } from "./support/person.js";
import { callRequest, INITIALIZE, type Process, startProcess } from "./support/process.js";
import { SERVICE_KEY, serviceEnv, startServiceOrg } from "./support/service-app.js";

type Env = Readonly<Record<string, string>>;

/** Node.js and its HTTP client tell what they send as well. */
const MOST_VERBOSE = { NODE_DEBUG: "undici,fetch,http", OKTA_LOG_LEVEL: "debug" };

/** In the answer to a whole list: one with a cursor would hold text as long as a secret. */
const LISTED = '\\"complete\\":true';

/**
 * What secrets look like: tokens, codes, nonces and cookies of the sandbox (64 hexadecimal digits), JWTs, PKCE
 * verifiers and parts of keys (43 characters and more), PEM. Names of the store's files and public ids are shorter
 * or end otherwise.
 */
const SECRET_SHAPES = /\beyJ[\w-]{10,}|[\w-]{43,}(?!\.token)|-----BEGIN|cookie:/gi;

const secretsIn = (text: string): readonly string[] => text.match(SECRET_SHAPES) ?? [];

/** Everything that one flow lets be seen. */
class Transcript {
  readonly #processes: Process[] = [];
  readonly #shown: string[] = [];

  constructor(
    readonly sandbox: Sandbox,
    readonly env: Env,
  ) {}

  /** A server, and the texts of its answers. */
  async serve(): Promise<(tool: string) => Promise<string>> {
    const server = this.start("serve");
    server.send(INITIALIZE);
    await server.answer(0);
    server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    server.send({ jsonrpc: "2.0", id: -1, method: "logging/setLevel", params: { level: "debug" } });
    await server.answer(-1);
    let id = 0;
    return async (tool) => {
      server.send(callRequest(++id, tool, tool.startsWith("list_") ? { limit: 200 } : {}));
      return JSON.stringify(await server.answer(id));
    };
  }

  start(...command: string[]): Process {
    const started = startProcess(command, { ...this.env, ...MOST_VERBOSE });
    this.#processes.push(started);
    return started;
  }

  /** The address to sign in at is meant to be shown: its state, nonce and challenge are no secret of the user's. */
  shown(text: string): URL {
    const [url = ""] =
      /http:\/\/[^\s"\\]+\/(?:activate|oauth2\/v1\/authorize)\?[^\s"\\]*[^\s"\\.]/.exec(text) ?? [];
    this.#shown.push(url);
    return new URL(url);
  }

  text(): string {
    const { requests } = this.sandbox;
    const all = [
      ...this.#processes.flatMap((each) => [each.stdout(), each.stderr()]),
      JSON.stringify(requests),
    ];
    return this.#shown.reduce((text, url) => text.replaceAll(url, "[shown]"), all.join("\n"));
  }
}

/** What the store holds: its own texts, and the secrets they seal. */
async function stored(home: string): Promise<{ file: string; secrets: string[] }> {
  const paths = readdirSync(home, { recursive: true, encoding: "utf8" });
  const entry = paths.find((path) => path.endsWith(".token"));
  if (entry === undefined) throw new Error("Nothing is stored.");
  const directory = join(home, entry, "..", "..");
  const store = await createTokenStore({ kind: "file", directory, report: () => undefined });
  const [key] = await store.list();
  const tokens = key && (await store.read(key));
  const found = [tokens?.accessToken, tokens?.refreshToken, tokens?.dpopKey?.d];
  return {
    file: readFileSync(join(home, entry), "utf8"),
    secrets: found.filter((secret): secret is string => typeof secret === "string"),
  };
}

async function signIn(transcript: Transcript, text: string): Promise<void> {
  const url = transcript.shown(text);
  const code = url.searchParams.get("user_code");
  if (code) transcript.sandbox.devices.approve(code);
  else await new RobotBrowser().visit(url.href);
}

async function until(call: () => Promise<string>, wanted: string): Promise<void> {
  await expect.poll(call, { interval: 30, timeout: 5_000 }).toContain(wanted);
}

describe.each<[string, Partial<SandboxClient>]>([
  ["device", {}],
  ["browser", { dpop: true }],
])("a person by %s, the app %j", (method, client) => {
  test("says nothing secret from the first call to the logout", async () => {
    const [sandbox, home] = [await startOrg({ client }), newHome()];
    const transcript = new Transcript(sandbox, personEnv(sandbox, home, { OKTA_AUTH: method }));
    const call = await transcript.serve();
    await signIn(transcript, await call("list_users"));
    await until(() => call("list_users"), LISTED);
    const first = await stored(home);

    sandbox.tokens.revokeAll();
    sandbox.nonces.rotate();
    expect(await call("list_users")).toContain(LISTED);
    const second = await stored(home);
    await call("okta_status");
    sandbox.tokens.revokeAll();
    sandbox.faults.add({ path: "/oauth2/v1/token", fault: { kind: "html" }, times: 1 });
    expect(await call("list_users")).toContain("unexpected_response");
    await transcript.start("whoami").exit();

    sandbox.refreshTokens.revokeAll();
    transcript.shown(await call("list_users"));
    const login = transcript.start("login");
    const [line] = await login.printed(/^Open .*\n/m);
    await signIn(transcript, line);
    await login.exit();
    const third = await stored(home);
    await transcript.start("logout").exit();

    const secrets = [first, second, third].flatMap((each) => each.secrets);
    expect(new Set(secrets).size).toBe(client.dpop ? 8 : 6);
    const seen = transcript.text();
    expect(seen).toContain("POST");
    expect(secretsIn(seen)).toEqual([]);
    const files = [first, second, third].map((each) => each.file).join("\n");
    for (const secret of secrets) expect(seen + files).not.toContain(secret);
  });
});

describe.each<[string, Partial<SandboxClient>]>([
  ["DPoP", { dpop: true }],
  ["a key that Okta does not know", { jwks: strangersKeys() }],
])("a service with %s", (_, client) => {
  test("says nothing secret, of its key neither", async () => {
    const sandbox = await startServiceOrg({ client });
    const transcript = new Transcript(sandbox, serviceEnv(sandbox));
    const call = await transcript.serve();
    await call("list_users");
    sandbox.tokens.revokeAll();
    sandbox.nonces.rotate();
    await call("list_users");
    await call("okta_status");
    await transcript.start("login").exit();
    await transcript.start("logout").exit();
    const seen = transcript.text();
    expect(seen).toContain("POST");
    expect(secretsIn(seen)).toEqual([]);
    const { d, p, q } = SERVICE_KEY.export({ format: "jwk" });
    for (const part of [d, p, q]) expect(seen).not.toContain(part);
  });
});

function strangersKeys(): NonNullable<SandboxClient["jwks"]> {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1" }] };
}

test.each<[string, Env]>([
  ["an API token", { OKTA_API_TOKEN: "00secret-api-token" }],
  ["an access token", { OKTA_ACCESS_TOKEN: "sandbox_secret-access-token" }],
])("%s that Okta refuses is not repeated", async (_, credentials) => {
  const sandbox = await startOrg();
  const transcript = new Transcript(sandbox, { OKTA_ORG_URL: sandbox.url, ...credentials });
  const call = await transcript.serve();
  expect(await call("list_users")).toContain("auth_failed");
  await transcript.start("login").exit();
  await transcript.start("whoami").exit();
  expect(transcript.text()).not.toContain("secret-");
});

test.each([
  `sandbox_${"0a".repeat(32)}`,
  `"device_code":"${"0a".repeat(32)}"`,
  "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x",
  "code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  "-----BEGIN PRIVATE KEY-----",
  "cookie: sid=1",
])("the search would find %s", (text) => {
  expect(secretsIn(`before ${text} after`)).toHaveLength(1);
});
