import type { Operation, Response } from "../openapi.js";
import { JSON_CONTENT } from "../openapi.js";
import type { Located } from "../walk.js";

/**
 * A list that is declared as one of its items (`listPolicies`, 2025.01.1 to 2026.03.0) answers an array. Known by
 * three signs together: a GET named `list…`, a cursor parameter, and a 200 that is a choice between variants. The
 * lists that do answer one object (domains, roles, governance bundles) declare it with its properties.
 */
export function listResponse(operation: Operation, { method }: Located): Operation {
  const pages =
    operation.parameters?.some(({ name, in: place }) => place === "query" && name === "after") ?? false;
  if (method !== "get" || !/^list[A-Z]/.test(operation.operationId) || !pages) return operation;
  const { 200: ok } = operation.responses;
  const changed = ok && asArray(ok);
  return changed ? { ...operation, responses: { ...operation.responses, 200: changed } } : operation;
}

function asArray(response: Response): Response | undefined {
  const schema = response.content?.[JSON_CONTENT].schema;
  if (!schema?.oneOf || !schema.discriminator) return undefined;
  return { ...response, content: { [JSON_CONTENT]: { schema: { type: "array", items: schema } } } };
}
