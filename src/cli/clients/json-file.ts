import { isDeepStrictEqual } from "node:util";
import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { isObject } from "../../tool/paths.js";
import { brokenFile, type ConfigEdit, foreignEntry } from "./edit.js";
import { layoutOf, withValue } from "./json-text.js";
import { isOurs } from "./ours.js";

/**
 * The text of a JSON file with comments, our entry in it put in or replaced, and nothing else touched: comments, order,
 * indentation, line ends and what other people wrote stay as they are.
 * @throws OktaMcpError `config_invalid` for a file that is no JSON object (with the line), and for an entry of that
 *   name which is not ours
 */
export function editJson(text: string, edit: ConfigEdit): string {
  const { client, name, server, inputs } = edit;
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(bom.length);
  const isNew = body.trim() === "";
  let now = isNew ? "{}" : body;
  const layout = layoutOf(now);
  const set = (path: JSONPath, value: unknown) => {
    const tree = readTree(now, edit);
    // What says the same already keeps its form, and the comments in it.
    if (!isDeepStrictEqual(valueAt(tree, path), value)) now = withValue(now, tree, path, value, layout);
  };

  const servers = [client.servers];
  const before = valueAt(readTree(now, edit), [...servers, name]);
  if (before !== undefined && !isOurs(before, edit.script) && !edit.replaceForeign) throw foreignEntry(edit);
  if (isObject(before) && isOurs(before, edit.script)) {
    // Member by member, so that what the user has added to our entry stays.
    for (const [key, value] of Object.entries({ env: {}, ...server })) set([...servers, name, key], value);
  } else if (valueAt(readTree(now, edit), servers) === undefined) set(servers, { [name]: server });
  else set([...servers, name], server);

  for (const input of inputs) {
    const known = valueAt(readTree(now, edit), ["inputs"]);
    if (!Array.isArray(known)) set(["inputs"], [input]);
    else {
      const at = known.findIndex((each) => isObject(each) && each.id === input.id);
      set(["inputs", at < 0 ? known.length : at], input);
    }
  }
  if (!isDeepStrictEqual(others(body), others(now))) {
    throw brokenFile(edit, 1, `"${name}" is written there in a form that cannot be replaced by itself`);
  }
  return `${bom}${now}${isNew ? layout.eol : ""}`;

  /** All that is not ours says the same before and after, or nothing is written. */
  function others(of: string): unknown {
    const root: unknown = getNodeValue(readTree(of.trim() === "" ? "{}" : of, edit));
    if (!isObject(root)) return root;
    const { [client.servers]: all, inputs: asked, ...rest } = root;
    const ids = new Set<unknown>(inputs.map(({ id }) => id));
    return {
      rest,
      servers: Object.entries(isObject(all) ? all : {}).filter(([key]) => key !== name),
      inputs: (Array.isArray(asked) ? asked : []).filter((each) => !isObject(each) || !ids.has(each.id)),
    };
  }
}

/** What the file says of the servers; none for a file without any. @throws OktaMcpError `config_invalid` */
export function readJsonServers(
  text: string,
  edit: Pick<ConfigEdit, "client" | "file">,
): Readonly<Record<string, unknown>> {
  const body = text.replace(/^\uFEFF/, "");
  if (body.trim() === "") return {};
  const servers = valueAt(readTree(body, edit), [edit.client.servers]);
  return isObject(servers) ? servers : {};
}

function readTree(text: string, edit: Pick<ConfigEdit, "client" | "file">): Node {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) throw brokenFile(edit, lineAt(text, first.offset), printParseErrorCode(first.error));
  if (tree?.type !== "object") throw brokenFile(edit, 1, "it is no JSON object");
  for (const [member, type] of [
    [edit.client.servers, "object"],
    ["inputs", edit.client.name === "vscode" ? "array" : undefined],
  ] as const) {
    const node = findNodeAtLocation(tree, [member]);
    if (node && type && node.type !== type)
      throw brokenFile(edit, lineAt(text, node.offset), `${member} is no ${type}`);
  }
  return tree;
}

function valueAt(tree: Node, path: JSONPath): unknown {
  const node = findNodeAtLocation(tree, [...path]);
  return node && getNodeValue(node);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
