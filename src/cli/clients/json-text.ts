import { createScanner, findNodeAtLocation, type JSONPath, type Node } from "jsonc-parser";

/** How the text of a file is laid out. */
export interface Layout {
  /** One level: some blanks, or a tab. */
  readonly unit: string;
  readonly eol: string;
}

export function layoutOf(text: string): Layout {
  return { unit: /^([ \t]+)["[{]/m.exec(text)?.[1] ?? "  ", eol: text.includes("\r\n") ? "\r\n" : "\n" };
}

/**
 * The text with another value at a place, or a new member at the end of its object or array; not a character outside
 * moves. jsonc-parser's own edits lay out what stands beside them anew, and take comments along.
 * @param tree of this very text
 * @param path its parent must be there; an index beyond the end of an array appends
 */
export function withValue(text: string, tree: Node, path: JSONPath, value: unknown, layout: Layout): string {
  const node = findNodeAtLocation(tree, [...path]);
  if (node) {
    const shown = pretty(value, indentAt(text, node.offset), layout);
    return text.slice(0, node.offset) + shown + text.slice(node.offset + node.length);
  }
  const parent = findNodeAtLocation(tree, path.slice(0, -1));
  if (!parent) throw new TypeError(`nothing at ${path.slice(0, -1).join(".")}`);
  const key = path.at(-1);
  const label = parent.type === "object" ? `${JSON.stringify(key)}: ` : "";
  return withMember(text, parent, label, value, layout);
}

function withMember(text: string, parent: Node, label: string, value: unknown, layout: Layout): string {
  const { unit, eol } = layout;
  const outer = indentAt(text, parent.offset);
  const first = parent.children?.[0];
  const inner = first && startsLine(text, first.offset) ? indentAt(text, first.offset) : outer + unit;
  const close = parent.offset + parent.length - 1;
  const last = parent.children?.at(-1);
  const end = last ? last.offset + last.length : parent.offset + 1;
  const comma = last && !hasCommaAt(text, end) ? "," : "";
  // What stands between the last member and the brace, comments among it, stays before the new one.
  const between = text.slice(end, close).trimEnd();
  const member = `${eol}${inner}${label}${pretty(value, inner, layout)}`;
  return `${text.slice(0, end)}${comma}${between}${member}${eol}${outer}${text.slice(close)}`;
}

function pretty(value: unknown, indent: string, { unit, eol }: Layout): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", `${eol}${indent}`);
}

/** The blanks at the start of the line that a place is on. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function startsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset));
}

function hasCommaAt(text: string, offset: number): boolean {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ",";
}
