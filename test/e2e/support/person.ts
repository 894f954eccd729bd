import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import {
  type Sandbox,
  type SandboxClient,
  type SandboxOptions,
  startSandbox,
} from "../../../src/sandbox/index.js";
import { startProcess } from "./process.js";
import { type Answer, type Connected, type ConnectOptions, connect } from "./session.js";

// People who sign in: an org with a native app, a home of their own for the tokens, servers that share it.

type Env = Readonly<Record<string, string>>;

export const SCOPES = ["okta.groups.manage", "okta.users.read"];
export const NATIVE: SandboxClient = {
  clientId: "0oaNativeApp00000000",
  scopes: SCOPES,
  redirectUris: ["http://127.0.0.1/callback"],
};

export interface PersonOrgOptions extends Omit<SandboxOptions, "clients"> {
  readonly client?: Partial<SandboxClient>;
}

/** An org whose device code may be asked for every few milliseconds; gone when the test is. */
export async function startOrg({
  client = {},
  oauth = {},
  ...options
}: PersonOrgOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    users: 5,
    events: 0,
    clients: [
      { ...NATIVE, ...client },
      { ...NATIVE, clientId: OTHER_CLIENT },
    ],
    oauth: { deviceInterval: 0.02, ...oauth },
    ...options,
  });
  // Some tests close it themselves.
  onTestFinished(() => sandbox.close().catch(() => undefined));
  return sandbox;
}

/** A second app of every org. */
export const OTHER_CLIENT = "0oaOtherApp000000000";

/** An empty home directory, where the token store is made; gone when the test is. */
export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "okta-mcp-home-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** The environment of someone who signs in to the org. PATH leads to no browser. */
export function personEnv({ url }: Pick<Sandbox, "url">, home: string, more: Env = {}): Env {
  return {
    HOME: home,
    XDG_DATA_HOME: join(home, "data"),
    PATH: home,
    OKTA_ORG_URL: url,
    OKTA_AUTH: "device",
    OKTA_CLIENT_ID: NATIVE.clientId,
    OKTA_SCOPES: SCOPES.join(" "),
    OKTA_TOKEN_STORE: "file",
    ...more,
  };
}

/** A client and its server; both gone when the test is. */
export async function startServer(env: Env, options: Omit<ConnectOptions, "env"> = {}): Promise<Connected> {
  const connected = await connect({ ...options, env });
  onTestFinished(() => connected.close());
  return connected;
}

export interface Prompt {
  readonly text: string;
  readonly url: string;
  readonly code: string;
}

/** The address, and the code where there is one, that the answer tells to sign in with. */
export function promptIn({ isError, text }: Pick<Answer, "isError" | "text">): Prompt {
  const [, url, code = ""] =
    /^sign_in_required: Somebody must sign in to Okta\. The address is (\S+?)(?: and the code there is (\w+))?\.(?: |\n)/.exec(
      text,
    ) ?? [];
  if (!isError || url === undefined) throw new Error(`The answer is no request to sign in: ${text}`);
  return { text, url, code };
}

/** Calls until the sign-in, which goes on in the background, has reached the server. */
export async function callUntilSignedIn(server: Connected, tool: string, args: object = {}): Promise<Answer> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await server.call(tool, { ...args });
    if (!answer.text.startsWith("sign_in_required")) return answer;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error("The sign-in does not reach the server.");
}

/** A server whose user has signed in by device code. */
export async function startSignedIn(
  sandbox: Sandbox,
  env: Env,
  options: Omit<ConnectOptions, "env"> = {},
): Promise<Connected> {
  const server = await startServer(env, options);
  sandbox.devices.approve(promptIn(await server.call("list_groups", { limit: 1 })).code);
  const { isError, text } = await callUntilSignedIn(server, "list_groups", { limit: 1 });
  if (isError) throw new Error(text);
  return server;
}

/** For what comes in its own time, on another pipe. */
export function eventually<T>(look: () => T | Promise<T>) {
  return expect.poll(look, { timeout: 5_000 });
}

/** Statuses of the answers from a path so far. */
export function requestsTo({ requests }: Sandbox, path: string): readonly number[] {
  return requests.filter((request) => request.path === path).map(({ status }) => status);
}

/** A sign-in by `login`, with the user at the device page: kept in the store of this environment. */
export async function signIn(sandbox: Sandbox, env: Env): Promise<void> {
  const login = startProcess(["login"], env);
  const [, code = ""] = await login.printed(/shows the code (\w+)/);
  sandbox.devices.approve(code);
  const { code: exitCode } = await login.exit();
  if (exitCode !== 0) throw new Error(`login failed: ${login.stderr()}`);
}
