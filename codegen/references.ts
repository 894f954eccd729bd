import type { SchemaNode } from "./model.js";

/** The node and all within it that a request may hold; neither read-only fields nor what references lead to. */
export function* writableNodes(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  switch (node.kind) {
    case "array":
      yield* writableNodes(node.items);
      break;
    case "union":
      for (const variant of node.variants) yield* writableNodes(variant.node);
      break;
    case "object":
      for (const { readOnly, node: property } of node.properties) {
        if (!readOnly) yield* writableNodes(property);
      }
      if (typeof node.additional === "object") yield* writableNodes(node.additional);
  }
}

/** The names of the schemas that a request's node refers to itself. */
export function references(node: SchemaNode): string[] {
  return [...writableNodes(node)].flatMap((inner) => (inner.kind === "reference" ? [inner.name] : []));
}

/** The way from a schema back to itself, `["Group", "Member", "Group"]`, where a request's node leads to one. */
export function findCycle(node: SchemaNode, named: ReadonlyMap<string, SchemaNode>): string[] | undefined {
  const done = new Set<string>();
  const visit = (at: SchemaNode, above: readonly string[]): string[] | undefined => {
    for (const name of references(at)) {
      if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
      const target = named.get(name);
      if (!target || done.has(name)) continue;
      const found = visit(target, [...above, name]);
      if (found) return found;
      done.add(name);
    }
    return undefined;
  };
  return visit(node, []);
}
