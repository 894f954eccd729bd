import type { AnswerOnlyFields, ObjectNode, SchemaNode } from "./model.js";
import type { SchemaReader } from "./schema.js";

interface Sides {
  answers: SchemaReader;
  requests: SchemaReader;
}

/**
 * Finds the fields that Okta answers but does not take: read-only ones, and those only the answer's schema
 * declares. An update that sends an object back must drop them. Fields neither side declares are left alone.
 */
export function answerOnlyFields(answer: SchemaNode, request: SchemaNode, sides: Sides): AnswerOnlyFields {
  const from = sides.answers.resolve(answer);
  const to = sides.requests.resolve(request);
  if (to.kind !== "union" || to.discriminator === undefined)
    return { always: sorted(differ(from, to, "", sides)) };

  const paths: Record<string, string[]> = {};
  for (const variant of to.variants) {
    for (const value of variant.values) {
      const twin =
        from.kind === "union" ? from.variants.find(({ values }) => values.includes(value))?.node : from;
      if (twin) paths[value] = sorted(differ(twin, variant.node, "", sides));
    }
  }
  const lists = Object.values(paths);
  const always = (lists[0] ?? []).filter((path) => lists.every((list) => list.includes(path)));
  const further = Object.entries(paths)
    .map(([value, list]) => [value, list.filter((path) => !always.includes(path))] as const)
    .filter(([, list]) => list.length > 0);
  return further.length === 0
    ? { always }
    : { always, byVariant: { property: to.discriminator, paths: Object.fromEntries(further) } };
}

function differ(
  answer: SchemaNode,
  request: SchemaNode,
  path: string,
  sides: Sides,
  above: string[] = [],
): string[] {
  if (answer.kind === "reference") {
    if (above.includes(answer.name)) return [];
    above = [...above, answer.name];
  }
  const from = sides.answers.resolve(answer);
  const to = sides.requests.resolve(request);
  if (from.kind === "array" && to.kind === "array")
    return differ(from.items, to.items, `${path}[]`, sides, above);
  if (from.kind === "union" && to.kind === "union") {
    return from.variants.flatMap(({ values, node }, index) => {
      const twin = to.discriminator
        ? to.variants.find((variant) => variant.values.some((value) => values.includes(value)))
        : to.variants[index];
      return twin ? differ(node, twin.node, path, sides, above) : [];
    });
  }
  if (from.kind !== "object" || to.kind !== "object") return [];
  return from.properties
    .flatMap((property) => {
      const here = path === "" ? property.name : `${path}.${property.name}`;
      const twin = to.properties.find(({ name }) => name === property.name);
      if (twin ? twin.readOnly : to.additional === "closed") return [here];
      return twin ? differ(property.node, twin.node, here, sides, above) : [];
    })
    .concat(differAdditional(from, to, path, sides, above));
}

function differAdditional(
  from: ObjectNode,
  to: ObjectNode,
  path: string,
  sides: Sides,
  above: string[],
): string[] {
  if (typeof from.additional === "string" || typeof to.additional === "string") return [];
  return differ(from.additional, to.additional, path === "" ? "*" : `${path}.*`, sides, above);
}

function sorted(paths: string[]): string[] {
  return [...new Set(paths)].sort();
}
