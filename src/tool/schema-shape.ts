import type { z } from "zod";

/** What of a Zod schema can be read: which schema stands where, what it is called, what it needs. */

export type Path = readonly PropertyKey[];

/** What is read of a schema's definition. */
export interface Definition {
  type: string;
  format?: string;
  innerType?: z.ZodType;
  options?: readonly z.ZodType[];
  discriminator?: string;
  element?: z.ZodType;
  shape?: Readonly<Record<string, z.ZodType>>;
  valueType?: z.ZodType;
  catchall?: z.ZodType;
  entries?: Readonly<Record<string, string>>;
  values?: readonly unknown[];
}

export function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

/** Without what makes it optional, nullable or gives it a default. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = definition(schema);
  return innerType ? unwrapped(innerType) : schema;
}

export function isRequired(schema: z.ZodType): boolean {
  return schema._zod.optin === undefined;
}

export function membersOf(schema: z.ZodType): [string, z.ZodType][] {
  return Object.entries(definition(schema).shape ?? {});
}

/** An object of any keys, whose values no schema describes. */
export function isFreeForm(schema: z.ZodType): boolean {
  const { type, valueType } = definition(schema);
  return type === "record" && valueType !== undefined && definition(valueType).type === "unknown";
}

/** The schemas that stand at a path: several where a union without discriminator leaves it open. */
export function schemasAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType[] {
  const bare = unwrapped(schema);
  const def = definition(bare);
  if (def.type === "union" && path.length > 0) {
    return variantsFor(bare, value).flatMap((option) => schemasAt(option, path, value));
  }
  const [key, ...rest] = path;
  if (key === undefined) {
    if (def.type !== "union") return [bare];
    const variants = variantsFor(bare, value);
    // No variant, or several: the union itself, whose discriminator is what there is to name.
    if (def.discriminator !== undefined && variants.length !== 1) return [bare];
    return variants.flatMap((variant) => schemasAt(variant, path, value));
  }
  const inner = valueAtPath(value, [key]);
  const shape = def.shape && Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  const next = def.type === "array" ? def.element : (shape ?? def.valueType ?? def.catchall);
  return next ? schemasAt(next, rest, inner) : [];
}

/** The options of a union that a value can be; all of them where nothing tells them apart. */
export function variantsFor(union: z.ZodType, value: unknown): readonly z.ZodType[] {
  const { options = [], discriminator } = definition(union);
  if (discriminator === undefined) return options;
  const wanted = valueAtPath(value, [discriminator]);
  return options.filter((option) => {
    const values = option._zod.propValues?.[discriminator];
    return values?.has(wanted as string) ?? true;
  });
}

/** The discriminator's values with the option that each chooses. */
export function variantsByValue(union: z.ZodType): ReadonlyMap<string, z.ZodType> {
  const { options = [], discriminator = "" } = definition(union);
  return new Map(
    options.flatMap((option) =>
      [...(option._zod.propValues?.[discriminator] ?? [])].map((each) => [String(each), option] as const),
    ),
  );
}

export function valueAtPath(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    return typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  }, value);
}
