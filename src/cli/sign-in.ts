import { once } from "node:events";
import type { AuthProvider } from "../auth/provider.js";
import type { TokenKey } from "../auth/store/store.js";
import type { LogSettings } from "../config/logging.js";
import type { OrgConfig, StoreConfig } from "../config.js";
import { OktaMcpError, type SignInPrompt } from "../errors.js";
import type { Connection } from "../tools/service.js";
import { type ConnectOptions, connect, openTokenStore } from "./connect.js";
import { withLog } from "./log.js";

type SignInConfig = OrgConfig & LogSettings;

export interface SignInOptions extends Pick<ConnectOptions, "version"> {
  print: (line: string) => void;
}

export interface LoginOptions extends SignInOptions {
  /** Ends the waiting. */
  signal: AbortSignal;
}

/** Signs in and waits for it; for a service, tries its credentials. Prints who is signed in. */
export function login(config: SignInConfig, { print, signal, version }: LoginOptions): Promise<void> {
  // A browser that cannot be started is told by an event, which ends the process where nobody listens.
  const openUrl = async (url: string) => once(await (await import("open")).default(url), "spawn");
  return withLog(config, (log) =>
    withConnection(config, { version, log, openUrl }, async ({ auth, orgUrl }) => {
      if (auth.interactive) await auth.interactive.signIn((prompt) => print(instructions(prompt)), signal);
      else await auth.authorize({ method: "GET", url: new URL("/api/v1/org", orgUrl) }, signal);
      for (const line of await description(auth)) print(line);
    }),
  );
}

/** Prints who is signed in, from what is known on this machine; asks Okta nothing. */
export function whoami(config: SignInConfig, { print, version }: SignInOptions): Promise<void> {
  return withLog(config, (log) =>
    withConnection(config, { version, log }, async ({ auth }) => {
      for (const line of await description(auth)) print(line);
    }),
  );
}

/** Revokes the tokens of the configured sign-in at Okta, and forgets them. */
export function logout(config: SignInConfig, { print, version }: SignInOptions): Promise<void> {
  return withLog(config, (log) =>
    withConnection(config, { version, log }, async (connection) => print(await endSignIn(connection))),
  );
}

/** The same for every sign-in kept on this machine. */
export function logoutAll(settings: StoreConfig, { print, version }: SignInOptions): Promise<void> {
  return withLog(settings, async (log) => {
    const store = await openTokenStore(settings.tokenStore, log);
    const keys = await store.list();
    if (keys.length === 0) print("Nobody was signed in.");
    for (const key of keys) {
      const config = configFor(key, settings);
      await withConnection(config, { version, log }, async (connection) =>
        print(await endSignIn(connection)),
      );
    }
  });
}

async function withConnection(
  config: OrgConfig,
  options: ConnectOptions,
  action: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await connect(config, options);
  try {
    await action(connection);
  } finally {
    await connection.close();
  }
}

async function endSignIn({ auth: { interactive, method }, orgUrl }: Connection): Promise<string> {
  if (!interactive) {
    throw new OktaMcpError(
      "config_invalid",
      `The method ${method} keeps no tokens: there is nothing to log out of.`,
      {
        next: "Take the key or the token away from the configuration, or revoke it in the Okta Admin Console.",
      },
    );
  }
  return `${orgUrl}: ${outcomeText(await interactive.signOut())}`;
}

function configFor(
  { orgUrl, clientId, scopes }: TokenKey,
  { timeoutMs, tokenStore, proxyFor }: StoreConfig,
): OrgConfig {
  const auth = { method: "device", clientId, scopes, dpop: "auto", tokenStore } as const;
  return { orgUrl, timeoutMs, proxy: proxyFor(orgUrl), auth, readOnly: true };
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
