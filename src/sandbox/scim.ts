import { type Filter, parse } from "scim2-parse-filter";
import { badExpression, type OktaError } from "./errors.js";
import { isObject } from "./json.js";

export type Predicate = (record: unknown) => boolean;

/** What an endpoint accepts in its expressions. */
export interface Grammar {
  /** Operators the endpoint knows, beside `and`, `or` and parentheses. */
  readonly operators: ReadonlySet<string>;
  /** The true spelling of an attribute, or undefined where this endpoint cannot search it. */
  attribute(path: string): string | undefined;
  /** Operators for one attribute, where they are fewer than `operators`. */
  operatorsOf?(attribute: string): ReadonlySet<string> | undefined;
  /** The parameter `search`, of whose faults Okta says a little. */
  readonly isSearch?: true;
}

type Scalar = string | number | boolean | null;

const LONGEST = 8_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Compiles an Okta `search` or `filter` expression. The library parses; evaluation is ours because Okta compares
 * strings without case, dates as times, and an array as any of its elements.
 * @throws OktaError E0000031 for what cannot be parsed or is not in the grammar.
 */
export function compile(expression: string, grammar: Grammar): Predicate {
  if (expression.length > LONGEST) throw refused(grammar);
  let tree: Filter;
  try {
    tree = parse(expression);
  } catch {
    throw badExpression(grammar.isSearch && "Invalid search syntax.");
  }
  return build(tree, grammar, "");
}

function build(tree: Filter, grammar: Grammar, parent: string): Predicate {
  switch (tree.op) {
    case "and": {
      const parts = tree.filters.map((part) => build(part, grammar, parent));
      return (record) => parts.every((part) => part(record));
    }
    case "or": {
      const parts = tree.filters.map((part) => build(part, grammar, parent));
      return (record) => parts.some((part) => part(record));
    }
    case "not": {
      allow("not", grammar.operators, grammar);
      const inner = build(tree.filter, grammar, parent);
      return (record) => !inner(record);
    }
    case "[]": {
      const path = resolve(parent + tree.attrPath, grammar).slice(parent.length);
      const inner = build(tree.valFilter, grammar, `${parent}${path}.`);
      return (record) => leaves(record, path.split(".")).some((element) => inner(element));
    }
    case "pr":
      return compare(parent, tree.attrPath, "pr", null, grammar);
    default:
      return compare(parent, tree.attrPath, tree.op, tree.compValue, grammar);
  }
}

function compare(parent: string, path: string, op: string, value: Scalar, grammar: Grammar): Predicate {
  const attribute = resolve(parent + path, grammar);
  allow(op, grammar.operators, grammar);
  const narrowed = grammar.operatorsOf?.(attribute);
  if (narrowed !== undefined) allow(op, narrowed, grammar);
  const keys = attribute.slice(parent.length).split(".");
  if (op === "pr") return (record) => leaves(record, keys).length > 0;
  // "not equal" holds where no element is equal, also where there is none.
  if (op === "ne") {
    const equal = test("eq", value);
    return (record) => !leaves(record, keys).some(equal);
  }
  const holds = test(op, value);
  return (record) => leaves(record, keys).some(holds);
}

function resolve(path: string, grammar: Grammar): string {
  const attribute = grammar.attribute(path);
  if (attribute === undefined) throw refused(grammar);
  return attribute;
}

function allow(op: string, operators: ReadonlySet<string>, grammar: Grammar): void {
  if (!operators.has(op)) throw refused(grammar);
}

/** It can be parsed, but this endpoint does not take it. */
function refused({ isSearch }: Grammar): OktaError {
  return badExpression(isSearch && "Invalid search query.");
}

/** All values at the path; arrays are spread, missing and null values are none. */
function leaves(value: unknown, keys: readonly string[], depth = 0): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element) => leaves(element, keys, depth));
  const key = keys[depth];
  if (key === undefined) return [value];
  return isObject(value) ? leaves(property(value, key), keys, depth + 1) : [];
}

function property(value: Record<string, unknown>, key: string): unknown {
  if (key in value) return value[key];
  const folded = key.toLowerCase();
  for (const name of Object.keys(value)) if (name.toLowerCase() === folded) return value[name];
  return undefined;
}

function test(op: string, wanted: Scalar): (value: unknown) => boolean {
  const folded = typeof wanted === "string" ? wanted.toLowerCase() : wanted;
  const time = typeof wanted === "string" && ISO_DATE.test(wanted) ? Date.parse(wanted) : Number.NaN;
  const order = (value: unknown): number => {
    if (typeof value === "string" && !Number.isNaN(time) && ISO_DATE.test(value))
      return Date.parse(value) - time;
    const other = typeof value === "string" ? value.toLowerCase() : value;
    if (typeof other !== typeof folded || other === null || folded === null) return Number.NaN;
    return other === folded ? 0 : (other as string | number) < folded ? -1 : 1;
  };
  const text = (value: unknown, how: (value: string, wanted: string) => boolean): boolean =>
    typeof value === "string" && typeof folded === "string" && how(value.toLowerCase(), folded);
  switch (op) {
    case "eq":
      return (value) => order(value) === 0;
    case "gt":
      return (value) => order(value) > 0;
    case "ge":
      return (value) => order(value) >= 0;
    case "lt":
      return (value) => order(value) < 0;
    case "le":
      return (value) => order(value) <= 0;
    case "sw":
      return (value) => text(value, (a, b) => a.startsWith(b));
    case "ew":
      return (value) => text(value, (a, b) => a.endsWith(b));
    case "co":
      return (value) => text(value, (a, b) => a.includes(b));
    default:
      throw badExpression();
  }
}

/** A grammar's `attribute` for a fixed list of attributes, found in any case. */
export function attributesOf(names: Iterable<string>): (path: string) => string | undefined {
  const known = new Map([...names].map((name) => [name.toLowerCase(), name]));
  return (path) => known.get(path.toLowerCase());
}

export const EQUAL: ReadonlySet<string> = new Set(["eq"]);
export const ORDERED: ReadonlySet<string> = new Set(["eq", "gt", "ge", "lt", "le"]);
/** Operators of the `search` parameter of users and groups; `ne` is missing at Okta too. */
export const SEARCH: ReadonlySet<string> = new Set([...ORDERED, "sw", "co", "pr", "not"]);
/** The system log takes every operator except value paths in brackets. */
export const ALL: ReadonlySet<string> = new Set([...SEARCH, "ne", "ew"]);
