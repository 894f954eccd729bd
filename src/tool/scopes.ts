/**
 * The scopes of a tool that are not granted; none where `granted` is undefined, since no scopes limit the
 * credentials then, or they are not known yet. Okta's `manage` scopes include `read` of the same resource.
 */
export function missingScopes(needed: readonly string[], granted: readonly string[] | undefined): string[] {
  if (!granted) return [];
  const all = new Set(granted.flatMap((scope) => [scope, scope.replace(/\.manage$/, ".read")]));
  return needed.filter((scope) => !all.has(scope));
}

/** How scopes are granted, in one sentence for the error and the status alike. */
export function grantSteps(scopes: readonly string[]): string {
  return `To grant ${scopes.join(", ")}: in the Okta Admin Console open the application, tab Okta API Scopes, grant them, add them to OKTA_SCOPES, restart and sign in again.`;
}
