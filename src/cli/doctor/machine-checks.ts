import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type Environment, VARIABLE_NAMES } from "../../config/variables.js";
import type { Config } from "../../config.js";
import { type Finding, ok, problem } from "./check.js";

/** The oldest Node this runs on: `engines` of package.json. */
const OLDEST = [20, 18, 1] as const;

export function nodeVersion(version: string): Finding {
  const parts = version.split(".").map(Number);
  const first = OLDEST.findIndex((each, at) => each !== parts[at]);
  const isOld = first >= 0 && (parts[first] ?? 0) < (OLDEST[first] ?? 0);
  return isOld
    ? problem(`Node ${version} is too old`, `Install Node ${OLDEST.join(".")} or newer.`)
    : ok(`Node ${version}`);
}

/** Which variables are set, by name; and those that look like ours, and are none. */
export function variables(env: Environment, config: Config): Finding {
  const known: readonly string[] = VARIABLE_NAMES;
  const set = known.filter((name) => env[name]?.trim());
  const foreign = Object.keys(env).filter((name) => /^OKTA_/i.test(name) && !known.includes(name));
  const words = `sign-in by ${config.auth.method}; ${set.length > 0 ? `set: ${set.join(", ")}` : "all by flags"}`;
  if (foreign.length === 0) return ok(words);
  return ok(`${words}; not read by this program: ${foreign.slice(0, 5).join(", ")}`);
}

export async function dns(orgUrl: string, isProxied: boolean): Promise<Finding> {
  const hostname = new URL(orgUrl).hostname.replace(/^\[|\]$/g, "");
  if (isIP(hostname)) return ok(`${hostname} is an address already`);
  if (isProxied) return ok(`${hostname} is looked up by the proxy`);
  try {
    const addresses = await lookup(hostname, { all: true });
    return ok(
      `${hostname} is ${addresses
        .map(({ address }) => address)
        .slice(0, 3)
        .join(", ")}`,
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    return problem(
      `${hostname} could not be looked up (${code})`,
      "Check the host name in OKTA_ORG_URL, the network, and the VPN; behind a proxy set HTTPS_PROXY.",
    );
  }
}

/** Seconds: Okta refuses key proofs of a clock that is off by more than a few minutes; tokens end wrongly before. */
const MAX_OFF = 60;

/** @param org milliseconds since 1970 by the org's clock, to the second */
export function clock(org: number | undefined, local: number): Finding {
  if (org === undefined) return ok("the org's answer has no date to compare with");
  const off = Math.round((local - org) / 1000);
  if (Math.abs(off) <= MAX_OFF) return ok(`within ${Math.max(1, Math.abs(off))} s of the org's`);
  return problem(
    `this machine's clock is ${Math.abs(off)} s ${off > 0 ? "ahead of" : "behind"} the org's`,
    "Set the clock, best by network time (NTP).",
  );
}
