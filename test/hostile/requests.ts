import type { JournalEntry } from "../../src/sandbox/index.js";
import { type Operation, parametersOf } from "./operations.js";
import type { Permission } from "./permissions.js";

/** What goes with every request, and what it may say. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  accept: /^application\/json$/,
  "accept-encoding": /^gzip$/,
  authorization: /^SSWS \w{4}…$/,
  connection: /^keep-alive$/,
  "user-agent": /^okta-mcp\/0 node\/\S+ \w+$/,
};
const WITH_BODY: Readonly<Record<string, RegExp>> = {
  "content-type": /^application\/json$/,
  "content-length": /^\d+$/,
};
/** A request that may have a body and has none says so. */
const WITHOUT_BODY: Readonly<Record<string, RegExp>> = { "content-length": /^0$/ };
/** The one parameter in a header that we send: Okta's version of a user. */
const VERSION: Readonly<Record<string, RegExp>> = { "if-match": /^W\/"\w+"$/ };

/** An identifier whose shape cannot leave its segment, whoever decodes it once more. */
const PLAIN = /^(?!\.{1,2}$)[^/\\?#%\s\p{C}]{1,100}$/u;

export interface Asked {
  readonly permission: Permission;
  /** As they were sent by the client. */
  readonly args: unknown;
  /** `127.0.0.1:<port>` */
  readonly host: string;
}

/** The operation a request belongs to. @throws Error for a request that is outside everything the call may ask for */
export function judgeRequest(entry: JournalEntry, { permission, args, host }: Asked): Operation {
  const { reads, write } = permission;
  const allowed = [...reads, ...(write ? [write] : [])];
  const fitting = allowed.filter(({ method }) => method === entry.method);
  const operation = fitting.find((each) => parametersOf(each, entry.path) !== undefined);
  if (!operation) throw new Error(`a request to no operation of the tool: ${entry.method} ${entry.path}`);

  const given = permission.pathsFrom === "arguments" ? textsIn(args) : undefined;
  for (const parameter of parametersOf(operation, entry.path) ?? []) {
    if (!PLAIN.test(parameter))
      throw new Error(`a path parameter that is none: ${JSON.stringify(parameter)}`);
    const isFixed = operation.id === "getUserSchema" && parameter === "default";
    if (given && !isFixed && !given.has(parameter)) {
      throw new Error(`a path parameter that nobody gave: ${JSON.stringify(parameter)}`);
    }
  }
  judgeQuery(entry, operation);
  judgeHeaders(entry, operation, host);
  judgeBody(entry, operation);
  return operation;
}

function judgeQuery({ query }: JournalEntry, { id, query: known }: Operation): void {
  const names = [...new URLSearchParams(query).keys()];
  for (const name of names) if (!known.has(name)) throw new Error(`${id} has no query parameter ${name}`);
  if (new Set(names).size < names.length) throw new Error(`a query parameter twice: ${query}`);
  // Encoded once: nothing but what RFC 3986 lets a query hold.
  if (!/^[\w\-.~!*'()%&=]*$/.test(query)) throw new Error(`a query that is not encoded: ${query}`);
}

function judgeHeaders({ headers, body, method }: JournalEntry, operation: Operation, host: string): void {
  const optional = operation.headers.has("if-match") ? VERSION : {};
  const ofBody = body !== "" ? WITH_BODY : method === "GET" ? {} : WITHOUT_BODY;
  const known: Readonly<Record<string, RegExp>> = { ...HEADERS, ...ofBody, ...optional };
  for (const [name, value] of Object.entries(headers)) {
    const isGood = name === "host" ? value === host : Object.hasOwn(known, name) && known[name]?.test(value);
    if (!isGood) throw new Error(`a header that does not belong to ${operation.id}: ${name}: ${value}`);
  }
  for (const name of ["host", "authorization", "user-agent"]) {
    if (headers[name] === undefined) throw new Error(`a request without the header ${name}`);
  }
}

function judgeBody({ body }: JournalEntry, { id, takesBody }: Operation): void {
  if ((body !== "") !== takesBody) throw new Error(`${id} ${takesBody ? "wants a body" : "takes none"}`);
  // The journal keeps only the beginning of a long one.
  if (body === "" || body.length >= 65_536) return;
  if (/"__proto__"\s*:/.test(body)) throw new Error("a body with the key __proto__");
  const read: unknown = JSON.parse(body);
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw new Error("a body that is no object");
}

/** Every text of the arguments; numbers as text, since they may be what a string says. */
function textsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === "string" || typeof value === "number") {
    found.add(String(value));
    // Arguments may come as JSON in a string.
    if (typeof value === "string" && /^\s*[{[]/.test(value)) textsIn(parsed(value), found);
  }
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) textsIn(inner, found);
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
