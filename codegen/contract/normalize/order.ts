import { byCodeUnit, canonical, sortKeys } from "../json.js";
import type { Document, Operation, Schema } from "../openapi.js";
import { mapOperations, mapSchemas } from "../walk.js";

/**
 * Sorts whatever has no order of its own: keys, required, enum values, alternatives, parameters, scopes. Upstream
 * reorders these between releases; sorted, a refresh shows facts only. `allOf` keeps its order: later branches
 * refine earlier ones.
 */
export function order(document: Document): Document {
  return sortKeys(mapOperations(mapSchemas(document, orderSchema), orderOperation));
}

function orderSchema(schema: Schema): Schema {
  const next = { ...schema };
  if (schema.required) next.required = [...new Set(schema.required)].sort(byCodeUnit);
  if (schema.enum) next.enum = sorted(schema.enum);
  if (schema.oneOf) next.oneOf = sorted(schema.oneOf);
  if (schema.anyOf) next.anyOf = sorted(schema.anyOf);
  return next;
}

function orderOperation(operation: Operation): Operation {
  const next = { ...operation };
  if (operation.parameters) {
    next.parameters = operation.parameters.toSorted(
      (a, b) => byCodeUnit(a.in, b.in) || byCodeUnit(a.name, b.name),
    );
  }
  if (operation.security) {
    const scopes = operation.security.map((requirement) =>
      Object.fromEntries(
        Object.entries(requirement).map(([scheme, list]) => [scheme, list.toSorted(byCodeUnit)]),
      ),
    );
    next.security = sorted(scopes);
  }
  return next;
}

/** Numbers by value, all else by its JSON. */
function sorted<T>(values: readonly T[]): T[] {
  return values.toSorted((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : byCodeUnit(canonical(a), canonical(b)),
  );
}
