import type { SecurityRequirement } from "../contract/openapi.js";
import { shown } from "./finding.js";
import type { RuleId } from "./rules.js";

/**
 * Compares who may call: the alternatives of an operation's `security`, each a set of schemes with their scopes.
 * What opened the operation before must still do.
 */
export function compareSecurity(
  before: readonly SecurityRequirement[],
  after: readonly SecurityRequirement[],
  found: (rule: RuleId, before?: string, after?: string) => void,
): void {
  for (const held of before) {
    // An operation without any requirement is open to everyone (OpenAPI 3.0.3, Operation Object).
    if (after.length > 0 && !after.some((asked) => suffices(held, asked)))
      found("scope-insufficient", named(held));
  }
  for (const asked of after) {
    // Whoever holds just that could not call before.
    if (!before.some((needed) => suffices(asked, needed))) found("scope-accepted", undefined, named(asked));
  }
  if (before.length === 0 && after.length > 0) found("scope-insufficient", "`no token`");
}

/** Whether a caller with the one's schemes and scopes meets the other. */
function suffices(held: SecurityRequirement, asked: SecurityRequirement): boolean {
  return Object.entries(asked).every(([scheme, scopes]) => {
    const granted = held[scheme];
    return granted !== undefined && scopes.every((scope) => grants(granted, scope));
  });
}

/** Okta's `manage` scopes include `read` of the same resource. */
function grants(granted: readonly string[], scope: string): boolean {
  return (
    granted.includes(scope) ||
    (scope.endsWith(".read") && granted.includes(scope.replace(/\.read$/, ".manage")))
  );
}

function named(requirement: SecurityRequirement): string {
  const parts = Object.entries(requirement).map(([scheme, scopes]) =>
    scopes.length === 0 ? scheme : scopes.join(" + "),
  );
  return shown(parts.join(" with ") || "no token");
}
