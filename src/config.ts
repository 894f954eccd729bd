import { isAbsolute } from "node:path";
import { type AuditSettings, type LogSettings, readLogSettings } from "./config/logging.js";
import { readOrgUrl } from "./config/org-url.js";
import { type PaceSettings, readPace } from "./config/pace.js";
import { configInvalid, type Problem } from "./config/problem.js";
import { type HttpProxy, readProxy } from "./config/proxy.js";
import {
  type AuthSettings,
  readAuthSettings,
  readTokenStore,
  type TokenStoreChoice,
} from "./config/sign-in.js";
import { readToolSettings, type ToolSettings } from "./config/tools.js";
import {
  type Environment,
  type Flags,
  readSettings,
  VARIABLES,
  type VariableName,
} from "./config/variables.js";

/** What it takes to talk to one org. `auth` holds secrets: never log it. */
export interface OrgConfig extends Partial<PaceSettings> {
  /** The org's origin, for example `https://acme.okta.com`, without a trailing slash. */
  readonly orgUrl: string;
  /** The longest one request to Okta may take, in milliseconds. */
  readonly timeoutMs: number;
  /** What requests to the org go through; it may hold a secret. */
  readonly proxy?: HttpProxy | undefined;
  readonly auth: AuthSettings;
  /** Nothing but reads may go to Okta's API. */
  readonly readOnly: boolean;
}

/** What the server runs on, deeply frozen. */
export interface Config extends OrgConfig, ToolSettings, LogSettings, AuditSettings {
  /** Where export_records may write; absolute. */
  readonly exportDirectory?: string | undefined;
}

/**
 * Environment and flags into a configuration. Checks the shape only: it opens no connection and parses no key.
 * @param readFile the text of the file at a path; throws when it cannot be read
 * @throws OktaMcpError `config_invalid`, naming every variable at fault and its fix, never a value
 */
export function readConfig(env: Environment, flags: Flags, readFile: (path: string) => string): Config {
  const problems: Problem[] = [];
  const settings = readSettings(env, flags, problems);
  if (problems.length > 0) throw configInvalid(problems);

  const orgUrl = readOrgUrl(settings.OKTA_ORG_URL, problems);
  const timeoutMs = readTimeout(settings.OKTA_TIMEOUT ?? VARIABLES.OKTA_TIMEOUT.default, problems);
  const proxy = orgUrl === undefined ? undefined : readProxy(env, orgUrl, problems);
  const pace = readPace(settings, problems);
  const auth = readAuthSettings(settings, readFile, problems);
  const tools = readToolSettings(settings, problems);
  const logs = readLogSettings(settings, problems);
  const exportDirectory = readDirectory(settings.OKTA_EXPORT_DIR, problems);
  if (problems.length > 0 || orgUrl === undefined || timeoutMs === undefined || auth === undefined) {
    throw configInvalid(problems);
  }
  if ("scopes" in auth) Object.freeze(auth.scopes);
  return Object.freeze({
    orgUrl,
    timeoutMs,
    proxy: Object.freeze(proxy),
    ...pace,
    ...tools,
    ...logs,
    auth: Object.freeze(auth),
    exportDirectory,
  });
}

/** What it takes to end the sign-ins kept on this machine, whatever org they are for. */
export interface StoreConfig extends LogSettings {
  readonly tokenStore: TokenStoreChoice;
  readonly timeoutMs: number;
  /** The proxy for one of the orgs. @throws OktaMcpError `config_invalid` */
  proxyFor(orgUrl: string): HttpProxy | undefined;
}

/** @throws OktaMcpError `config_invalid`, as `readConfig` does */
export function readStoreConfig(env: Environment, flags: Flags): StoreConfig {
  const problems: Problem[] = [];
  const settings = readSettings(env, flags, problems);
  const tokenStore = readTokenStore(settings, problems);
  const timeoutMs = readTimeout(settings.OKTA_TIMEOUT ?? VARIABLES.OKTA_TIMEOUT.default, problems);
  const logs = readLogSettings(settings, problems);
  if (problems.length > 0 || tokenStore === undefined || timeoutMs === undefined)
    throw configInvalid(problems);
  return {
    tokenStore,
    timeoutMs,
    ...logs,
    proxyFor(orgUrl) {
      const faults: Problem[] = [];
      const proxy = readProxy(env, orgUrl, faults);
      if (faults.length > 0) throw configInvalid(faults);
      return proxy;
    },
  };
}

/** What the made-up org can be configured with; how to reach a real one is not asked. */
export type DemoConfig = Pick<Config, "exportDirectory"> & ToolSettings & LogSettings & AuditSettings;

const DEMO_VARIABLES: ReadonlySet<string> = new Set<VariableName>([
  "OKTA_READ_ONLY",
  "OKTA_TOOLSETS",
  "OKTA_TOOLS",
  "OKTA_EXCLUDE",
  "OKTA_CONFIRM",
  "OKTA_OUTPUT_SCHEMAS",
  "OKTA_AUDIT_LOG",
  "OKTA_LOG_FILE",
  "OKTA_LOG_LEVEL",
  "OKTA_EXPORT_DIR",
]);

/** @throws OktaMcpError `config_invalid`, as `readConfig` does */
export function readDemoConfig(env: Environment, flags: Flags): DemoConfig {
  const problems: Problem[] = [];
  const settings = readSettings(env, flags, problems);
  const tools = readToolSettings(settings, problems);
  const logs = readLogSettings(settings, problems);
  const exportDirectory = readDirectory(settings.OKTA_EXPORT_DIR, problems);
  const ours = problems.filter(({ variable }) => DEMO_VARIABLES.has(variable));
  if (ours.length > 0) throw configInvalid(ours);
  return { ...tools, ...logs, exportDirectory };
}

function readDirectory(value: string | undefined, problems: Problem[]): string | undefined {
  if (value === undefined || isAbsolute(value)) return value;
  problems.push({
    variable: "OKTA_EXPORT_DIR",
    what: "is not an absolute path",
    fix: "Set OKTA_EXPORT_DIR to the whole path of a directory, or leave it out to have no exports.",
  });
  return undefined;
}

function readTimeout(value: string, problems: Problem[]): number | undefined {
  const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN;
  if (seconds >= 1 && seconds <= 600) return Math.round(seconds * 1000);
  problems.push({
    variable: "OKTA_TIMEOUT",
    what: "is not a number of seconds from 1 to 600",
    fix: "Set OKTA_TIMEOUT to a number from 1 to 600, or leave it out for 30.",
  });
  return undefined;
}
