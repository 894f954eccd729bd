import { readPrivateKey } from "./private-key.js";
import type { Problem } from "./problem.js";
import { type Settings, VARIABLE_NAMES, VARIABLES, type Variable, type VariableName } from "./variables.js";

export interface ApiTokenSettings {
  readonly method: "api_token";
  readonly token: string;
}

export interface PrivateKeyJwtSettings {
  readonly method: "private_key_jwt";
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** PEM with real newlines, or a JWK as JSON; not parsed yet. */
  readonly privateKey: string;
  /** The variable the key came from, which errors about the key name. */
  readonly privateKeyVariable: "OKTA_PRIVATE_KEY" | "OKTA_PRIVATE_KEY_FILE";
  readonly keyId?: string;
}

export type AuthSettings = ApiTokenSettings | PrivateKeyJwtSettings;
export type AuthMethod = AuthSettings["method"];

const METHODS: readonly AuthMethod[] = ["private_key_jwt", "api_token"];
/** What may stand in a header or a form field as it is. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
/** RFC 6749, section 3.3: scope-token. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The sign-in method that the settings choose, complete; or `undefined` and the problems why not. */
export function readAuthSettings(
  settings: Settings,
  readFile: (path: string) => string,
  problems: Problem[],
): AuthSettings | undefined {
  switch (chooseMethod(settings, problems)) {
    case "api_token":
      return readApiToken(settings, problems);
    case "private_key_jwt":
      return readPrivateKeyJwt(settings, readFile, problems);
    case undefined:
      return undefined;
  }
}

/** Never falls back from one method to the other: a half-set method beside a whole one is a conflict. */
function chooseMethod(settings: Settings, problems: Problem[]): AuthMethod | undefined {
  const forced = settings.OKTA_AUTH;
  if (forced !== undefined) {
    const method = METHODS.find((known) => known === forced);
    if (!method) {
      problems.push({
        variable: "OKTA_AUTH",
        what: "names no sign-in method",
        fix: `Set OKTA_AUTH to ${METHODS.join(" or ")}.`,
      });
    }
    return method;
  }
  const set = METHODS.filter((method) => variablesOf(method).some((name) => settings[name] !== undefined));
  const [method, other] = set;
  if (method && other) {
    const names = set.flatMap((each) => variablesOf(each)).filter((name) => settings[name] !== undefined);
    problems.push({
      variable: names.join(", "),
      what: "belong to different sign-in methods",
      fix: `Unset the variables of the method you do not want, or set OKTA_AUTH to ${METHODS.join(" or ")}.`,
    });
    return undefined;
  }
  if (!method) {
    problems.push({
      variable: "OKTA_CLIENT_ID",
      what: "is missing, and so is OKTA_API_TOKEN: no sign-in method is set",
      fix: "Set OKTA_CLIENT_ID, OKTA_SCOPES and OKTA_PRIVATE_KEY (or OKTA_PRIVATE_KEY_FILE), or else OKTA_API_TOKEN.",
    });
  }
  return method;
}

function variablesOf(method: AuthMethod): VariableName[] {
  return VARIABLE_NAMES.filter((name) => (VARIABLES[name] as Variable).method === method);
}

function readApiToken(settings: Settings, problems: Problem[]): ApiTokenSettings | undefined {
  const token = readCopied(settings, "OKTA_API_TOKEN", problems);
  return token === undefined ? undefined : { method: "api_token", token };
}

function readPrivateKeyJwt(
  settings: Settings,
  readFile: (path: string) => string,
  problems: Problem[],
): PrivateKeyJwtSettings | undefined {
  const clientId = readCopied(settings, "OKTA_CLIENT_ID", problems);
  const scopes = readScopes(settings.OKTA_SCOPES, problems);
  const key = readPrivateKey(settings, readFile, problems);
  const keyId =
    settings.OKTA_KEY_ID === undefined ? undefined : readCopied(settings, "OKTA_KEY_ID", problems);
  if (clientId === undefined || scopes === undefined || key === undefined) return undefined;
  return {
    method: "private_key_jwt",
    clientId,
    scopes,
    privateKey: key.text,
    privateKeyVariable: key.variable,
    ...(keyId === undefined ? {} : { keyId }),
  };
}

function readScopes(value: string | undefined, problems: Problem[]): readonly string[] | undefined {
  const scopes = [...new Set(value?.split(/[\s,]+/).filter(Boolean))];
  if (scopes.length > 0 && scopes.every((scope) => SCOPE.test(scope))) return scopes;
  problems.push({
    variable: "OKTA_SCOPES",
    what: scopes.length === 0 ? "is missing" : "holds a character that no OAuth scope has",
    fix: "Set OKTA_SCOPES to the scopes granted to the app, for example okta.users.manage okta.groups.manage okta.logs.read.",
  });
  return undefined;
}

function readCopied(
  settings: Settings,
  variable: "OKTA_API_TOKEN" | "OKTA_CLIENT_ID" | "OKTA_KEY_ID",
  problems: Problem[],
): string | undefined {
  const value = settings[variable];
  if (value !== undefined && VISIBLE_ASCII.test(value)) return value;
  problems.push({
    variable,
    what: value === undefined ? "is missing" : "holds a blank or a character outside visible ASCII",
    fix: `Copy the value of ${variable} from the Okta Admin Console, without anything before or behind it.`,
  });
  return undefined;
}
