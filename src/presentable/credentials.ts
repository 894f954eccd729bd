/** What stands in place of a secret. */
export const MASK = "[hidden]";

/** `scheme://user:password@host` */
const USER_INFO = "(?<=://)[^\\s/@:]*:[^\\s/@]+(?=@)";

const PRIVATE_KEY = ["BEGIN", "END"].map((edge) => `-----${edge} [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----`);

/** PKCS #8, SEC 1, PKCS #1, OpenPGP; one that is cut off is masked to its end. */
const PEM = `${PRIVATE_KEY[0]}[\\s\\S]*?(?:${PRIVATE_KEY[1]}|$)`;

/** What follows the dot is optional only for the regular expression's sake: without, `eyJ-eyJ-…` takes n² steps. */
const TOKEN = "(?<![a-z0-9])(?<start>eyJ[\\w-]*)(?<jwt>\\.[\\w-]+(?:\\.[\\w-]*){0,3})?";

/** An API token of Okta's, by its form alone. */
const API_TOKEN = "(?<!\\w)00[\\w-]{40}(?!\\w)";

/** The name of a secret, in a form, a header or JSON (quoted once or more), with what stands between it and its value. */
const NAME =
  "(?<![a-z0-9])(?:(?:access|activation|api|id|recovery|refresh|session|state)[_-]?token|" +
  "client[_-]?(?:assertion|secret)|api[_-]?key|SAMLResponse)(?:\\\\*[\"'])?\\s*[:=]\\s*(?:\\\\*[\"'])?";

/** Names that tell a secret only in the query of an address. */
const QUERY_NAME = "(?<=[?&])(?:code|otp|pass(?:word|wd|code)|pwd|secret|sig|signature|ticket|token)=";

/** Names that text in the same words holds as well, with what makes them a field of JSON. */
const QUOTED_NAME = "[\"'](?:pass(?:word|wd|code|phrase)|secret|token)\\\\*[\"']\\s*:\\s*\\\\*[\"']";

const SCHEME = "(?:SSWS|Bearer|DPoP)\\s+";

const CREDENTIAL = new RegExp(
  [
    USER_INFO,
    PEM,
    TOKEN,
    API_TOKEN,
    `(?<name>${NAME}|${QUERY_NAME})(?:(?:${SCHEME}|Basic\\s+))?[^\\s"'&]+`,
    `(?<quoted>${QUOTED_NAME})[^"'\\\\]+`,
    `(?<scheme>\\b${SCHEME}|\\bauthorization["']?\\s*[:=]\\s*["']?Basic\\s+)[\\w.~+/=-]{8,}`,
  ].join("|"),
  "gi",
);

/** What each of them has at least: most text is without, and this is the quickest way to know. */
const HINT =
  /:\/\/|-----|eyj|00[\w-]{40}|token|secret|pass|assertion|key|response|[?&]\w+=|ssws|bearer|dpop|basic/i;

interface Groups {
  start?: string;
  jwt?: string;
  name?: string;
  quoted?: string;
  scheme?: string;
}

/** The text with what looks like a credential masked: a header's, a token's, a field's of a form, a private key. */
export function withoutCredentials(text: string): string {
  if (!HINT.test(text)) return text;
  return text.replace(CREDENTIAL, (all, ...rest) => {
    const { start, jwt, name, quoted, scheme }: Groups = rest.at(-1);
    if (start !== undefined && jwt === undefined) return all;
    return `${name ?? quoted ?? scheme ?? ""}${MASK}`;
  });
}
