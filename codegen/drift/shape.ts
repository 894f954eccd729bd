import { canonical } from "../contract/json.js";
import type { Document, Schema } from "../contract/openapi.js";
import { schemaName } from "../contract/reference.js";

/** A property of an object, whatever branches of `allOf` declare it. */
export interface Property {
  required: boolean;
  readOnly: boolean;
  writeOnly: boolean;
  /** What each branch says of it, with the component that branch belongs to. All of them hold. */
  parts: Part[];
}

/** Keys an object does not declare. "undeclared": the schema does not say (OpenAPI: allowed; our tools: refused). */
export type Additional = "open" | "closed" | "undeclared" | Schema;

/** "One of these": by value of a discriminator, or by the name of each alternative. */
export interface Choice {
  property?: string;
  variants: Map<string, Schema>;
}

/** What a schema means one level deep: `$ref` followed, `allOf` merged. Inner schemas stay as they are. */
export interface Shape {
  /** The component it is, if it is one. */
  name?: string;
  /** Its own keywords and those behind it; the nearest wins. */
  keywords: Schema;
  properties: Map<string, Property>;
  additional: Additional;
  choice?: Choice;
}

/** A branch of an `allOf`, or what it says of a property, and the component it is written in. */
export interface Part {
  origin: string;
  schema: Schema;
}

/** Reads the schemas of one contract into shapes, each once, so that an inner schema is always the same object. */
export class Shapes {
  readonly #schemas: Record<string, Schema>;
  /** Components that a discriminator names, and the property it goes by. */
  readonly #variants: ReadonlyMap<Schema | undefined, string>;
  readonly #known = new Map<Schema, Map<string, Shape>>();

  constructor({ components }: Document) {
    this.#schemas = components.schemas;
    this.#variants = new Map(
      Object.values(components.schemas).flatMap(({ discriminator }) =>
        Object.values(discriminator?.mapping ?? {}).map((target) => [
          components.schemas[schemaName(target)],
          discriminator?.propertyName ?? "",
        ]),
      ),
    );
  }

  /** The type of a schema; of a choice that does not say, the one all its variants have. */
  typeOf({ keywords, choice }: Shape, depth = 0): Schema["type"] {
    if (keywords.type !== undefined || !choice || depth > 5) return keywords.type;
    const types = [...choice.variants.values()].map((variant) =>
      this.typeOf(this.of(variant, ""), depth + 1),
    );
    return new Set(types).size === 1 ? types[0] : undefined;
  }

  /** Whether variants declare a property: every one of them, or some. */
  inVariants(name: string, { choice }: Shape, wanted: "every" | "some", depth = 0): boolean {
    if (!choice || depth > 5) return false;
    return [...choice.variants.values()][wanted]((variant) => {
      const shape = this.of(variant, "");
      return shape.properties.has(name) || this.inVariants(name, shape, wanted, depth + 1);
    });
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#schemas, name);
  }

  /** @param origin the component, or operation, that the schema is written in */
  of(schema: Schema, origin: string): Shape {
    const byOrigin = this.#known.get(schema) ?? new Map<string, Shape>();
    this.#known.set(schema, byOrigin);
    const known = byOrigin.get(origin);
    if (known) return known;
    const shape = this.#read(schema, origin);
    byOrigin.set(origin, shape);
    return shape;
  }

  #read(schema: Schema, origin: string): Shape {
    if (schema.$ref !== undefined) {
      const name = schemaName(schema.$ref);
      const target = this.#schemas[name];
      return target ? { ...this.of(target, name), name } : emptyShape();
    }
    const [only, ...others] = schema.allOf ?? [];
    // "That schema, used this way": the wrapper's own keywords describe the place. But a component that a
    // discriminator names is that variant, not the choice its base stands for.
    if (only && others.length === 0 && !addsToObject(schema) && !this.#variants.has(schema)) {
      const inner = this.of(only, origin);
      const { allOf: _, ...own } = schema;
      return { ...inner, keywords: merge([inner.keywords, own]) };
    }
    const parts = this.#parts(schema, origin);
    const choice = this.#choice(schema);
    const properties = this.#properties(parts);
    // Whatever chooses the variant must be sent, whether or not the document says so.
    const chosenBy = properties.get(choice?.property ?? this.#variants.get(schema) ?? "");
    if (chosenBy) Object.assign(chosenBy, { required: true, readOnly: false });
    return {
      keywords: merge(parts.map((part) => part.schema)),
      properties,
      additional: additionalOf(parts.map((part) => part.schema)),
      ...(choice && { choice }),
    };
  }

  /** The branches of an `allOf`, flat, inherited ones first. A circle of inheritance is nonsense, but must not hang. */
  #parts(schema: Schema, origin: string, above: readonly Schema[] = []): Part[] {
    if (above.includes(schema)) return [];
    const inside = [...above, schema];
    if (schema.$ref !== undefined) {
      const name = schemaName(schema.$ref);
      const target = this.#schemas[name];
      return target ? this.#parts(target, name, inside) : [];
    }
    const inherited = (schema.allOf ?? []).flatMap((branch) => this.#parts(branch, origin, inside));
    return [...inherited, { origin, schema }];
  }

  #choice(schema: Schema): Choice | undefined {
    const { discriminator } = schema;
    const listed = schema.oneOf ?? schema.anyOf;
    if (discriminator?.mapping) {
      const targets = listed?.map((alternative) => alternative.$ref);
      const entries = Object.entries(discriminator.mapping).filter(
        ([, target]) => !targets || targets.includes(target),
      );
      return {
        property: discriminator.propertyName,
        variants: new Map(entries.map(([value, $ref]) => [value, { $ref }])),
      };
    }
    const choices = listed ?? (schema.allOf ?? []).flatMap((branch) => branch.oneOf ?? branch.anyOf ?? []);
    if (choices.length === 0) return undefined;
    return {
      ...(discriminator && { property: discriminator.propertyName }),
      variants: new Map(choices.map((choice, index) => [labelOf(choice, index), choice])),
    };
  }

  #properties(parts: readonly Part[]): Map<string, Property> {
    const properties = new Map<string, Property>();
    const get = (name: string) => {
      const known = properties.get(name);
      if (known) return known;
      const fresh: Property = { required: false, readOnly: false, writeOnly: false, parts: [] };
      properties.set(name, fresh);
      return fresh;
    };
    for (const { origin, schema } of parts) {
      for (const [name, declared] of Object.entries(schema.properties ?? {})) {
        const property = get(name);
        property.readOnly ||= this.#isMarked(declared, "readOnly");
        property.writeOnly ||= this.#isMarked(declared, "writeOnly");
        property.parts.push({ origin, schema: declared });
      }
      for (const name of schema.required ?? []) get(name).required = true;
    }
    return properties;
  }

  #isMarked(schema: Schema, mark: "readOnly" | "writeOnly", depth = 0): boolean {
    if (schema[mark]) return true;
    if (depth > 20) return false;
    const target = schema.$ref === undefined ? undefined : this.#schemas[schemaName(schema.$ref)];
    return [...(target ? [target] : []), ...(schema.allOf ?? [])].some((next) =>
      this.#isMarked(next, mark, depth + 1),
    );
  }
}

function emptyShape(): Shape {
  return { keywords: {}, properties: new Map(), additional: "undeclared" };
}

/** The nearest wins, but what any of them lets be null may be. */
function merge(schemas: readonly Schema[]): Schema {
  const merged: Schema = Object.assign({}, ...schemas);
  return schemas.some(({ nullable }) => nullable) ? { ...merged, nullable: true } : merged;
}

function additionalOf(schemas: readonly Schema[]): Additional {
  let additional: Additional = "undeclared";
  for (const schema of schemas) {
    if (schema.additionalProperties === true || schema["x-okta-extensible"]) return "open";
    if (schema.additionalProperties === false) additional = "closed";
    else if (schema.additionalProperties !== undefined) additional = schema.additionalProperties;
  }
  return additional;
}

function addsToObject(schema: Schema): boolean {
  const { properties, required, additionalProperties, oneOf, anyOf, items } = schema;
  return Boolean(
    properties ?? required ?? additionalProperties ?? oneOf ?? anyOf ?? items ?? schema["x-okta-extensible"],
  );
}

/** A name for an alternative that has none in the document, the same for the same facts. */
function labelOf(choice: Schema, index: number): string {
  if (choice.$ref !== undefined) return schemaName(choice.$ref);
  return choice.type === undefined ? `alternative ${index + 1}` : canonical(choice.enum ?? choice.type);
}
