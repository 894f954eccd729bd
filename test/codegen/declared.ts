import type { Schema } from "../../codegen/contract/openapi.js";

/** JSON Schema as Zod writes it of a generated schema, as far as it is compared. */
export interface Shown {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  properties?: Record<string, Shown>;
  required?: string[];
  additionalProperties?: boolean | Shown;
  items?: Shown;
  anyOf?: Shown[];
  oneOf?: Shown[];
}

type Schemas = Readonly<Record<string, Schema>>;

/** How a variant is told from the others, where a schema is one. */
interface Chosen {
  property: string;
  values: readonly string[];
}

/**
 * What a request may hold according to the contract, found without codegen's reader: the other opinion that
 * `variants.test.ts` holds the generated schemas against. Notes one line for each difference.
 */
export class Declared {
  /** Objects compared, so that a test can tell that there were any. */
  objects = 0;
  readonly differences: string[] = [];
  readonly #schemas: Schemas;
  readonly #partial: boolean;

  constructor(schemas: Schemas, partial: boolean) {
    this.#schemas = schemas;
    this.#partial = partial;
  }

  compare(declared: Schema, shown: Shown, path: string, chosen?: Chosen): void {
    const schema = this.#target(declared);
    const bare = notNull(shown);
    if (schema.discriminator?.mapping && !chosen) {
      this.#compareVariants(schema, bare, path);
      return;
    }
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices) {
      const options = bare.anyOf ?? bare.oneOf ?? [];
      this.#equal(`${path}: number of choices`, options.length, choices.length);
      for (const [index, choice] of choices.entries()) {
        this.compare(choice, options[index] ?? {}, `${path}|${index}`);
      }
    } else if (schema.enum) {
      this.#equal(`${path}: values`, bare.enum ?? [bare.const], schema.enum);
    } else if (schema.type === "array") {
      this.#equal(`${path}: type`, bare.type, "array");
      this.compare(schema.items ?? {}, bare.items ?? {}, `${path}[]`);
    } else if (schema.type === "object" || schema.properties || schema.allOf) {
      this.#compareObject(schema, bare, path, chosen);
    } else {
      const { type, minLength, maxLength, pattern } = schema;
      this.#equal(`${path}: type`, bare.type, type);
      if (type !== "string") return;
      this.#equal(`${path}: minLength`, bare.minLength ?? 0, minLength ?? 0);
      this.#equal(`${path}: maxLength`, bare.maxLength, maxLength);
      if (pattern !== undefined) this.#equal(`${path}: pattern`, bare.pattern, pattern);
    }
  }

  #compareVariants(schema: Schema, shown: Shown, path: string): void {
    const { propertyName = "", mapping = {} } = schema.discriminator ?? {};
    const listed = (schema.oneOf ?? schema.anyOf)?.map(({ $ref }) => $ref);
    const wanted = Object.entries(mapping).filter(([, target]) => !listed || listed.includes(target));
    const options = shown.oneOf ?? shown.anyOf ?? [];
    this.#equal(
      `${path}: number of variants`,
      options.length,
      new Set(wanted.map(([, target]) => target)).size,
    );
    for (const [value, $ref] of wanted) {
      const values = wanted.filter(([, target]) => target === $ref).map(([other]) => other);
      const option = options.find(({ properties }) => {
        const { const: only, enum: several } = notNull(properties?.[propertyName] ?? {});
        return only === value || several?.includes(value);
      });
      this.compare({ $ref }, option ?? {}, `${path}<${value}>`, { property: propertyName, values });
    }
  }

  #compareObject(schema: Schema, shown: Shown, path: string, chosen: Chosen | undefined): void {
    this.objects++;
    const parts = this.#parts(schema);
    const declared = new Map(parts.flatMap((part) => Object.entries(part.properties ?? {})));
    const readOnly = parts.flatMap((part) =>
      Object.entries(part.properties ?? {}).flatMap(([name, property]) =>
        this.#isReadOnly(property) ? [name] : [],
      ),
    );
    for (const name of readOnly) declared.delete(name);
    if (chosen) declared.set(chosen.property, { enum: [...chosen.values] });
    const names = [...declared.keys()].sort();
    this.#equal(`${path}: properties`, Object.keys(shown.properties ?? {}).sort(), names);
    const required = new Set([
      ...parts.flatMap((part) => part.required ?? []),
      ...(chosen ? [chosen.property] : []),
    ]);
    const wanted = this.#partial ? [] : names.filter((name) => required.has(name));
    this.#equal(`${path}: required`, [...(shown.required ?? [])].sort(), wanted);
    const isOpen = parts.some((part) => part.additionalProperties === true || part["x-okta-extensible"]);
    if (isOpen) this.#equal(`${path}: further keys`, shown.additionalProperties, {});
    else if (declared.size + readOnly.length > 0) {
      this.#equal(`${path}: further keys`, shown.additionalProperties, false);
    }
    for (const [name, property] of declared) {
      const isNullable = this.#partial || this.#isNullable(property);
      this.#equal(`${path}.${name}: null`, takesNull(shown.properties?.[name] ?? {}), isNullable);
      this.compare(property, shown.properties?.[name] ?? {}, `${path}.${name}`);
    }
  }

  #target(schema: Schema): Schema {
    const [only, ...others] = schema.allOf ?? [];
    if (schema.$ref !== undefined) return this.#target(this.#named(schema.$ref));
    return only && others.length === 0 && !schema.properties && !schema.required
      ? this.#target(only)
      : schema;
  }

  #parts(schema: Schema): Schema[] {
    const behind = [...(schema.allOf ?? []), ...this.#behind(schema)];
    return [...behind.flatMap((branch) => this.#parts(branch)), schema];
  }

  #isReadOnly(schema: Schema): boolean {
    return this.#parts(schema).some((part) => part.readOnly === true);
  }

  #isNullable(schema: Schema): boolean {
    const behind = [...(schema.allOf?.length === 1 ? schema.allOf : []), ...this.#behind(schema)];
    return schema.nullable === true || behind.some((next) => this.#isNullable(next));
  }

  #behind({ $ref }: Schema): Schema[] {
    return $ref === undefined ? [] : [this.#named($ref)];
  }

  #named($ref: string): Schema {
    const schema = this.#schemas[$ref.slice("#/components/schemas/".length)];
    if (!schema) throw new Error(`no schema ${$ref}`);
    return schema;
  }

  #equal(what: string, is: unknown, want: unknown): void {
    if (JSON.stringify(is) !== JSON.stringify(want)) {
      this.differences.push(`${what}: is ${JSON.stringify(is)}, declared ${JSON.stringify(want)}`);
    }
  }
}

/** Without the null that `nullable` and partial bodies add. */
function notNull(shown: Shown): Shown {
  if (Array.isArray(shown.type)) {
    const [only, ...others] = shown.type.filter((type) => type !== "null");
    return others.length === 0 && only !== undefined ? { ...shown, type: only } : shown;
  }
  const [only, ...others] = shown.anyOf?.filter(({ type }) => type !== "null") ?? [];
  return only && others.length === 0 ? notNull(only) : shown;
}

function takesNull({ type, anyOf, ...others }: Shown): boolean {
  if (Array.isArray(type)) return type.includes("null");
  return type === "null" || (anyOf?.some(takesNull) ?? Object.keys(others).length + (type ? 1 : 0) === 0);
}
