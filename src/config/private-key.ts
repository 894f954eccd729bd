import type { Problem } from "./problem.js";
import type { Settings } from "./variables.js";

export interface PrivateKeyText {
  readonly text: string;
  readonly variable: "OKTA_PRIVATE_KEY" | "OKTA_PRIVATE_KEY_FILE";
}

/**
 * The private key's text from the variable or the file, newlines made real. Only its outline is checked here;
 * the auth method parses it.
 */
export function readPrivateKey(
  settings: Settings,
  readFile: (path: string) => string,
  problems: Problem[],
): PrivateKeyText | undefined {
  const refuse = (variable: string, what: string, fix: string): undefined => {
    problems.push({ variable, what, fix });
  };
  const { OKTA_PRIVATE_KEY: inline, OKTA_PRIVATE_KEY_FILE: file } = settings;
  if (inline !== undefined && file !== undefined) {
    return refuse("OKTA_PRIVATE_KEY", "and OKTA_PRIVATE_KEY_FILE are both set", "Unset one of the two.");
  }
  if (inline === undefined && file === undefined) {
    return refuse(
      "OKTA_PRIVATE_KEY",
      "is missing",
      settings.OKTA_AUTH === undefined
        ? "Set OKTA_AUTH=device or OKTA_AUTH=browser to sign in as a person, or for a service OKTA_PRIVATE_KEY (or OKTA_PRIVATE_KEY_FILE) to the app's private key."
        : "Set OKTA_PRIVATE_KEY to the app's private key, or OKTA_PRIVATE_KEY_FILE to a file that holds it.",
    );
  }
  const variable = file === undefined ? "OKTA_PRIVATE_KEY" : "OKTA_PRIVATE_KEY_FILE";
  let text: string;
  try {
    text = file === undefined ? (inline ?? "") : readFile(file);
  } catch (error) {
    return refuse(
      variable,
      `names a file that cannot be read (${systemCode(error)})`,
      `Set ${variable} to the absolute path of a file that this user may read.`,
    );
  }
  const key = realNewlines(text.replace(/^\uFEFF/, "").trim());
  if (!/^(-----BEGIN |\{)/.test(key)) {
    return refuse(
      variable,
      "holds neither a PEM private key nor a JWK",
      `Put the whole key into ${variable}, from -----BEGIN to -----END, or the JWK from { to }.`,
    );
  }
  return { text: key, variable };
}

/** In JSON an escaped newline is JSON's own; in PEM it comes from a client that cannot hold real ones. */
function realNewlines(key: string): string {
  return key.startsWith("{") ? key : key.replace(/\\r\\n|\\n|\r\n/g, "\n");
}

/** Only the code: the message of a file system error holds the path. */
function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "no reason given";
}
