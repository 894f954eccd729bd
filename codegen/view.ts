import type { ReferenceNode, SchemaNode } from "./model.js";

/** Follows references to the node itself. */
export interface Resolver {
  resolve(node: SchemaNode): Exclude<SchemaNode, ReferenceNode>;
}

/** A resolver over schemas that are all read. */
export function namedResolver(named: ReadonlyMap<string, SchemaNode>): Resolver {
  return {
    resolve(node) {
      let at = node;
      while (at.kind === "reference") {
        const target = named.get(at.name);
        if (!target) throw new Error(`schema ${at.name} is not read yet`);
        at = target;
      }
      return at;
    },
  };
}

/** What stands at a dotted path (`[]` after an array); in a union, in the first variant that has it. */
export function nodeAt(node: SchemaNode, path: string, resolver: Resolver): SchemaNode | undefined {
  return descend(node, path.split("."), resolver);
}

/** Says what is wrong with a path, or nothing where the schema has it. */
export function checkPath(node: SchemaNode, path: string, resolver: Resolver): string | undefined {
  return nodeAt(node, path, resolver) ? undefined : `the schema has no field ${path}`;
}

function descend(node: SchemaNode, steps: readonly string[], resolver: Resolver): SchemaNode | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  const shape = resolver.resolve(node);
  const name = step.replace(/\[\]$/, "");
  if (shape.kind === "union") {
    if (name === shape.discriminator && rest.length === 0) {
      return { kind: "string", values: shape.variants.flatMap((variant) => variant.values) };
    }
    for (const variant of shape.variants) {
      const found = descend(variant.node, steps, resolver);
      if (found) return found;
    }
    return undefined;
  }
  if (shape.kind === "any") return shape;
  if (shape.kind !== "object") return undefined;
  const property = shape.properties.find((candidate) => candidate.name === name)?.node;
  const found = property ?? freeProperty(shape.additional);
  if (!found || !step.endsWith("[]")) return found && descend(found, rest, resolver);
  const array = resolver.resolve(found);
  return array.kind === "array" ? descend(array.items, rest, resolver) : undefined;
}

/** What stands under a key that an object does not declare. */
function freeProperty(additional: "closed" | "open" | SchemaNode): SchemaNode | undefined {
  if (additional === "closed") return undefined;
  return additional === "open" ? { kind: "any" } : additional;
}
