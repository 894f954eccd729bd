import type { Problem } from "./problem.js";
import { type Settings, VARIABLES } from "./variables.js";

/** What may stand in a header or a form field as it is. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
/** RFC 6749, section 3.3: scope-token. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** A value that the user copies from somewhere whole. */
export function readCopied(
  settings: Settings,
  variable: "OKTA_API_TOKEN" | "OKTA_ACCESS_TOKEN" | "OKTA_CLIENT_ID" | "OKTA_KEY_ID",
  problems: Problem[],
): string | undefined {
  const value = settings[variable];
  if (value !== undefined && VISIBLE_ASCII.test(value)) return value;
  const source = variable === "OKTA_ACCESS_TOKEN" ? "where the token was issued" : "the Okta Admin Console";
  problems.push({
    variable,
    what: value === undefined ? "is missing" : "holds a blank or a character outside visible ASCII",
    fix: `Copy the value of ${variable} from ${source}, without anything before or behind it.`,
  });
  return undefined;
}

export function readScopes(value: string | undefined, problems: Problem[]): readonly string[] | undefined {
  const scopes = [...new Set(value?.split(/[\s,]+/).filter(Boolean))];
  if (scopes.length > 0 && scopes.every((scope) => SCOPE.test(scope))) return scopes;
  problems.push({
    variable: "OKTA_SCOPES",
    what: scopes.length === 0 ? "is missing" : "holds a character that no OAuth scope has",
    fix: "Set OKTA_SCOPES to the scopes granted to the app, for example okta.users.manage okta.groups.manage okta.logs.read.",
  });
  return undefined;
}

/** One of a few words, in any case, or the default where the variable is not set. */
export function readChoice<T extends string>(
  settings: Settings,
  variable: "OKTA_DPOP" | "OKTA_TOKEN_STORE" | "OKTA_CONFIRM",
  choices: readonly T[],
  problems: Problem[],
): T | undefined {
  const value = (settings[variable] ?? VARIABLES[variable].default).toLowerCase();
  const choice = choices.find((known) => known === value);
  if (choice === undefined) {
    problems.push({
      variable,
      what: `is none of ${choices.join(", ")}`,
      fix: `Set ${variable} to ${choices.join(", ")}, or leave it out for ${VARIABLES[variable].default}.`,
    });
  }
  return choice;
}

/** 0, any free port, where the variable is not set; `undefined` for a problem. */
export function readPort(value: string | undefined, problems: Problem[]): number | undefined {
  const port = value === undefined ? 0 : /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (value === undefined || (port >= 1 && port <= 65_535)) return port;
  problems.push({
    variable: "OKTA_REDIRECT_PORT",
    what: "is not a port from 1 to 65535",
    fix: "Set OKTA_REDIRECT_PORT to the port of the app's redirect address http://127.0.0.1:<port>/callback, or leave it out.",
  });
  return undefined;
}
