import type { Problem } from "../../config/problem.js";
import { configInvalid } from "../../config/problem.js";
import { readProxy } from "../../config/proxy.js";
import type { Settings } from "../../config/variables.js";
import { createTransport } from "../../http/transport.js";
import { connect } from "../connect.js";
import { withLog } from "../log.js";
import type { Machine } from "../machine.js";
import { checkOrg } from "../org-check.js";
import { configOf } from "../settings.js";
import { login } from "../sign-in.js";
import type { Terminal } from "../terminal/terminal.js";
import { askSignIn } from "./questions.js";

/** Milliseconds for the org to answer: somebody waits for it. */
const PATIENCE = 15_000;

/** @throws OktaMcpError where the address is no Okta org's, or cannot be reached */
export async function tryOrg(
  { env, version }: Pick<Machine, "env" | "version">,
  orgUrl: string,
  signal: AbortSignal,
): Promise<void> {
  const problems: Problem[] = [];
  const proxy = readProxy(env, orgUrl, problems);
  if (problems.length > 0) throw configInvalid(problems);
  const transport = createTransport({ orgUrl, proxy, timeoutMs: PATIENCE, version });
  try {
    await checkOrg(orgUrl, transport.fetch, signal);
  } finally {
    await transport.close();
  }
}

export interface CheckOptions {
  readonly machine: Machine;
  readonly settings: Settings;
  readonly asks: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/**
 * Whether the org is one, and the sign-in works: a service's key and a token are tried, a person is offered to sign in.
 * @throws OktaMcpError as the org, the sign-in or the transport does
 */
export async function checkSettings({
  machine,
  settings,
  asks,
  terminal,
  signal,
}: CheckOptions): Promise<void> {
  const config = configOf({ env: { ...machine.env, ...settings } }, {});
  if (!asks) await tryOrg(machine, config.orgUrl, signal);
  terminal.print(`${config.orgUrl} is an Okta org.`);
  const { version } = machine;
  const isPerson = config.auth.method === "device" || config.auth.method === "browser";
  if (isPerson) {
    if (!asks) return terminal.print("Nobody was asked to sign in: run `okta-mcp login` when you like.");
    if (await askSignIn(machine)) await login(config, { print: terminal.print, version, signal });
    return;
  }
  await withLog(config, async (log) => {
    const { auth, okta, close } = await connect(config, { version, log });
    try {
      // An API token is only known to be good by a call; a scope or role that is missing there is the doctor's matter.
      if (config.auth.method === "api_token")
        await okta.GET("/api/v1/groups", { params: { query: { limit: 1 } }, signal });
      else await auth.authorize({ method: "GET", url: new URL("/api/v1/org", config.orgUrl) }, signal);
    } finally {
      await close();
    }
  });
  terminal.print("The sign-in works.");
}
