import { isDeepStrictEqual } from "node:util";
import { parse, stringify, TomlError } from "smol-toml";
import { isObject, type JsonObject } from "../../tool/paths.js";
import { brokenFile, type ConfigEdit, foreignEntry } from "./edit.js";
import { isOurs } from "./ours.js";

/**
 * The text of a TOML file with our table in it put in or replaced, and every other line as it is.
 * @throws OktaMcpError `config_invalid` for a file that is no TOML (with the line), for an entry of that name which is
 *   not ours, and for one written in a form that cannot be replaced line by line
 */
export function editToml(text: string, edit: ConfigEdit): string {
  const { client, name, server, replaceForeign } = edit;
  const before = readToml(text, edit);
  const servers = before[client.servers];
  const old = isObject(servers) ? servers[name] : undefined;
  if (old !== undefined && !isOurs(old, edit.script) && !replaceForeign) throw foreignEntry(edit);

  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const { command, args, env, env_vars } = server;
  const ours: JsonObject = { command, args, ...(env_vars && { env_vars }), ...(env && { env }) };
  // What the user has added to our table stays in it; its comments do not.
  const kept = isObject(old)
    ? Object.fromEntries(
        Object.entries(old).filter(([key]) => !["command", "args", "env", "env_vars"].includes(key)),
      )
    : {};
  const table = stringify({ [client.servers]: { [name]: { ...ours, ...kept } } })
    // Without a table of its own for the member that only holds ours.
    .replace(/^\[mcp_servers\]\r?\n/, "")
    .trim()
    .replaceAll("\n", eol);
  const now = withTable(text, [client.servers, name], table, eol);
  const wanted = {
    ...before,
    [client.servers]: { ...(isObject(servers) && servers), [name]: { ...ours, ...kept } },
  };
  // Whatever way the file is written in: either everything else says the same afterwards, or nothing is written.
  if (!isDeepStrictEqual(plain(parseOr(now)), plain(wanted))) {
    throw brokenFile(edit, 1, `"${name}" is written there in a form that cannot be replaced by itself`);
  }
  return now;
}

/** @throws OktaMcpError `config_invalid` */
export function readTomlServers(
  text: string,
  edit: Pick<ConfigEdit, "client" | "file">,
): Readonly<Record<string, unknown>> {
  const servers = readToml(text, edit)[edit.client.servers];
  return isObject(servers) ? servers : {};
}

function readToml(text: string, edit: Pick<ConfigEdit, "client" | "file">): JsonObject {
  try {
    return parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    // The first line of the message says what is wrong; the rest quotes the file.
    const [why = ""] = error instanceof TomlError ? error.message.split("\n") : [];
    throw brokenFile(edit, error instanceof TomlError ? error.line : 1, why);
  }
}

function parseOr(text: string): JsonObject | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** The parser's objects have no prototype, and dates are of a class of its own; JSON is the same for both sides. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The lines of the table and of those within it, replaced where the first stood, or put at the end. */
function withTable(text: string, path: readonly string[], table: string, eol: string): string {
  const lines = text.split(/(?<=\n)/);
  const headers = headersOf(lines);
  const isOurTable = (at: number) => {
    const here = [...headers].filter(([line]) => line <= at).at(-1)?.[1];
    return here !== undefined && path.every((key, index) => here[index] === key);
  };
  const owned = lines.map((_, at) => isOurTable(at));
  const first = owned.indexOf(true);
  if (first < 0) {
    const body = text.trimEnd();
    return body === "" ? `${table}${eol}` : `${body}${eol}${eol}${table}${eol}`;
  }
  // Blank lines and comments in front of the next table belong to that one.
  for (let at = 0; at < lines.length; at++) {
    if (!owned[at] || (owned[at + 1] ?? false)) continue;
    for (let line = at; line > first && /^(?:#.*)?$/.test(lines[line]?.trim() ?? ""); line--)
      owned[line] = false;
  }
  return lines.flatMap((line, at) => (at === first ? [`${table}${eol}`] : owned[at] ? [] : [line])).join("");
}

/** The path of each table by the line its header is on; a line within a string of several lines is none. */
function headersOf(lines: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const headers = new Map<number, readonly string[]>();
  let open = "";
  for (const [at, line] of lines.entries()) {
    if (open === "" && /^\s*\[/.test(line)) {
      const path = pathOf(line);
      if (path) headers.set(at, path);
    }
    open = stillOpen(line, open);
  }
  return headers;
}

/** `[mcp_servers."okta"]` as TOML reads it. A line of an array is no header. */
function pathOf(line: string): readonly string[] | undefined {
  const parsed = parseOr(line);
  if (!parsed) return undefined;
  const path: string[] = [];
  for (let here: unknown = parsed; isObject(here) || Array.isArray(here); ) {
    const [[key, value] = []] = Array.isArray(here) ? [[undefined, here[0]] as const] : Object.entries(here);
    if (value === undefined) break;
    if (key !== undefined) path.push(key);
    here = value;
  }
  return path.length > 0 ? path : undefined;
}

/** The quotes of a string of several lines that goes on behind this line. */
function stillOpen(line: string, open: string): string {
  let rest = line;
  let quotes = open;
  for (;;) {
    if (quotes === "") {
      const start = /"""|'''|#|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/.exec(rest);
      if (!start || start[0] === "#") return "";
      rest = rest.slice(start.index + start[0].length);
      if (start[0] === '"""' || start[0] === "'''") quotes = start[0];
    } else {
      const end = rest.indexOf(quotes);
      if (end < 0) return quotes;
      rest = rest.slice(end + 3);
      quotes = "";
    }
  }
}
