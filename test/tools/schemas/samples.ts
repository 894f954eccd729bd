import fc from "fast-check";
import { z } from "zod";

/** Texts that formats and patterns of the contract take, among many that they do not. */
const TEXTS = [
  "a@example.com",
  "jané@exämple.com",
  "PT1H",
  "P30D",
  "P1Y2M3DT4H5M6S",
  "https://example.com/x",
  "*",
  "twenty-characters-ok",
];

/** Values that the schema takes, or nearly: of texts with a pattern many are wrong. */
export function samplesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return samplesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodNullable) {
    return fc.oneof({ arbitrary: samplesOf(schema.unwrap() as z.ZodType), weight: 4 }, fc.constant(null));
  }
  if (schema instanceof z.ZodUnion) {
    return fc.oneof(...schema.options.map((option) => samplesOf(option as z.ZodType)));
  }
  if (schema instanceof z.ZodArray) return fc.array(samplesOf(schema.element as z.ZodType), { maxLength: 3 });
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(fc.string(), samplesOf(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodObject) return objects(schema);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...(schema.options as string[]));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) {
    const [low, high] = [schema.minValue ?? 0, schema.maxValue ?? 0];
    return fc.oneof(
      { arbitrary: fc.constantFrom(Math.max(low, -5), Math.min(high, 500)), weight: 20 },
      fc.integer(),
    );
  }
  if (schema instanceof z.ZodUnknown) return fc.jsonValue();
  // What is left are texts, also those of a format.
  const right = TEXTS.filter((text) => schema.safeParse(text).success);
  return fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 30 }, fc.string({ maxLength: 300 }));
}

function objects(schema: z.ZodObject): fc.Arbitrary<unknown> {
  const members = Object.entries<z.ZodType>(schema.shape);
  const model = Object.fromEntries(members.map(([name, member]) => [name, samplesOf(member)]));
  const requiredKeys = members
    .filter(([, member]) => !(member instanceof z.ZodOptional))
    .map(([name]) => name);
  return fc.record(model, { requiredKeys });
}

/** The value with one thing changed somewhere: a member gone, one too many, or another value in its place. */
export function spoilt(value: unknown, choose: (count: number) => number): unknown {
  if (typeof value !== "object" || value === null) return [0, "", null, [], {}, true][choose(6)];
  const entries = Object.entries(value);
  const at = choose(entries.length + 1);
  const found = entries[at];
  if (!found) return Array.isArray(value) ? [...value, {}] : { ...value, notKnown: 1 };
  const [key, member] = found;
  const kind = choose(4);
  if (Array.isArray(value)) return value.map((item, index) => (index === at ? spoilt(item, choose) : item));
  const others = Object.fromEntries(entries.filter(([name]) => name !== key));
  return kind === 0 ? others : { ...others, [key]: kind === 1 ? null : spoilt(member, choose) };
}
