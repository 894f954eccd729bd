import type { Attempt } from "../audit/audit-log.js";
import type { AuthProvider, AuthStatus } from "../auth/provider.js";
import { OktaMcpError } from "../errors.js";
import type { KnownLimit } from "../http/rate-limits.js";
import type { OrgSession, RateLimitStatus, SessionStatus, ToolDescriptor } from "../tool/tool.js";

/**
 * What tools may know of the sign-in: a view of the provider without its credentials.
 * @param missing the scopes that the session lacks of those given, as `tools/list` counts them
 * @param limits what is known of the org's rate limits
 */
export function createSession(
  auth: AuthProvider,
  orgUrl: string,
  descriptors: readonly ToolDescriptor[],
  missing: (scopes: readonly string[]) => readonly string[],
  limits: () => readonly KnownLimit[] = () => [],
): OrgSession {
  return {
    async status() {
      // A token request tells what is granted; a person who has to sign in is only told how.
      const problem = await auth
        .authorize({ method: "GET", url: new URL("/api/v1/org", orgUrl) })
        .then(() => undefined, words);
      return { ...shown(await auth.status()), ...(problem !== undefined && { problem }) };
    },
    tools: () => descriptors.map(({ name, scopes }) => ({ name, missing: missing(scopes) })),
    rateLimits: () => limits().map(rateLimit).sort(mostUsedFirst),
  };
}

/** Whose credentials changes are made with, for the audit log. */
export async function whoIs(auth: AuthProvider): Promise<Attempt["who"]> {
  const { method, clientId, credential, subject } = await auth.status();
  const person = subject?.login ?? subject?.id;
  return {
    method,
    ...(clientId !== undefined && { client_id: clientId }),
    ...(credential !== undefined && { credential }),
    ...(person !== undefined && { subject: person }),
  };
}

function shown(status: AuthStatus): SessionStatus {
  const { orgUrl, method, signedIn, clientId, subject, grantedScopes, expiresAt } = status;
  const user = subject?.login ?? subject?.id;
  return {
    org: new URL(orgUrl).host,
    method,
    signed_in: signedIn,
    ...(clientId !== undefined && { client_id: clientId }),
    ...(user !== undefined && { user }),
    ...(grantedScopes && { granted_scopes: grantedScopes }),
    ...(expiresAt !== undefined && { token_expires: new Date(expiresAt).toISOString() }),
  };
}

function rateLimit({ bucket, limit, remaining, resets }: KnownLimit): RateLimitStatus {
  return { endpoint: bucket.replace("/", " /"), limit, remaining, resets: resets.toISOString() };
}

function mostUsedFirst(one: RateLimitStatus, other: RateLimitStatus): number {
  return one.remaining / one.limit - other.remaining / other.limit;
}

function words(error: unknown): string {
  return error instanceof OktaMcpError
    ? error.toText()
    : "The sign-in failed in a way okta-mcp does not know.";
}
