import { byCodeUnit } from "../contract/json.js";
import type { Document, JsonObject } from "../contract/openapi.js";
import { lifecycle } from "../contract/schema-facts.js";
import { indexOperations } from "../contract/slice.js";
import { operations } from "../contract/walk.js";
import { callOf, template } from "./operations.js";

/** Upstream's operations in our toolsets' areas when the contract was last adopted: operationId -> `GET /path`. */
export type SeenOperations = Readonly<Record<string, string>>;

/** An operation that upstream has added where our tools work. */
export interface Candidate {
  operationId: string;
  call: string;
  /** Okta's release stage, where it says one. */
  stage?: string;
}

/** The operations of an upstream document that stand below a path our tools call, by id. */
export function operationsInAreas(document: JsonObject, contract: Document): SeenOperations {
  const areas = areasOf(contract);
  const found = [...indexOperations(document)].filter(([, { path }]) =>
    areas.some((area) => path === area || path.startsWith(`${area}/`)),
  );
  return Object.fromEntries(
    found.sort(([a], [b]) => byCodeUnit(a, b)).map(([id, at]) => [id, callOf(at)] as const),
  );
}

/** The operations upstream has added since, without deprecated ones and those we have or had under another id. */
export function candidates(document: JsonObject, contract: Document, seen: SeenOperations): Candidate[] {
  const known = new Set([
    ...Object.values(seen).map(template),
    ...operations(contract).map((at) => template(callOf(at))),
  ]);
  const upstream = indexOperations(document);
  return Object.entries(operationsInAreas(document, contract)).flatMap(([operationId, call]) => {
    const operation = upstream.get(operationId)?.operation;
    if (!operation || operationId in seen || known.has(template(call))) return [];
    const stage = lifecycle(operation)["x-okta-lifecycle"]?.lifecycle;
    if (operation.deprecated === true || stage === "DEPRECATED") return [];
    return [{ operationId, call, ...(stage !== undefined && { stage }) }];
  });
}

/** `/api/v1/users`, `/api/v1/meta/schemas/user`: what our paths begin with, before the first parameter. */
function areasOf(contract: Document): string[] {
  const prefixes = Object.keys(contract.paths).map((path) => path.replace(/\/\{.*$/, ""));
  return [...new Set(prefixes)].filter(
    (prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(`${other}/`)),
  );
}
