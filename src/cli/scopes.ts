import { type Flags, readSettings } from "../config/variables.js";
import type { Config } from "../config.js";
import { OktaMcpError } from "../errors.js";
import { connect } from "./connect.js";
import { withLog } from "./log.js";
import type { Machine } from "./machine.js";
import { configOf } from "./settings.js";

/** Scopes as far as this machine knows them; undefined where none limit the credentials, or none are known. */
export interface KnownScopes {
  readonly scopes: readonly string[] | undefined;
  /** `granted` by a sign-in that is kept here, or only `asked for` by the settings. */
  readonly source: "granted" | "asked for" | undefined;
}

const UNKNOWN: KnownScopes = { scopes: undefined, source: undefined };

/** What is stored here or set; nothing is sent. Settings that name no org still say which scopes are asked for. */
export async function knownScopes(machine: Machine, flags: Flags): Promise<KnownScopes> {
  let config: Config;
  try {
    config = configOf(machine, flags);
  } catch (error) {
    if (!(error instanceof OktaMcpError)) throw error;
    const asked = readSettings(machine.env, flags, [])
      .OKTA_SCOPES?.split(/[\s,]+/)
      .filter(Boolean);
    return asked ? { scopes: asked, source: "asked for" } : UNKNOWN;
  }
  return withLog(config, async (log) => {
    const { auth, close } = await connect(config, { version: machine.version, log });
    try {
      const { grantedScopes } = await auth.status();
      if (grantedScopes) return { scopes: grantedScopes, source: "granted" };
      return "scopes" in config.auth ? { scopes: config.auth.scopes, source: "asked for" } : UNKNOWN;
    } finally {
      await close();
    }
  });
}
