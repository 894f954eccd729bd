import { OktaMcpError } from "../errors.js";
import { isObject } from "../tool/paths.js";
import { visibleText } from "../visible-text.js";

export interface OrgFacts {
  /** Milliseconds since 1970 by the org's clock, as its answer is dated. */
  readonly date: number | undefined;
  /** Milliseconds from the request to the answer. */
  readonly took: number;
}

/** Public addresses that each Okta org answers, the first of Okta's own, the second of OpenID Connect. */
const METADATA = ["/.well-known/okta-organization", "/.well-known/openid-configuration"] as const;

/**
 * Whether an address is an Okta org's, by what it says of itself; needs no sign-in.
 * @param fetch the transport's: no redirect is followed, and it rejects with an OktaMcpError
 * @throws OktaMcpError `unexpected_response` for a host that is none, or an org that calls itself by another address;
 *   else as the transport does
 */
export async function checkOrg(
  orgUrl: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<OrgFacts> {
  const started = performance.now();
  for (const path of METADATA) {
    const response = await fetch(new URL(path, orgUrl).href, {
      headers: { accept: "application/json" },
      signal,
    });
    const body = response.ok ? await json(response) : undefined;
    if (!body) continue;
    if (typeof body.issuer === "string" && body.issuer !== orgUrl) throw otherAddress(orgUrl, body.issuer);
    if (typeof body.issuer !== "string" && !("pipeline" in body)) continue;
    const date = Date.parse(response.headers.get("date") ?? "");
    return { date: Number.isNaN(date) ? undefined : date, took: performance.now() - started };
  }
  throw new OktaMcpError(
    "unexpected_response",
    `${new URL(orgUrl).host} does not answer as an Okta org does.`,
    {
      next: "Set OKTA_ORG_URL to the org's own address, as it stands in the browser when you sign in to Okta, without -admin.",
    },
  );
}

async function json(response: Response): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const body: unknown = await response.json();
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function otherAddress(orgUrl: string, issuer: string): OktaMcpError {
  return new OktaMcpError(
    "unexpected_response",
    `${new URL(orgUrl).host} is an Okta org that calls itself ${visibleText(issuer, 200)}.`,
    { next: "Set OKTA_ORG_URL to that address." },
  );
}
