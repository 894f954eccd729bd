import { z } from "zod";

/** One kind of body, chosen by the value of the discriminator. */
export interface Variant {
  readonly value: string;
  readonly schema: z.ZodType;
}

export interface Variants {
  /** The property whose value chooses: `signOnMode`, `type`. */
  readonly discriminator: string;
  readonly all: readonly Variant[];
}

/** The variants of a body; undefined where it has one form alone. */
export function variantsOf(schema: z.ZodType): Variants | undefined {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const { discriminator } = schema.def;
  const options = schema.options as readonly z.ZodType[];
  const all = options.flatMap((option) =>
    [...(option._zod.propValues?.[discriminator] ?? [])].map((value) => ({
      value: String(value),
      schema: option,
    })),
  );
  return { discriminator, all };
}

/** The fields that a body of this schema cannot do without. */
export function requiredNames(schema: z.ZodType): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(schema.shape)
    .filter(([, member]) => member._zod.optin === undefined)
    .map(([name]) => name);
}

/** Of an array, any index stands for its items, and so does no index at all. */
const INDEX = /^(?:\d+|\*)$/;

/** The schemas of a member: several where a union leaves it open, none where there is no such member. */
export function membersAt(schema: z.ZodType, name: string): z.ZodType[] {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodUnion) {
    const options = bare.options as readonly z.ZodType[];
    return [...new Set(options.flatMap((option) => membersAt(option, name)))];
  }
  if (bare instanceof z.ZodArray) {
    const item = bare.element as z.ZodType;
    return INDEX.test(name) ? [item] : membersAt(item, name);
  }
  if (bare instanceof z.ZodRecord) return [bare.valueType as z.ZodType];
  if (!(bare instanceof z.ZodObject)) return [];
  if (Object.hasOwn(bare.shape, name)) return [bare.shape[name]];
  const others = bare.def.catchall as z.ZodType | undefined;
  return others === undefined || others instanceof z.ZodNever ? [] : [others];
}

/** The names that are declared below a schema. */
export function memberNames(schema: z.ZodType): string[] {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodUnion) {
    const options = bare.options as readonly z.ZodType[];
    return [...new Set(options.flatMap(memberNames))];
  }
  if (bare instanceof z.ZodArray) return memberNames(bare.element as z.ZodType);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
