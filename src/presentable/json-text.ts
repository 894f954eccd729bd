import { withoutQuotedSecrets } from "./quoted-secrets.js";

/** Longer text is only looked through. */
const MAX_LENGTH = 100_000;
const OBJECT = "{".charCodeAt(0);
const ARRAY = "[".charCodeAt(0);
const BLANK = " ".charCodeAt(0);
/** How an object or an array begins that can hold text. */
const BEGINNING = /^\s*(?:\{\s*"|\[\s*["[{])/;

/**
 * A text that is a JSON object or array, with what `change` makes of that, and as it was written where that can be done;
 * undefined where it is no such text.
 */
export function changedJson(text: string, change: (value: unknown) => unknown): string | undefined {
  const first = text.charCodeAt(0);
  if (first !== OBJECT && first !== ARRAY && !(first <= BLANK)) return undefined;
  if (text.length > MAX_LENGTH || !BEGINNING.test(text)) return undefined;
  const value = parsed(text);
  if (value === undefined) return undefined;
  const changed = change(value);
  const json = JSON.stringify(changed);
  return [text, withoutQuotedSecrets(text)].find((each) => compact(each) === json) ?? json;
}

function parsed(text: string): unknown {
  const last = text.trimEnd().at(-1);
  if (last !== "}" && last !== "]") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without blanks: a name that stands twice stays, as it does in no value that was parsed. */
function compact(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*"?)|\s+/gs, "$1");
}
