import type { ArgumentModel, BodyModel, SchemaNode, ToolModel } from "../model.js";
import { nodeAt, type Resolver } from "../view.js";

/** JSON Schema 2020-12, as far as `tools/list` needs it. */
export interface JsonSchema {
  type?: string | readonly string[];
  description?: string;
  enum?: readonly (string | number | null)[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  items?: JsonSchema;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: false;
}

/** Characters of an enum's values. A longer one costs more context than it saves errors, which name all values. */
const MAX_ENUM = 240;

/** What `tools/list` shows of a tool's arguments: small, closed at the root, open inside bodies. */
export function argumentsSchema(tool: ToolModel, resolver: Resolver): JsonSchema {
  const required = tool.arguments.filter((argument) => argument.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      tool.arguments.map((argument) => [argument.name, argumentSchema(argument, tool, resolver)]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function argumentSchema(argument: ArgumentModel, tool: ToolModel, resolver: Resolver): JsonSchema {
  const shape =
    argument.role.kind === "body" && tool.body
      ? bodySchema(tool.body, tool.kind === "create", resolver)
      : leaf(argument.node, resolver);
  // Of a number's bounds the error tells whoever oversteps them; told here, everyone would pay for them.
  const { minimum: _minimum, maximum: _maximum, ...advertised } = shape;
  return {
    ...advertised,
    ...(argument.words !== undefined && { description: argument.words }),
    ...(argument.default !== undefined && { default: argument.default }),
  };
}

/** The tree of a body's main fields. The others are not listed, but taken: the call is held against the whole schema. */
function bodySchema(body: BodyModel, complete: boolean, resolver: Resolver): JsonSchema {
  const tree = (paths: readonly string[], above: string): JsonSchema => {
    const names = [...new Set(paths.map((path) => path.split(".")[0] ?? path))];
    const properties = names.map((name): [string, JsonSchema] => {
      const below = paths
        .filter((path) => path.startsWith(`${name}.`))
        .map((path) => path.slice(name.length + 1));
      const path = above === "" ? name : `${above}.${name}`;
      if (below.length > 0) return [name, tree(below, path)];
      const shape = leaf(nodeAt(body.node, path, resolver) ?? { kind: "any" }, resolver);
      return [name, complete ? shape : clearable(shape)];
    });
    const required = complete
      ? requiredNames(above === "" ? body.node : nodeAt(body.node, above, resolver), resolver)
      : [];
    const shown = required.filter((name) => names.includes(name));
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      ...(shown.length > 0 && { required: shown }),
    };
  };
  return tree(body.show, "");
}

/** A field of a patch: null removes it. */
function clearable({ type, enum: values, ...rest }: JsonSchema): JsonSchema {
  if (typeof type !== "string") return rest;
  return { type: [type, "null"], ...(values && { enum: [...values, null] }), ...rest };
}

/** The names an object, or every variant of a union, requires. */
function requiredNames(node: SchemaNode | undefined, resolver: Resolver): string[] {
  if (!node) return [];
  const shape = resolver.resolve(node);
  if (shape.kind === "union") {
    const lists = shape.variants.map((variant) => requiredNames(variant.node, resolver));
    return (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));
  }
  return shape.kind === "object"
    ? shape.properties.flatMap(({ name, required }) => (required ? [name] : []))
    : [];
}

function leaf(node: SchemaNode, resolver: Resolver): JsonSchema {
  const shape = resolver.resolve(node);
  switch (shape.kind) {
    case "string":
      return {
        type: "string",
        ...(shape.values && shape.values.join().length <= MAX_ENUM && { enum: shape.values }),
      };
    case "number":
      return {
        type: shape.integer ? "integer" : "number",
        ...(shape.values && { enum: shape.values }),
        ...(shape.minimum !== undefined && { minimum: shape.minimum }),
        ...(shape.maximum !== undefined && { maximum: shape.maximum }),
      };
    case "boolean":
      return { type: "boolean" };
    case "array":
      return { type: "array", items: leaf(shape.items, resolver) };
    case "object":
      return { type: "object" };
    case "union": {
      const types = new Set(shape.variants.map((variant) => leaf(variant.node, resolver).type));
      const [type] = types;
      return types.size === 1 && type !== undefined ? { type } : {};
    }
    default:
      return {};
  }
}
