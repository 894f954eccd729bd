import { readFileSync } from "node:fs";

/** An operation as the contract declares it, by nothing but the contract. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Of the path: literal, or undefined where a parameter stands. */
  readonly segments: readonly (string | undefined)[];
  /** Names of its query parameters. */
  readonly query: ReadonlySet<string>;
  /** Names of its header parameters, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly takesBody: boolean;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
}

interface PathItem {
  readonly parameters?: readonly Parameter[];
}

interface OperationObject extends PathItem {
  readonly operationId: string;
  readonly requestBody?: object;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const contract: {
  readonly paths: Readonly<Record<string, PathItem & Readonly<Record<string, OperationObject>>>>;
} = JSON.parse(readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"));

/** By operationId. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(contract.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const declared = Object.hasOwn(item, method) ? item[method] : undefined;
      if (!declared) return [];
      const parameters = [...(item.parameters ?? []), ...(declared.parameters ?? [])];
      const named = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
      const operation: Operation = {
        id: declared.operationId,
        method: method.toUpperCase(),
        segments: path.split("/").map((segment) => (segment.startsWith("{") ? undefined : segment)),
        query: new Set(named("query")),
        headers: new Set(named("header").map((name) => name.toLowerCase())),
        takesBody: declared.requestBody !== undefined,
      };
      return [[operation.id, operation] as const];
    }),
  ),
);

/** @throws Error for an id that the contract does not have */
export function operation(id: string): Operation {
  const found = OPERATIONS.get(id);
  if (!found) throw new Error(`the contract has no operation ${id}`);
  return found;
}

/** The decoded path parameters of a path (still encoded) that fits the template segment by segment. */
export function parametersOf({ segments }: Operation, path: string): readonly string[] | undefined {
  const parts = path.split("/");
  if (parts.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [at, part] of parts.entries()) {
    const literal = segments[at];
    if (literal !== undefined && literal !== part) return undefined;
    if (literal === undefined) parameters.push(decodeURIComponent(part));
  }
  return parameters;
}
