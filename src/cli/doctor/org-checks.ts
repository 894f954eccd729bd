import type { Config } from "../../config.js";
import { OktaMcpError } from "../../errors.js";
import type { OktaClient } from "../../http/client.js";
import type { Connection } from "../../tools/service.js";
import type { ToolRow } from "../tools.js";
import { type Finding, ok, problem, skipped } from "./check.js";

/** A service's key and a token are tried; of a person only what is kept here is asked, as nobody is to be signed in. */
export async function signIn(
  { auth }: Pick<Connection, "auth">,
  config: Config,
  signal: AbortSignal,
): Promise<Finding> {
  const before = await auth.status();
  if (auth.interactive && !before.signedIn) {
    return problem("nobody is signed in", "Run `okta-mcp login` with the same settings.");
  }
  await auth.authorize({ method: "GET", url: new URL("/api/v1/org", config.orgUrl) }, signal);
  const { subject, clientId, expiresAt, renewable } = await auth.status();
  const who = subject?.login ?? subject?.id ?? clientId ?? "the maker of the token";
  const until = expiresAt === undefined || renewable ? "" : `, until ${new Date(expiresAt).toISOString()}`;
  return ok(`${config.auth.method}, as ${who}${until}`);
}

export function scopes(rows: readonly ToolRow[], granted: readonly string[] | undefined): Finding {
  const on = rows.filter((row) => row.on).length;
  const words = `${on} of ${rows.length} tools on`;
  if (!granted) return ok(`${words}; no scopes limit these credentials, or none are known yet`);
  if (on > 0) return ok(`${words} by ${granted.length} scopes`);
  return problem(
    `no tool can run with ${granted.join(", ") || "no scope at all"}`,
    "Grant Okta API scopes to the app in the Okta Admin Console, add them to OKTA_SCOPES, and sign in again.",
  );
}

/** Cheap reads of one object each, by the scope that they need. */
const READS: readonly {
  readonly scope: string;
  read(okta: OktaClient, signal: AbortSignal): Promise<unknown>;
}[] = [
  {
    scope: "okta.groups",
    read: (okta, signal) => okta.GET("/api/v1/groups", { params: { query: { limit: 1 } }, signal }),
  },
  {
    scope: "okta.users",
    read: (okta, signal) => okta.GET("/api/v1/users", { params: { query: { limit: 1 } }, signal }),
  },
  {
    scope: "okta.apps",
    read: (okta, signal) => okta.GET("/api/v1/apps", { params: { query: { limit: 1 } }, signal }),
  },
  {
    scope: "okta.policies",
    read: (okta, signal) =>
      okta.GET("/api/v1/policies", { params: { query: { type: "OKTA_SIGN_ON" } }, signal }),
  },
  {
    scope: "okta.logs",
    read: (okta, signal) => okta.GET("/api/v1/logs", { params: { query: { limit: 1 } }, signal }),
  },
];

/** Without an admin role Okta refuses even what the scopes allow: one read tells. */
export async function adminRole(
  okta: OktaClient,
  granted: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Finding> {
  const possible = READS.find(
    ({ scope }) => !granted || granted.some((each) => each.startsWith(`${scope}.`)),
  );
  if (!possible) return skipped("no granted scope allows a read to try it with");
  try {
    await possible.read(okta, signal);
    return ok(`Okta lets it read (${possible.scope})`);
  } catch (error) {
    if (!(error instanceof OktaMcpError) || error.code !== "forbidden") throw error;
    return problem(
      `Okta refuses to let it read (${possible.scope}), though the sign-in is good`,
      "Assign an admin role to the app (tab Admin roles) or to the user who signed in, in the Okta Admin Console; Read-Only Administrator is enough to read.",
    );
  }
}

/** A tenth left is little. */
const LITTLE = 0.1;

export function rateLimits({ rateLimits: known }: Pick<Connection, "rateLimits">): Finding {
  const [worst, ...rest] = [...(known?.() ?? [])].sort(
    (a, b) => a.remaining / a.limit - b.remaining / b.limit,
  );
  if (!worst) return skipped("Okta has told none yet");
  const { bucket, remaining, limit, resets } = worst;
  const words = `${bucket.replace("/", " /")}: ${remaining} of ${limit} left`;
  if (remaining / limit > LITTLE) return ok(rest.length > 0 ? `${words}; others have more` : words);
  return problem(
    `${words} until ${resets.toISOString()}`,
    "Something else uses this limit up: wait, or find it in Okta Admin Console > Reports > Rate Limits.",
  );
}
