import { once } from "node:events";
import type { AuthProvider } from "../auth/provider.js";
import type { TokenKey } from "../auth/store/store.js";
import type { Config, StoreConfig } from "../config.js";
import { OktaMcpError, type SignInPrompt } from "../errors.js";
import { type ConnectOptions, connect, openTokenStore } from "./connect.js";

export interface SignInOptions extends Omit<ConnectOptions, "openUrl"> {
  print: (line: string) => void;
}

export interface LoginOptions extends SignInOptions {
  /** Ends the waiting. */
  signal: AbortSignal;
}

/** Signs in and waits for it; for a service, tries its credentials. Prints who is signed in. */
export async function login(config: Config, { print, signal, ...options }: LoginOptions): Promise<void> {
  // A browser that cannot be started is told by an event, which ends the process where nobody listens.
  const openUrl = async (url: string) => once(await (await import("open")).default(url), "spawn");
  const connection = await connect(config, { ...options, openUrl });
  try {
    const { auth } = connection;
    if (auth.interactive) await auth.interactive.signIn((prompt) => print(instructions(prompt)), signal);
    else await auth.authorize({ method: "GET", url: new URL("/api/v1/org", connection.orgUrl) }, signal);
    for (const line of await description(auth)) print(line);
  } finally {
    await connection.close();
  }
}

/** Prints who is signed in, from what is known on this machine; asks Okta nothing. */
export async function whoami(config: Config, { print, ...options }: SignInOptions): Promise<void> {
  const connection = await connect(config, options);
  try {
    for (const line of await description(connection.auth)) print(line);
  } finally {
    await connection.close();
  }
}

/** Revokes the tokens of the configured sign-in at Okta, and forgets them. */
export async function logout(config: Config, { print, ...options }: SignInOptions): Promise<void> {
  const connection = await connect(config, options);
  try {
    const { interactive, method } = connection.auth;
    if (!interactive) {
      throw new OktaMcpError(
        "config_invalid",
        `The method ${method} keeps no tokens: there is nothing to log out of.`,
        {
          next: "Take the key or the token away from the configuration, or revoke it in the Okta Admin Console.",
        },
      );
    }
    print(`${connection.orgUrl}: ${outcomeText(await interactive.signOut())}`);
  } finally {
    await connection.close();
  }
}

/** The same for every sign-in kept on this machine. */
export async function logoutAll(settings: StoreConfig, options: SignInOptions): Promise<void> {
  const store = await openTokenStore(settings.tokenStore, options.warn);
  const keys = await store.list();
  if (keys.length === 0) options.print("Nobody was signed in.");
  for (const key of keys) await logout(configFor(key, settings), options);
}

function configFor({ orgUrl, clientId, scopes }: TokenKey, { timeoutMs, tokenStore }: StoreConfig): Config {
  return { orgUrl, timeoutMs, auth: { method: "device", clientId, scopes, dpop: "auto", tokenStore } };
}

function instructions({ url, code, expiresAt }: SignInPrompt): string {
  const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000));
  return `Open ${url}${code === undefined ? "" : ` and check that it shows the code ${code}`}. Waiting up to ${minutes} minutes.`;
}

function outcomeText(
  ended: Awaited<ReturnType<NonNullable<AuthProvider["interactive"]>["signOut"]>>,
): string {
  switch (ended.outcome) {
    case "nobody":
      return "nobody was signed in.";
    case "revoked":
      return "signed out; the tokens are revoked and forgotten.";
    case "failed":
      return `the tokens are forgotten here, but Okta could not revoke them: ${ended.reason}`;
  }
}

async function description(auth: AuthProvider): Promise<string[]> {
  const status = await auth.status();
  const rows: [string, string | undefined][] = [
    ["Org", status.orgUrl],
    ["Method", status.method],
    ["Client", status.clientId],
    ["Signed in", status.signedIn ? "yes" : "no"],
    ["User", status.subject?.login ?? status.subject?.id],
    ["Granted scopes", status.grantedScopes?.join(" ")],
    ["Token", status.tokenType && `${status.tokenType}${status.renewable ? ", renewed by itself" : ""}`],
    ["Token expires", status.expiresAt === undefined ? undefined : new Date(status.expiresAt).toISOString()],
    ["Kept in", status.store],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(16)}${value}`]));
}
