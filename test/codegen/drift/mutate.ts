import type { Document, Schema } from "../../../codegen/contract/openapi.js";

/** How a change of one schema is judged where it is sent, and where it is answered. */
export interface Verdict {
  request: "breaking" | "harmless" | "none";
  answer: "breaking" | "harmless" | "none";
}

/** A way to change a schema; undefined, and nothing done, where it gives no occasion. Knows nothing of the rules. */
export type Mutation = (schema: Schema, pick: (below: number) => number) => Verdict | undefined;

/** What chooses a variant is always sent and never read-only, whatever the document says of it. */
const DISCRIMINATORS = ["action", "kty", "signOnMode", "type"];

const harms = (request: Verdict["request"], answer: Verdict["answer"]): Verdict => ({ request, answer });

/** A property that is in the request and in the answer, so that both sides see what happens to it. */
function property(schema: Schema, pick: (below: number) => number): string | undefined {
  const names = Object.entries(schema.properties ?? {}).flatMap(
    ([name, { $ref, allOf, readOnly, writeOnly }]) =>
      $ref !== undefined || allOf || readOnly || writeOnly || DISCRIMINATORS.includes(name) ? [] : [name],
  );
  return names[pick(names.length)];
}

export const MUTATIONS: Record<string, Mutation> = {
  "a field is gone": (schema, pick) => {
    const name = property(schema, pick);
    if (name === undefined || !schema.properties) return undefined;
    delete schema.properties[name];
    schema.required = (schema.required ?? []).filter((other) => other !== name);
    return harms("breaking", "breaking");
  },
  "a new optional field": (schema) => {
    if (!schema.properties) return undefined;
    schema.properties.brandNew = { type: "string" };
    return harms("harmless", "harmless");
  },
  "a new required field": (schema) => {
    if (!schema.properties) return undefined;
    schema.properties.brandNew = { type: "string" };
    schema.required = [...(schema.required ?? []), "brandNew"];
    return harms("breaking", "harmless");
  },
  "a field becomes required": (schema, pick) => {
    const name = property(schema, pick);
    if (name === undefined || schema.required?.includes(name)) return undefined;
    schema.required = [...(schema.required ?? []), name];
    return harms("breaking", "harmless");
  },
  "a field is no longer required": (schema, pick) => {
    const name = property(schema, pick);
    if (name === undefined || !schema.required?.includes(name)) return undefined;
    schema.required = schema.required.filter((other) => other !== name);
    return harms("harmless", "harmless");
  },
  "a field becomes read-only": (schema, pick) => {
    const declared = schema.properties?.[property(schema, pick) ?? ""];
    if (!declared) return undefined;
    declared.readOnly = true;
    return harms("breaking", "none");
  },
  "a field is of another type": (schema, pick) => {
    const declared = schema.properties?.[property(schema, pick) ?? ""];
    if (declared?.type === undefined) return undefined;
    for (const keyword of Object.keys(declared)) Reflect.deleteProperty(declared, keyword);
    declared.type = "number";
    declared.maximum = 5;
    return harms("breaking", "breaking");
  },
  "a value is gone": (schema, pick) => {
    if (!schema.enum || schema.enum.length < 2) return undefined;
    schema.enum.splice(pick(schema.enum.length), 1);
    return harms("breaking", "harmless");
  },
  "a new value": (schema) => {
    if (!schema.enum) return undefined;
    schema.enum.push("BRAND_NEW");
    return harms("harmless", "harmless");
  },
  "only certain values": (schema) => {
    if (schema.type !== "string" || schema.enum) return undefined;
    schema.enum = ["ONLY"];
    return harms("breaking", "harmless");
  },
  "any value": (schema) => {
    if (!schema.enum) return undefined;
    delete schema.enum;
    return harms("harmless", "harmless");
  },
  "a shorter text": (schema) => {
    if (schema.type !== "string" || schema.enum) return undefined;
    schema.maxLength = Math.floor((schema.maxLength ?? 20) / 2);
    return harms("breaking", "harmless");
  },
  "a longer text": (schema) => {
    if (schema.maxLength === undefined) return undefined;
    schema.maxLength *= 2;
    return harms("harmless", "harmless");
  },
  "a higher least": (schema) => {
    if (schema.type !== "integer" || schema.enum) return undefined;
    schema.minimum = (schema.minimum ?? 0) + 1;
    return harms("breaking", "harmless");
  },
  "a pattern": (schema) => {
    if (schema.type !== "string" || schema.enum || schema.pattern !== undefined) return undefined;
    schema.pattern = "^x";
    return harms("breaking", "harmless");
  },
  "another format": (schema) => {
    if (schema.format === undefined) return undefined;
    schema.format = "ipv6";
    return harms("breaking", "breaking");
  },
  "null allowed": (schema) => {
    if (schema.type === undefined || schema.nullable) return undefined;
    schema.nullable = true;
    return harms("harmless", "harmless");
  },
  "null refused": (schema) => {
    if (!schema.nullable) return undefined;
    delete schema.nullable;
    return harms("breaking", "harmless");
  },
  "no other keys": (schema) => {
    if (schema.additionalProperties !== true || !schema.properties) return undefined;
    schema.additionalProperties = false;
    return harms("breaking", "breaking");
  },
  "another default": (schema) => {
    if (schema.default === undefined) return undefined;
    schema.default = "ANOTHER";
    return harms("breaking", "none");
  },
  "a variant is gone": (schema, pick) => {
    const { mapping } = schema.discriminator ?? {};
    const values = Object.keys(mapping ?? {});
    if (!mapping || values.length < 2) return undefined;
    delete mapping[values[pick(values.length)] ?? ""];
    return harms("breaking", "harmless");
  },
  "items of another type": (schema) => {
    if (schema.items?.type !== "string") return undefined;
    schema.items = { type: "boolean" };
    return harms("breaking", "breaking");
  },
};

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Side = "request" | "answer";

/** On which sides operations meet a schema, and on which the choice that it stands for. */
export interface Met {
  sides: Set<Side>;
  choice: Set<Side>;
}

/** Every schema an operation can meet: a plain walk of the whole document. */
export function metSchemas(document: Document): Map<Schema, Met> {
  const met = new Map<Schema, Met>();
  const target = (reference: string) => document.components.schemas[reference.replace(/^.*\//, "")];
  /** A base that a variant inherits from lends its fields, not its choice. */
  const visit = (schema: Schema | undefined, side: Side, isBase = false): void => {
    if (!schema) return;
    const here = met.get(schema) ?? { sides: new Set(), choice: new Set() };
    if (here.choice.has(side) || (isBase && here.sides.has(side))) return;
    met.set(schema, here);
    here.sides.add(side);
    if (!isBase) here.choice.add(side);
    const { mapping } = schema.discriminator ?? {};
    if (schema.$ref !== undefined) visit(target(schema.$ref), side, isBase);
    if (!isBase) for (const variant of Object.values(mapping ?? {})) visit(target(variant), side);
    for (const inner of Object.values(schema.properties ?? {})) {
      if (!isHidden(document, inner, side)) visit(inner, side);
    }
    const branches = schema.allOf ?? [];
    for (const branch of branches) visit(branch, side, branches.length > 1);
    for (const inner of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) visit(inner, side);
    visit(schema.items, side);
    if (typeof schema.additionalProperties === "object") visit(schema.additionalProperties, side);
  };
  for (const item of Object.values(document.paths)) {
    for (const { parameters, requestBody, responses } of Object.values(item)) {
      for (const { schema } of parameters ?? []) visit(schema, "request");
      visit(requestBody?.content["application/json"].schema, "request");
      for (const { content } of Object.values(responses))
        visit(content?.["application/json"].schema, "answer");
    }
  }
  return met;
}

function isHidden(document: Document, schema: Schema, side: Side): boolean {
  if (side === "request" ? schema.readOnly : schema.writeOnly) return true;
  const target = schema.$ref && document.components.schemas[schema.$ref.replace(/^.*\//, "")];
  return [...(target ? [target] : []), ...(schema.allOf ?? [])].some((next) =>
    isHidden(document, next, side),
  );
}
