import { MASK } from "./mask.js";
import { isSecretName } from "./secret-name.js";

/** Longer names are no field's. */
const MAX_NAME = 100;

/**
 * A field of JSON, of JSON within JSON, of a literal in code, or of a form with quotes, up to its value: `"name": "`,
 * `\"name\":\"`, `name='`. `{"name":{"value":"` is one as well.
 */
const FIELD = new RegExp(
  `(?<before>["'])?(?<![\\w.$-])(?<name>[\\w.$-]{1,${MAX_NAME}})(?<after>\\\\*["'])?\\s*(?::|=(?!=))\\s*` +
    `(?<inner>\\{\\s*\\\\*["']value\\\\*["']\\s*:\\s*)?(?<slashes>\\\\*)(?<quote>["'])`,
  "g",
);
const HINT = /[:=]\s*(?:\{\s*\\*["']value\\*["']\s*:\s*)?\\*["']/;

/** Names that tell without a quote around them, as in a header or a form; the others are words of a sentence, too. */
const UNQUOTED =
  /(?:^|[^a-z0-9])(?:(?:access|activation|api|id|recovery|refresh|session|state)[_-]?token|client[_-]?(?:assertion|secret)|api[_-]?key|SAMLResponse)$/i;
/** What tells beside a quote alone, for the names around it are not looked for. */
const ANSWER = /^answer$/i;
/** Its value has a form of its own, of which the scheme is shown. */
const HEADER = /authorization$/i;

/** The text with values masked that stand in quotes behind a secret's name: up to the quote that ends each. */
export function withoutQuotedSecrets(text: string): string {
  // Most text is without, and this is the quickest way to know.
  if ((!text.includes('"') && !text.includes("'")) || !HINT.test(text)) return text;
  let shown = "";
  let done = 0;
  FIELD.lastIndex = 0;
  for (let found = FIELD.exec(text); found; found = FIELD.exec(text)) {
    const start = FIELD.lastIndex;
    const { name = "", before, after, slashes = "", quote = "" } = found.groups ?? {};
    const isField = before !== undefined && after !== undefined;
    const tells = isField ? isSecretField(name) : UNQUOTED.test(name);
    // What is no secret's value may be the name of the next field.
    FIELD.lastIndex = start - quote.length;
    if (!tells) continue;
    const end = endOfValue(text, start, quote, slashes.length);
    if (end === start) continue;
    shown += `${text.slice(done, start)}${MASK}`;
    done = end;
    FIELD.lastIndex = end;
  }
  return shown + text.slice(done);
}

function isSecretField(name: string): boolean {
  return !HEADER.test(name) && (isSecretName(name) || ANSWER.test(name));
}

/**
 * Where the value ends: before the next quote of the same level, or of one further out, or with the text.
 * @param level backslashes that stand before a quote of this level: 0, 1 in JSON within JSON, 3, 7…
 */
function endOfValue(text: string, start: number, quote: string, level: number): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let first = at;
    while (first > start && text[first - 1] === "\\") first--;
    const slashes = at - first;
    if (slashes < level) return first;
    // Each backslash of the value itself is written as as many as there are quotes' levels, and one more.
    if (slashes % (2 * (level + 1)) === level) return at - level;
  }
  return text.length;
}
