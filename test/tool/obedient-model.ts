/** A model that mends its arguments by what the error says, and by nothing else. */

type Args = Record<string, unknown>;

/** The arguments after everything has been done that the text of the error says. */
export function mended(args: Args, message: string): Args {
  const next = structuredClone(args);
  const moves: [from: string, to: string][] = [];
  for (const line of message.split("\n")) {
    const [, field = "", text = ""] = /^([^:]+): (.*)$/.exec(line) ?? [];
    const meant = /did you mean (\S+?)(?: or \S+)*\?/.exec(text)?.[1];
    if (meant) moves.push([field, meant]);
    else mend(next, field, text);
  }
  for (const [from, to] of moves) put(next, to, take(next, from));
  return next;
}

function mend(args: Args, field: string, text: string): void {
  const variant = /; most like (\w+)(?:, which still needs (.*))?$/.exec(text);
  const type = /^is required \((.*)\)$/s.exec(text)?.[1];
  const allowed = /^(?:must be|is required:) (?:one of )?([^;]*)/
    .exec(text)?.[1]
    ?.replace(/ and \d+ more$/, "");
  const wrong = /^must be (\w+), not \w+$/.exec(text)?.[1];
  if (variant) {
    put(args, field, variant[1]);
    const parent = field.slice(0, field.lastIndexOf("."));
    for (const [name, value] of needed(variant[2] ?? "")) put(args, `${parent}.${name}`, value);
  } else if (type) put(args, field, sample(type));
  else if (wrong) put(args, field, sample(wrong));
  else if (/such as /.test(text)) put(args, field, sample(text));
  else if (allowed) put(args, field, chosen(allowed.split(/, | or /), get(args, field)));
}

/** `a.b: string; c: "x"`, as paths with a value of each type. */
function needed(text: string): [string, unknown][] {
  return text.split("; ").flatMap((need): [string, unknown][] => {
    const [, name, type] = /^([\w.]+): (.*)$/.exec(need) ?? [];
    return name && type ? [[name, sample(type)]] : [];
  });
}

function sample(type: string): unknown {
  const example = /such as (\S+)/.exec(type)?.[1];
  if (example) return example;
  if (type.startsWith("object with ")) {
    const value: Args = {};
    for (const [path, member] of needed(type.slice(12))) put(value, path, member);
    return value;
  }
  if (type.startsWith("object")) return {};
  if (type.startsWith("array")) return [];
  if (type.startsWith("one of ")) return type.slice(7).split(", ")[0];
  if (type.startsWith('"')) return JSON.parse(type);
  if (type.includes("an Okta id")) return "00u1";
  return { string: "text", integer: 1, number: 1, boolean: true }[type];
}

/** The allowed value that the given one may have been, else the first. */
function chosen(values: readonly string[], given: unknown): string | undefined {
  const start = String(given).toUpperCase();
  return values.find((value) => value.toUpperCase().startsWith(start)) ?? values[0];
}

function get(args: Args, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Args | undefined)?.[key], args);
}

function put(args: Args, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let at = args;
  for (const key of keys) {
    if (typeof at[key] !== "object" || at[key] === null) at[key] = {};
    at = at[key] as Args;
  }
  at[last] = value;
}

function take(args: Args, path: string): unknown {
  const value = get(args, path);
  const at = path.includes(".") ? get(args, path.slice(0, path.lastIndexOf("."))) : args;
  delete (at as Args)[path.slice(path.lastIndexOf(".") + 1)];
  return value;
}
