import type { Problem } from "./problem.js";
import {
  type Settings,
  SIGN_IN_METHODS,
  type SignInMethod,
  VARIABLE_NAMES,
  VARIABLES,
  type Variable,
  type VariableName,
} from "./variables.js";

/**
 * Methods that their own variables choose. A person's sign-in has no variable of its own, so OKTA_AUTH must name it:
 * else a forgotten key would quietly turn a service into a person.
 */
const INFERRED: readonly SignInMethod[] = ["private_key_jwt", "api_token", "access_token"];

/** Never falls back from one method to the other: a half-set method beside a whole one is a conflict. */
export function chooseMethod(settings: Settings, problems: Problem[]): SignInMethod | undefined {
  const forced = settings.OKTA_AUTH;
  if (forced !== undefined) {
    const method = SIGN_IN_METHODS.find((known) => known === forced);
    if (!method) {
      problems.push({
        variable: "OKTA_AUTH",
        what: "names no sign-in method",
        fix: `Set OKTA_AUTH to ${oneOf(SIGN_IN_METHODS)}.`,
      });
    }
    return method;
  }
  const set = INFERRED.filter((method) => variablesOf(method, settings).length > 0);
  const [method, other] = set;
  if (method && other) {
    problems.push({
      variable: set.flatMap((each) => variablesOf(each, settings)).join(", "),
      what: "belong to different sign-in methods",
      fix: `Unset the variables of the method you do not want, or set OKTA_AUTH to ${oneOf(set)}.`,
    });
    return undefined;
  }
  if (!method) {
    problems.push({
      variable: "OKTA_CLIENT_ID",
      what: "is missing, and so are OKTA_API_TOKEN and OKTA_ACCESS_TOKEN: no sign-in method is set",
      fix:
        "Set OKTA_CLIENT_ID and OKTA_SCOPES, and either OKTA_AUTH=device or OKTA_AUTH=browser to sign in as a person, " +
        "or OKTA_PRIVATE_KEY (or OKTA_PRIVATE_KEY_FILE) as a service; or else set OKTA_API_TOKEN or OKTA_ACCESS_TOKEN.",
    });
  }
  return method;
}

function variablesOf(method: SignInMethod, settings: Settings): VariableName[] {
  return VARIABLE_NAMES.filter((name) => {
    const { methods }: Variable = VARIABLES[name];
    return settings[name] !== undefined && methods?.includes(method);
  });
}

function oneOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
