import {
  type Document,
  JSON_CONTENT,
  type Operation,
  type Schema,
} from "../../../codegen/contract/openapi.js";
import { type Change, compareContracts } from "../../../codegen/drift/compare.js";

export interface Things {
  path?: string;
  method?: "get" | "post" | "put";
  operation?: Partial<Operation>;
  body?: Schema;
  answer?: Schema;
  schemas?: Record<string, Schema>;
}

/** A contract of one operation, `POST /things/{thingId}`, around the part that a test is about. */
export function things({
  path = "/things/{thingId}",
  method = "post",
  schemas = {},
  ...parts
}: Things): Document {
  const content = (schema: Schema) => ({ content: { [JSON_CONTENT]: { schema } } });
  const operation: Operation = {
    operationId: "createThing",
    parameters: [{ name: "thingId", in: "path", required: true, schema: { type: "string" } }],
    ...(parts.body && { requestBody: { required: true, ...content(parts.body) } }),
    responses: { 200: { description: "", ...(parts.answer && content(parts.answer)) } },
    security: [{ apiToken: [] }, { oauth2: ["okta.things.manage"] }],
    ...parts.operation,
  };
  return {
    openapi: "3.0.3",
    info: { title: "Things", version: "1" },
    paths: { [path]: { [method]: operation } },
    components: { schemas, securitySchemes: {} },
  };
}

/** Each change as `severity rule: place: words`, with further places counted. */
export function told(before: Document, after: Document): string[] {
  return compareContracts(before, after).map(line);
}

function line({ severity, rule, places, words }: Change): string {
  const more = places.length > 1 ? ` +${places.length - 1}` : "";
  return `${severity} ${rule}: ${places[0]?.text}: ${words}${more}`;
}
