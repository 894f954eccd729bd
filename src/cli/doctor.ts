import type { Flags } from "../config/variables.js";
import type { Config } from "../config.js";
import { createTransport } from "../http/transport.js";
import { connect, openTokenStore } from "./connect.js";
import { type CheckResult, ok, runCheck, skipped } from "./doctor/check.js";
import { clientChecks } from "./doctor/client-checks.js";
import { clock, dns, nodeVersion, variables } from "./doctor/machine-checks.js";
import { adminRole, rateLimits, scopes, signIn } from "./doctor/org-checks.js";
import { withLog } from "./log.js";
import type { Machine } from "./machine.js";
import { checkOrg, type OrgFacts } from "./org-check.js";
import { configOf } from "./settings.js";
import { EXIT } from "./terminal/exit-code.js";
import { openTerminal, type Terminal } from "./terminal/terminal.js";
import { toolRows } from "./tools.js";

export interface DoctorOptions {
  readonly machine: Machine;
  readonly flags: Flags;
  readonly isJson: boolean;
}

/** Checks all that a call depends on, one after the other, and tells each as it is done. Exit code 1 with problems. */
export async function doctor({ machine, flags, isJson }: DoctorOptions): Promise<void> {
  const terminal = openTerminal(machine);
  const results: CheckResult[] = [];
  for await (const result of checks(machine, flags)) {
    results.push(result);
    if (!isJson) for (const line of resultLines(result, terminal)) terminal.print(line);
  }
  const problems = results.filter(({ status }) => status === "problem").length;
  if (isJson) terminal.print(JSON.stringify({ ok: problems === 0, checks: results }, null, 2));
  else
    terminal.print(
      `\n${problems === 0 ? "No problems found." : `${problems} of ${results.length} checks found a problem.`}`,
    );
  if (problems > 0) process.exitCode = EXIT.failed;
}

async function* checks(machine: Machine, flags: Flags): AsyncGenerator<CheckResult> {
  yield runCheck("node", () => nodeVersion(machine.node));
  let config: Config | undefined;
  yield runCheck("variables", () => {
    config = configOf(machine, flags);
    return variables(machine.env, config);
  });
  if (config) yield* orgChecks(machine, config);
  else yield { check: "org", ...skipped("not asked: mend the variables first") };
  yield* await clientChecks(machine);
}

async function* orgChecks(machine: Machine, config: Config): AsyncGenerator<CheckResult> {
  const { orgUrl, proxy } = config;
  const { version } = machine;
  yield runCheck("dns", () => dns(orgUrl, proxy !== undefined));
  const transport = createTransport({ ...config, version });
  let facts: OrgFacts | undefined;
  const reached = await runCheck("connection", async (signal) => {
    facts = await checkOrg(orgUrl, transport.fetch, signal);
    const way = proxy ? `through the proxy of ${proxy.variable}` : "directly";
    const kind = orgUrl.startsWith("https:") ? "TLS" : "no TLS, on this machine";
    return ok(`${orgUrl} is an Okta org, reached ${way} (${kind}) in ${Math.round(facts.took)} ms`);
  });
  await transport.close();
  yield reached;
  const { date } = facts ?? {};
  yield facts
    ? await runCheck("clock", () => clock(date, Date.now()))
    : { check: "clock", ...skipped("the org could not be asked for its time") };
  yield runCheck("token store", async () => {
    if (!("tokenStore" in config.auth)) return ok(`not needed for ${config.auth.method}`);
    const told: string[] = [];
    const store = await openTokenStore(config.auth.tokenStore, { warn: (text) => told.push(text) });
    const kept = (await store.list()).length;
    return ok([`${store.kind}, with ${kept} sign-in${kept === 1 ? "" : "s"}`, ...told].join("; "));
  });
  if (reached.status === "ok") yield* signedInChecks(machine, config);
  else yield { check: "sign-in", ...skipped("the org cannot be reached") };
}

async function* signedInChecks({ version }: Machine, config: Config): AsyncGenerator<CheckResult> {
  // The checks tell what is wrong; the log would tell it a second time.
  const results = await withLog({ logLevel: "silent", logFile: config.logFile }, async (log) => {
    const connection = await connect(config, { version, log });
    const { auth, okta } = connection;
    try {
      const signed = await runCheck("sign-in", (signal) => signIn(connection, config, signal));
      const granted = auth.grantedScopes() ?? (await auth.status()).grantedScopes;
      const rows = toolRows(config, { scopes: granted, source: "granted" });
      const rest = [await runCheck("scopes", () => scopes(rows, granted))];
      if (signed.status !== "ok")
        return [signed, ...rest, { check: "admin role", ...skipped("nobody is signed in") }];
      rest.push(await runCheck("admin role", (signal) => adminRole(okta, granted, signal)));
      rest.push(await runCheck("rate limits", () => rateLimits(connection)));
      return [signed, ...rest];
    } finally {
      await connection.close();
    }
  });
  yield* results;
}

function resultLines({ check, status, detail, fix }: CheckResult, { colors }: Terminal): string[] {
  const marks = {
    ok: colors.green("ok     "),
    problem: colors.red("problem"),
    skipped: colors.dim("skipped"),
  };
  const line = `${marks[status]}  ${colors.bold(check.padEnd(14))}  ${detail}`;
  return fix === undefined ? [line] : [line, `${" ".repeat(25)}Fix: ${fix}`];
}
