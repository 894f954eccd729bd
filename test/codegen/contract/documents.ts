import { facts } from "../../../codegen/contract/facts.js";
import type { Document, Json, JsonObject, Schema } from "../../../codegen/contract/openapi.js";

export interface Parts {
  paths?: JsonObject;
  schemas?: JsonObject;
  components?: JsonObject;
}

/** The smallest upstream document around the parts a test is about. */
export function upstream({ paths = {}, schemas = {}, components = {} }: Parts): JsonObject {
  return {
    openapi: "3.0.3",
    info: { title: "t", version: "2030.01.0", description: "Prose." },
    paths,
    components: { schemas, ...components },
  };
}

/** An upstream GET with one JSON answer. */
export function reads(operationId: string, schema: Json, more: JsonObject = {}): JsonObject {
  return {
    get: {
      operationId,
      ...more,
      responses: { "200": { description: "Prose.", content: { "application/json": { schema } } } },
    },
  };
}

/** An upstream POST with one JSON body and no answer. */
export function writes(operationId: string, schema: Json, more: JsonObject = {}): JsonObject {
  return {
    post: {
      operationId,
      ...more,
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: { "204": { description: "Prose." } },
    },
  };
}

export function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** A typed contract of nothing but component schemas. */
export function contractOf(schemas: Record<string, Schema>): Document {
  return { ...facts(upstream({})), components: { schemas, securitySchemes: {} } };
}
