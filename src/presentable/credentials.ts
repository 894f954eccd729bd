import { MASK } from "./mask.js";
import { withoutQuotedSecrets } from "./quoted-secrets.js";

export { MASK } from "./mask.js";

/**
 * Words in either case. Not the flag of the whole expression, for the case of a value tells a token from a name.
 * @param words without letters in classes
 */
function anyCase(words: string): string {
  return words.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

/** `scheme://user:password@host` */
const USER_INFO = "(?<=://)[^\\s/@:]*:[^\\s/@]+(?=@)";

const PRIVATE_KEY = ["BEGIN", "END"].map((edge) => {
  const block = `(?: ${anyCase("BLOCK")})?`;
  return `-----${anyCase(edge)} [a-zA-Z0-9 ]{0,40}${anyCase("PRIVATE KEY")}${block}-----`;
});

/** PKCS #8, SEC 1, PKCS #1, OpenPGP; one that is cut off is masked to its end. */
const PEM = `${PRIVATE_KEY[0]}[\\s\\S]*?(?:${PRIVATE_KEY[1]}|$)`;

/** What follows the dot is optional only for the regular expression's sake: without, `eyJ-eyJ-…` takes n² steps. */
const TOKEN = `(?<![a-zA-Z0-9])(?<start>${anyCase("eyJ")}[\\w-]*)(?<jwt>\\.[\\w-]+(?:\\.[\\w-]*){0,3})?`;

/** An API token of Okta's, by its form alone. */
const API_TOKEN = "(?<!\\w)00[\\w-]{40}(?!\\w)";

/*
 * Whoever names an object chooses the words of a question about it: "Bearer Logistics" must stay readable. So a value
 * counts as one where its surroundings prove it, or where it looks like no word. How far it is looked at is limited, for
 * signs that follow one another would each look to the end.
 */

/** What a value of a form, a header or a field is made of. */
const VALUE = "[^\\s\"'&]";
const LIKE_A_VALUE =
  `(?:${VALUE}{40}|(?=${VALUE}{6})(?=${VALUE}{0,40}\\d)|(?=${VALUE}{16})(?=${VALUE}{0,40}[a-z][A-Z]))` +
  `${VALUE}*`;

/** RFC 6750's token, of the characters that any scheme's has. */
const LETTER = "[\\w.~+/=-]";
const WORD = "(?:[A-Z]?[a-z]{1,39}|[A-Z]{1,39}|\\d{1,4})";
const WORDS = `${WORD}(?:[-_./]${WORD}){0,12}(?!${LETTER})`;
const LIKE_A_TOKEN =
  `(?:${LETTER}{40}|00[\\w-]{6}|(?!${WORDS})(?=${LETTER}{16})(?=${LETTER}{0,40}(?:[\\d+~=]|[a-z][A-Z])))` +
  `${LETTER}*`;

/** As an address writes the sign within an address of its own. */
const encoded = (sign: string) => `%(?:25){0,2}${anyCase(sign)}`;
const ENCODED_START = `${encoded("(?:3F|26|23|3B)")}`;

const EQUALS = "\\s*(?::|=(?!=))\\s*";
const QUOTE = "(?:\\\\*[\"'])?";

/** The name of a secret, wherever it stands. */
const NAMES = anyCase(
  "(?:(?:access|activation|api|id|recovery|refresh|session|state)[_-]?token|" +
    "client[_-]?(?:assertion|secret)|api[_-]?key|SAMLResponse)",
);
/** Names that tell a secret only in a form, or in the query or fragment of an address. */
const FORM_NAMES = anyCase("(?:code|otp|pass(?:word|wd|code)|pwd|secret|sig|signature|ticket|token)");

const SCHEME = `(?:${anyCase("(?:SSWS|Bearer|DPoP)")})`;
const BASIC = anyCase("Basic");
/** What cannot be seen is spelled out by now; here it may stand between. */
const GAP = `(?:\\s|\\+|${encoded("20")}|\\\\u\\{[0-9a-f]{1,6}\\})+`;
const AUTHORIZATION = `\\b${anyCase("authorization")}${QUOTE}(?:${EQUALS}|${encoded("3(?:A|D)")})${QUOTE}`;

/** Another field of the form follows. */
const FORM_GOES_ON = "(?=&[\\w.%-]{1,40}=)";
const IN_ADDRESS = "(?<=://[^\\s?#\"'<>]*[?#])";

const CREDENTIAL = new RegExp(
  [
    USER_INFO,
    PEM,
    TOKEN,
    API_TOKEN,
    `(?<form>(?:(?<=&)(?:${NAMES}|${FORM_NAMES})|${IN_ADDRESS}(?:${NAMES}|${FORM_NAMES}))=(?!=))${VALUE}+`,
    `(?<first>(?:(?<=^|[?#;])${FORM_NAMES}|(?<![a-zA-Z0-9])${NAMES})=(?!=))${VALUE}{1,40}${FORM_GOES_ON}`,
    `(?<query>(?<=^|[?#;])${FORM_NAMES}=(?!=))${LIKE_A_VALUE}`,
    `(?<encoded>${ENCODED_START}(?:${NAMES}|${FORM_NAMES})${encoded("3D")})(?:(?!${encoded("26")})${VALUE})+`,
    `(?<name>(?<![a-zA-Z0-9])${NAMES}${QUOTE}${EQUALS}${QUOTE})(?:(?:${SCHEME}|${BASIC})${GAP})?${LIKE_A_VALUE}`,
    `(?<header>${AUTHORIZATION}(?:${SCHEME}|${BASIC})${GAP})${LETTER}{8,}`,
    `(?<bare>${AUTHORIZATION})(?=${LETTER}{16})(?=${LETTER}{0,40}\\d)${LETTER}+`,
    `(?<scheme>\\b${SCHEME}${GAP})${LIKE_A_TOKEN}`,
    // Who opens it sets the user's password, or unlocks the user.
    `(?<link>(?:/|${encoded("2F")})${anyCase("(?:welcome|(?:reset|unlock)[_-](?:password|account))")}` +
      `(?:/|${encoded("2F")}))(?=[\\w-]{0,40}(?:\\d|[a-z][A-Z]))[\\w-]{10,}`,
  ].join("|"),
  "g",
);

/** What each of them has at least: most text is without, and this is the quickest way to know. */
const HINT =
  /:\/\/[^\s/@:]*:[^\s/@]+@|-----|eyj|00[\w-]{40}|token|secret|assertion|key|response|=|%3d|253d|ssws|bearer|dpop|authorization|welcome|reset|unlock/i;

interface Groups extends Readonly<Record<string, string | undefined>> {
  readonly start?: string;
  readonly jwt?: string;
}

/** The text with what looks like a credential masked: a header's, a token's, a field's of a form, a private key. */
export function withoutCredentials(text: string): string {
  const unquoted = withoutQuotedSecrets(text);
  if (!HINT.test(unquoted)) return unquoted;
  return unquoted.replace(CREDENTIAL, (all, ...rest) => {
    const { start, jwt, ...signs }: Groups = rest.at(-1);
    if (start !== undefined && jwt === undefined) return all;
    return `${Object.values(signs).find((sign) => sign !== undefined) ?? ""}${MASK}`;
  });
}
