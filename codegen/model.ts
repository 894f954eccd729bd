/**
 * The intermediate representation: what `read.ts` makes of contract and allowlist, and all that emitters see.
 * Types only. No `$ref` of the document survives here; named schemas are {@link ReferenceNode}s.
 */

export interface Model {
  toolsets: readonly ToolsetModel[];
  /** Schemas of request bodies by name, each after those it refers to. */
  requestSchemas: ReadonlyMap<string, SchemaNode>;
  /** All scope names the contract knows. */
  scopes: ReadonlySet<string>;
}

export interface ToolsetModel {
  name: string;
  tools: readonly ToolModel[];
  /** The operations the toolset's tools call, in the order of the tools, each once. */
  operations: readonly OperationModel[];
}

/** What a tool does with its operation; decides the executor of `src/tool` that runs it. */
export type ToolKind = "list" | "read" | "create" | "partial" | "replace" | "action";

export interface ToolModel {
  name: string;
  title: string;
  description: string;
  toolset: string;
  safety: "read" | "write" | "destructive";
  kind: ToolKind;
  scopes: readonly string[];
  annotations: {
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
  operation: OperationModel;
  arguments: readonly ArgumentModel[];
  /** Parameters with a value of our own. */
  fixed: readonly { parameter: ParameterModel; value: string }[];
  view?: readonly string[];
  body?: BodyModel;
  /** The list is read in windows of time, by the parameters since, until and sortOrder. */
  timeWindow?: true;
  requires?: { operation: OperationModel; field: string; equals: string; otherwise: string };
  /** Where the allowlist says so: file and line, for messages. */
  source: string;
}

export interface OperationModel {
  id: string;
  method: "get" | "post" | "put" | "delete" | "patch";
  path: string;
  parameters: readonly ParameterModel[];
  scopes: readonly string[];
  request?: SchemaNode;
  /** The 2xx answer, or nothing where Okta sends no body. */
  response?: SchemaNode;
}

export interface ParameterModel {
  name: string;
  place: "path" | "query";
  required: boolean;
  node: SchemaNode;
}

/** How an argument travels: in path or query, as the body, or only as far as our own runtime. */
export type ArgumentRole =
  | { kind: "parameter"; parameter: ParameterModel; identifier?: "id" | "id_or_login" }
  | { kind: "body" }
  | { kind: "cursor" }
  | { kind: "extent" }
  | { kind: "detail" }
  | { kind: "fields" }
  | { kind: "confirm" };

export interface ArgumentModel {
  name: string;
  words: string;
  required: boolean;
  role: ArgumentRole;
  node: SchemaNode;
  default?: unknown;
}

export interface BodyModel {
  argument: string;
  /** The body's schema, whole. */
  node: SchemaNode;
  /** Main fields as dotted paths, for the catalogue. */
  show: readonly string[];
  /** For `replace`: the operation that reads the object, and the fields Okta answers but does not take. */
  read?: OperationModel;
  answerOnly?: AnswerOnlyFields;
}

/** Dotted paths (`[]` after an array, `*` for any key) of fields that an answer has and a request must not. */
export interface AnswerOnlyFields {
  always: readonly string[];
  /** For discriminated bodies: further paths by value of the discriminator. */
  byVariant?: { property: string; paths: Readonly<Record<string, readonly string[]>> };
}

export type SchemaNode =
  | StringNode
  | NumberNode
  | BooleanNode
  | ArrayNode
  | ObjectNode
  | UnionNode
  | ReferenceNode
  | AnyNode;

interface NodeFacts {
  nullable?: boolean;
}

export interface StringNode extends NodeFacts {
  kind: "string";
  values?: readonly string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}

export interface NumberNode extends NodeFacts {
  kind: "number";
  integer: boolean;
  values?: readonly number[];
  minimum?: number;
  maximum?: number;
}

export interface BooleanNode extends NodeFacts {
  kind: "boolean";
}

export interface ArrayNode extends NodeFacts {
  kind: "array";
  items: SchemaNode;
  minItems?: number;
  maxItems?: number;
}

export interface ObjectNode extends NodeFacts {
  kind: "object";
  properties: readonly PropertyModel[];
  /** Keys that are not declared: refused, taken as they are, or held against a schema. */
  additional: "closed" | "open" | SchemaNode;
}

export interface PropertyModel {
  name: string;
  required: boolean;
  readOnly: boolean;
  node: SchemaNode;
}

export interface UnionNode extends NodeFacts {
  kind: "union";
  /** The property whose value chooses the variant; without it, the first variant that fits. */
  discriminator?: string;
  variants: readonly VariantModel[];
}

export interface VariantModel {
  /** Values of the discriminator that choose this variant; empty without discriminator. */
  values: readonly string[];
  node: SchemaNode;
}

/** A named schema, defined in {@link Model.requestSchemas} (or among the answers, which are never emitted). */
export interface ReferenceNode extends NodeFacts {
  kind: "reference";
  name: string;
}

export interface AnyNode extends NodeFacts {
  kind: "any";
}
