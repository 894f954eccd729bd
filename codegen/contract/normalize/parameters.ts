import type { Operation, Parameter, Schema } from "../openapi.js";
import type { Located } from "../walk.js";

const PAGING = new Set(["limit", "after"]);

/**
 * Parameters as a caller sees them. `Content-Type` is the client's own business (OpenAPI 3.0.3 ignores it among
 * parameters); page parameters mean something on reads only (`createPolicyRule` declares a `limit`); and a page
 * size is a whole number, though Okta types some as string.
 */
export function plainParameters(operation: Operation, { method }: Located): Operation {
  if (!operation.parameters) return operation;
  const { parameters, ...rest } = operation;
  const kept = parameters.filter(({ name, in: place }) => {
    if (place === "header") return name.toLowerCase() !== "content-type";
    return place !== "query" || method === "get" || !PAGING.has(name);
  });
  return kept.length === 0 ? rest : { ...operation, parameters: kept.map(pageSize) };
}

function pageSize(parameter: Parameter): Parameter {
  if (parameter.in !== "query" || parameter.name !== "limit") return parameter;
  return { ...parameter, schema: wholeNumber(parameter.schema) };
}

/** Drops a default below zero too: Okta's -1 on `listApplications` stands for "all it has", which can't be asked for. */
function wholeNumber(schema: Schema): Schema {
  const { default: size, type, ...rest } = schema;
  const sound = typeof size === "number" && size >= 0;
  return {
    ...rest,
    type: type === "string" ? "integer" : (type ?? "integer"),
    ...(sound && { default: size }),
  };
}
