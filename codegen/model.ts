/**
 * The intermediate representation: what `read.ts` makes of contract and allowlist, and all that emitters see.
 * Types only. No `$ref` of the document survives here; named schemas are {@link ReferenceNode}s.
 */

export interface Model {
  toolsets: readonly ToolsetModel[];
  /** What changes can be about, and what can depend on it; each under a name of its own. */
  subjects: readonly SubjectModel[];
  dependents: readonly DependentsModel[];
  /** Schemas of request bodies by name, each after those it refers to. */
  requestSchemas: ReadonlyMap<string, SchemaNode>;
  /** All scope names the contract knows. */
  scopes: ReadonlySet<string>;
}

export interface ToolsetModel {
  name: string;
  tools: readonly ToolModel[];
  /** The operations of the toolset's tools, in their order, and those that are only called on the way of one. */
  operations: readonly OperationModel[];
}

/** A kind of object as the person who is asked about a change sees it. */
export interface SubjectModel {
  kind: string;
  toolset: string;
  /** Names of the path arguments that `operation` takes, in its order; the last is the object's own id. */
  arguments: readonly string[];
  operation: OperationModel;
  /** Dotted paths. */
  name: string;
  state: string;
  /** The tool that finds it. */
  find: string;
}

/** Objects that a change takes something from. */
export interface DependentsModel {
  kind: string;
  /** Of the operation that lists them. */
  toolset: string;
  arguments: readonly string[];
  operation: OperationModel;
  /** Dotted path of an item's name. */
  name?: string;
  /** Dotted path of the first subject's field that moves when they change. */
  stamp?: string;
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
  /** What the change is about, the object itself first; none for a tool that reads. */
  subjects: readonly SubjectModel[];
  dependents: readonly DependentsModel[];
  /** The tools that find the objects its path arguments identify. */
  lookups: readonly string[];
  /** Changes with the same word are made one after the other. */
  turn?: string;
  /** States the subjects must be in. */
  requires: readonly RequirementModel[];
  /** For an update: it asks first where the first subject is in this state, or where one of these fields changes. */
  asksWhen?: { field: string; equals: string };
  asksFor?: readonly string[];
  /** What whoever is asked is told of what it does. */
  consequence?: string;
  /** Secrets the answer is there to hand over. */
  reveals?: readonly string[];
  /** Where the allowlist says so: file and line, for messages. */
  source: string;
}

export interface RequirementModel {
  /** The kind of subject; the first one's where absent. */
  subject?: string;
  field: string;
  oneOf?: readonly string[];
  noneOf?: readonly (string | boolean)[];
  otherwise: string;
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
  place: "path" | "query" | "header";
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
  | { kind: "dry_run" }
  | { kind: "confirm" };

export interface ArgumentModel {
  name: string;
  /** Absent where the name says it all. */
  words?: string | undefined;
  required: boolean;
  role: ArgumentRole;
  node: SchemaNode;
  default?: unknown;
  /** For a filter expression. */
  expression?: ExpressionModel;
}

/** What an argument's expression may name. */
export interface ExpressionModel {
  /** Properties by the operators they take, which add up; `profile.*` for any attribute of the profile. */
  properties: readonly { names: readonly string[]; operators: readonly string[] }[];
  /** Further properties are taken, too. */
  others?: true;
  /** Properties that are refused, and what there is instead. */
  instead?: Readonly<Record<string, string>>;
  example: string;
  note?: string;
}

export interface BodyModel {
  argument: string;
  /** The body's schema, whole. */
  node: SchemaNode;
  /** Top-level fields that an update does not take, and what to do instead. */
  refuses?: Readonly<Record<string, string>>;
  /** Main fields as dotted paths, for the catalogue. */
  show: readonly string[];
  /** For `replace`: the fields Okta answers but does not take. */
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
