import type { z } from "zod";
import { nearestNames } from "../nearest.js";
import { isObject } from "./paths.js";
import { definition, valueAtPath, variantsByValue } from "./schema-shape.js";
import { listed, needsOf } from "./schema-words.js";

const MAX_NAME = 80;

/** The variant that was most likely meant, and the value as it would be with its discriminator. */
export interface MeantVariant {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly value: unknown;
}

/** What is wrong with a discriminator that chooses no variant, and what the variant needs that was most likely meant. */
export function noVariantText(union: z.ZodType, value: unknown, meant: MeantVariant | undefined): string {
  const { discriminator = "" } = definition(union);
  const isGiven = isObject(value) && Object.hasOwn(value, discriminator);
  const names = listed([...variantsByValue(union).keys()], "one of ");
  const text = `${isGiven ? "must be " : "is required: "}${names}`;
  if (!meant) return text;
  const needs = needsOf(meant.schema, meant.value);
  return `${text}; most like ${meant.name}${needs.length > 0 ? `, which still needs ${needs.join("; ")}` : ""}`;
}

/** By the name that was given; else the one variant that the other fields fit best, if there is one. */
export function meantVariant(union: z.ZodType, value: unknown): MeantVariant | undefined {
  const { discriminator = "" } = definition(union);
  const fields = isObject(value) ? Object.entries(value) : [];
  const variants = [...variantsByValue(union)].map(([name, schema]) => ({
    name,
    schema,
    value: Object.fromEntries([...fields, [discriminator, name]]),
  }));
  const [, given] = fields.find(([name]) => name === discriminator) ?? [];
  if (typeof given === "string") {
    const names = variants.map(({ name }) => name);
    const [nearest] = nearestNames(given.slice(0, MAX_NAME), names, 1);
    if (nearest !== undefined) return variants.find(({ name }) => name === nearest);
  }
  const [best, second] = variants
    .map((variant) => ({ variant, misfit: misfit(variant) }))
    .sort((a, b) => a.misfit - b.misfit);
  return best && best.misfit < (second?.misfit ?? Number.POSITIVE_INFINITY) ? best.variant : undefined;
}

/** What contradicts a variant weighs more than what is still missing. */
function misfit({ schema, value }: MeantVariant): number {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.reduce((sum, issue) => {
    if (issue.code === "unrecognized_keys") return sum + 5 * issue.keys.length;
    return sum + (valueAtPath(value, issue.path) === undefined ? 1 : 5);
  }, 0);
}
