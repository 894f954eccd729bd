import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";

type Schema = Record<string, unknown>;

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: Schema }> }>>;
}

interface Document {
  readonly paths: Record<string, Record<string, unknown>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

const REF = "#/components/schemas/";
const DROPPED = new Set(["nullable", "discriminator", "readOnly", "writeOnly", "default", "deprecated"]);

/** The contract on disk, its operations, and a validator for each of their answers. */
export function loadContract() {
  const document: Document = JSON.parse(
    readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"),
  );
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true });
  formats.default.default(ajv);
  const $defs: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    $defs[`${name}.plain`] = convert(document, schema, false);
    $defs[name] = dispatch(schema, { $ref: `#/$defs/${name}.plain` });
  }
  ajv.addSchema({ $id: "contract", $defs });
  const compiled = new Map<string, ValidateFunction>();
  return {
    operations: operationsOf(document),
    /** @returns problems of an answer with this status, none when it fits. */
    problems(operation: Operation, status: number, body: unknown): string[] {
      const response = operation.responses[String(status)];
      const schema =
        status >= 400 ? { $ref: `${REF}Error` } : response?.content?.["application/json"]?.schema;
      if (status < 400 && response === undefined) return [`status ${status} is not in the contract`];
      if (schema === undefined)
        return body === undefined || JSON.stringify(body) === "{}" ? [] : ["unexpected body"];
      const key = `${operation.operationId} ${status}`;
      const validate =
        compiled.get(key) ??
        ajv.compile(
          JSON.parse(
            JSON.stringify(convert(document, schema, true)).replaceAll('"#/$defs/', '"contract#/$defs/'),
          ),
        );
      compiled.set(key, validate);
      validate(body);
      return (validate.errors ?? []).map(
        (error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`,
      );
    },
  };
}

function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, value]) => {
      if (!["get", "post", "put", "delete"].includes(method)) return [];
      const { operationId, security, responses } = value as {
        operationId: string;
        security: Record<string, string[]>[];
        responses: Operation["responses"];
      };
      const scopes = security.flatMap((each) => each.oauth2 ?? []);
      return [{ operationId, method: method.toUpperCase(), path, scopes, responses }];
    }),
  );
}

/**
 * OpenAPI 3.0 to JSON Schema 2020-12. Objects are closed where they are used, so that a field the contract does not
 * know is a problem too; a schema that is a part of an `allOf` stays open.
 */
function convert(document: Document, schema: Schema, closed: boolean): Schema {
  const out: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (DROPPED.has(key) || key.startsWith("x-")) continue;
    if (key === "$ref" && typeof value === "string") out.$ref = value.replace(REF, "#/$defs/");
    else if (key === "properties")
      out.properties = mapValues(value as Record<string, Schema>, (each) => convert(document, each, true));
    else if (key === "items" || key === "not") out[key] = convert(document, value as Schema, true);
    else if (key === "additionalProperties")
      out[key] = typeof value === "object" ? convert(document, value as Schema, true) : value;
    else if (key === "allOf")
      out.allOf = (value as Schema[]).map((part) => openPart(convert(document, part, false)));
    else if (key === "oneOf" || key === "anyOf")
      out[key] = (value as Schema[]).map((part) => convert(document, part, false));
    else out[key] = value;
  }
  const closable = closed && isClosable(document, schema);
  const own = "oneOf" in schema && "discriminator" in schema ? dispatch(schema, omitOneOf(out)) : out;
  const result = closable ? { ...own, unevaluatedProperties: false } : own;
  return schema.nullable === true ? { anyOf: [result, { type: "null" }] } : result;
}

/** Inside `allOf` a parent is meant as it stands, not as one of its variants. */
function openPart(part: Schema): Schema {
  return typeof part.$ref === "string" ? { ...part, $ref: `${part.$ref}.plain` } : part;
}

const omitOneOf = ({ oneOf: _, ...rest }: Schema): Schema => rest;

/** With a discriminator, the value decides which variant's schema counts; values without a variant are problems. */
function dispatch(schema: Schema, plain: Schema): Schema {
  const discriminator = schema.discriminator as
    | { propertyName: string; mapping: Record<string, string> }
    | undefined;
  if (discriminator?.mapping === undefined) return plain;
  const { propertyName, mapping } = discriminator;
  return {
    required: [propertyName],
    properties: { [propertyName]: { enum: Object.keys(mapping) } },
    allOf: [
      plain,
      // "If the property has this value, then that schema": either it has another value or the schema holds.
      ...Object.entries(mapping).map(([value, ref]) => ({
        anyOf: [
          { not: { properties: { [propertyName]: { const: value } } } },
          { $ref: `${ref.replace(REF, "#/$defs/")}.plain` },
        ],
      })),
    ],
  };
}

function isClosable(document: Document, schema: Schema): boolean {
  const name = typeof schema.$ref === "string" ? schema.$ref.replace(REF, "") : undefined;
  if (name !== undefined) return isClosable(document, document.components.schemas[name] ?? {});
  return "properties" in schema || "allOf" in schema || ("oneOf" in schema && "discriminator" in schema);
}

function mapValues<A, B>(value: Record<string, A>, change: (each: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
}
