import { OktaMcpError } from "../errors.js";

type Values = Readonly<Record<string, unknown>>;

/**
 * Fills a path template, each value encoded exactly once.
 * @throws OktaMcpError `arguments_invalid` for a value that would leave its path segment. Encoding alone does not
 * help: URL parsers resolve `..`, and also `%2e%2e`, and servers behind a proxy may decode `%2f` once more.
 */
export function serializePath(template: string, values: Values): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const text = toText(name, values[name]);
    if (text === "") throw invalid(name, "is empty");
    if (text === "." || text === ".." || /[/\\?#]|%(?:2e|2f|5c|25)/i.test(text)) {
      throw invalid(name, "holds a path (a slash, dots only, ? or #, or one of these in encoded form)");
    }
    return encode(name, text);
  });
}

/** A query without the `?`: each value encoded exactly once, lists as repeated parameters, `undefined` left out. */
export function serializeQuery(values: Values): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each: unknown) => [name, each] as const),
    )
    .map(([name, value]) => `${encode(name, name)}=${encode(name, toText(name, value))}`)
    .join("&");
}

function toText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new OktaMcpError("internal", `Parameter ${name} is neither a string, a number nor a boolean.`);
}

function encode(name: string, text: string): string {
  if (/\p{Cc}/u.test(text)) throw invalid(name, "holds a control character");
  // With the u flag, only a surrogate without its other half is of category Cs.
  if (/\p{Cs}/u.test(text)) throw invalid(name, "holds half of a surrogate pair");
  return encodeURIComponent(text);
}

function invalid(name: string, what: string): OktaMcpError {
  return new OktaMcpError("arguments_invalid", `${name} ${what}. Nothing was sent to Okta.`, { field: name });
}
