/**
 * The part of OpenAPI 3.0.3 that the contract keeps. Every `$ref` in it is `#/components/schemas/<name>`:
 * parameters, headers, request bodies and responses are already inlined by `slice.ts`.
 */

export const METHODS = ["get", "put", "post", "delete", "patch", "options", "head", "trace"] as const;
export type Method = (typeof METHODS)[number];

export const JSON_CONTENT = "application/json";

export type Scalar = string | number | boolean | null;

/** Any value JSON can hold: defaults, and documents before their shape is known. */
export type Json = Scalar | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, PathItem>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, SecurityScheme> };
}

export type PathItem = Partial<Record<Method, Operation>>;

export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: RequestBody;
  /** By status: "200", "404". */
  responses: Record<string, Response>;
  /** Alternatives, each a set of schemes with their scopes. */
  security?: SecurityRequirement[];
  deprecated?: boolean;
  "x-okta-lifecycle"?: Lifecycle;
}

export type SecurityRequirement = Record<string, string[]>;

export type ParameterLocation = "path" | "query" | "header" | "cookie";

export interface Parameter {
  name: string;
  in: ParameterLocation;
  required?: boolean;
  schema: Schema;
  style?: string;
  explode?: boolean;
  deprecated?: boolean;
  "x-okta-lifecycle"?: Lifecycle;
}

export type Content = { [JSON_CONTENT]: { schema?: Schema } };

export interface RequestBody {
  required?: boolean;
  content: Content;
}

export interface Response {
  /** OpenAPI demands the keyword; the contract holds no prose, so it is always empty. */
  description: "";
  headers?: Record<string, { schema?: Schema }>;
  content?: Content;
}

/** Okta's release stage of an operation, parameter or schema: "GA", "EA", "BETA", "DEPRECATED"... */
export interface Lifecycle {
  lifecycle: string;
}

export type SchemaType = "string" | "number" | "integer" | "boolean" | "array" | "object";

export interface Discriminator {
  propertyName: string;
  /** Value of the property -> `#/components/schemas/<name>`. */
  mapping?: Record<string, string>;
}

/**
 * A schema that refers to another holds `$ref` alone, or `allOf: [{ $ref }]` beside its own keywords. `nullable`
 * there means "null, or that schema", as Okta intends it. Without `additionalProperties` an object is open.
 */
export interface Schema {
  $ref?: string;
  type?: SchemaType;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: Scalar[];
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  nullable?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
  default?: Json;
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  not?: Schema;
  discriminator?: Discriminator;
  deprecated?: boolean;
  "x-okta-lifecycle"?: Lifecycle;
  /** Okta adds properties an org defines itself (custom profile attributes). */
  "x-okta-extensible"?: boolean;
}

export interface ApiKeyScheme {
  type: "apiKey";
  in: string;
  name: string;
}

export interface OAuth2Scheme {
  type: "oauth2";
  flows: Record<string, OAuth2Flow>;
}

export interface OAuth2Flow {
  authorizationUrl?: string;
  tokenUrl?: string;
  /** Every scope upstream knows, each with the empty string where OpenAPI wants prose. */
  scopes: Record<string, "">;
}

export type SecurityScheme = ApiKeyScheme | OAuth2Scheme;
