import type { AuthProvider, AuthStatus } from "../auth/provider.js";
import { OktaMcpError } from "../errors.js";
import { missingScopes } from "../tool/scopes.js";
import type { OrgSession, SessionStatus, ToolDescriptor } from "../tool/tool.js";

/** What tools may know of the sign-in: a view of the provider without its credentials. */
export function createSession(
  auth: AuthProvider,
  orgUrl: string,
  descriptors: readonly ToolDescriptor[],
): OrgSession {
  return {
    async status() {
      // A token request tells what is granted; a person who has to sign in is only told how.
      const problem = await auth
        .authorize({ method: "GET", url: new URL("/api/v1/org", orgUrl) })
        .then(() => undefined, words);
      return { ...shown(await auth.status()), ...(problem !== undefined && { problem }) };
    },
    tools: () => {
      const granted = auth.grantedScopes();
      return descriptors.map(({ name, scopes }) => ({ name, missing: missingScopes(scopes, granted) }));
    },
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

function words(error: unknown): string {
  return error instanceof OktaMcpError
    ? error.toText()
    : "The sign-in failed in a way okta-mcp does not know.";
}
