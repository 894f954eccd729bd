import { OktaMcpError } from "../errors.js";

/**
 * The cursor of the next page: the `after` value in the response's `Link` header with `rel="next"`, or `undefined`
 * on the last page. A link that leads nowhere is an error, not an end: the list would be cut without a word.
 * @param orgOrigin origin of the org; a link to another one is refused
 * @throws OktaMcpError `unexpected_response`
 */
export function nextCursor(response: { readonly headers: Headers }, orgOrigin: string): string | undefined {
  const header = response.headers.get("link");
  if (header === null) return undefined;
  const next = parseLinks(header).find(({ relations }) => relations.includes("next"));
  if (!next) return undefined;
  if (!URL.canParse(next.target, orgOrigin)) throw badLink("is not a URL");
  const url = new URL(next.target, orgOrigin);
  const { origin, protocol } = new URL(orgOrigin);
  // `blob:` has the origin of what is within.
  const isElsewhere = url.origin !== origin || url.protocol !== protocol;
  if (isElsewhere || url.username !== "" || url.password !== "") throw badLink("leads to another host");
  const after = url.searchParams.get("after");
  if (!after) throw badLink("holds no cursor");
  return after;
}

export interface Link {
  readonly target: string;
  /** Relation types in lower case: they compare so. */
  readonly relations: readonly string[];
}

/**
 * A `Link` header's values, RFC 8288 section 3 and appendix B.2. Commas and semicolons may stand inside `<>` and
 * quotes, so the header is scanned, not split; several header lines arrive here joined by commas.
 */
export function parseLinks(header: string): Link[] {
  const links: Link[] = [];
  let at = 0;
  while (at < header.length) {
    const open = skip(header, at, ", \t");
    if (open >= header.length) break;
    const close = header.indexOf(">", open);
    if (header[open] !== "<" || close < 0) throw badLink("header is malformed");
    const { relations, end } = parseParameters(header, close + 1);
    links.push({ target: header.slice(open + 1, close).trim(), relations });
    at = end;
  }
  return links;
}

/** Parameters from `at` to the comma that ends this link. Of several `rel` the first counts (section 3.3). */
function parseParameters(header: string, at: number): { relations: string[]; end: number } {
  let relations: string[] | undefined;
  let position = skip(header, at, " \t");
  while (header[position] === ";") {
    const start = skip(header, position + 1, " \t;");
    let end = start;
    while (end < header.length && !"=;, \t".includes(header.charAt(end))) end++;
    const name = header.slice(start, end).toLowerCase();
    position = skip(header, end, " \t");
    if (header[position] === "=") {
      const value = parseValue(header, skip(header, position + 1, " \t"));
      if (name === "rel") relations ??= value.text.toLowerCase().split(/\s+/);
      position = skip(header, value.end, " \t");
    }
  }
  if (position < header.length && header[position] !== ",") throw badLink("header is malformed");
  return { relations: relations ?? [], end: position + 1 };
}

function parseValue(header: string, at: number): { text: string; end: number } {
  let text = "";
  let end = at;
  if (header[at] !== '"') {
    while (end < header.length && !";, \t".includes(header.charAt(end))) end++;
    return { text: header.slice(at, end), end };
  }
  for (end = at + 1; end < header.length && header[end] !== '"'; end++) {
    if (header[end] === "\\") end++;
    text += header.charAt(end);
  }
  if (end >= header.length) throw badLink("header is malformed");
  return { text, end: end + 1 };
}

function skip(header: string, at: number, characters: string): number {
  let position = at;
  while (position < header.length && characters.includes(header.charAt(position))) position++;
  return position;
}

function badLink(what: string): OktaMcpError {
  return new OktaMcpError("unexpected_response", `The link to the next page ${what}.`);
}
