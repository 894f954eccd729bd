import type { Schema } from "../contract/openapi.js";
import type { Report } from "./finding.js";
import type { Choice } from "./shape.js";

type Matched = [label: string, before: Schema, after: Schema];

/** Compares which variants there are. Answers those that are there before and after, with their label. */
export function matchChoices(
  before: Choice | undefined,
  after: Choice | undefined,
  report: Report,
): Matched[] {
  if (!before || !after) {
    if (before) report("choice-dropped", labels(before));
    if (after) report("choice-introduced", undefined, labels(after));
    return [];
  }
  if (before.property === after.property) {
    const rest = match(before, after, ([label]) => label);
    // Without a discriminator the label is only the schema's name, and that may have changed.
    if (before.property === undefined) pairInOrder(rest);
    tell(rest, report);
    return rest.matched;
  }
  const rest = match(before, after, ([label, { $ref }]) => $ref ?? label);
  if (rest.matched.length === 0) {
    report("choice-changed", labels(before), labels(after));
    return [];
  }
  if (before.property === undefined) report("discriminator-stated", undefined, after.property);
  else if (after.property === undefined) report("discriminator-dropped", before.property);
  else report("discriminator-changed", before.property, after.property);
  tell(rest, report);
  return rest.matched;
}

interface Rest {
  matched: Matched[];
  gone: [string, Schema][];
  added: [string, Schema][];
}

function match(before: Choice, after: Choice, key: (entry: [string, Schema]) => string): Rest {
  const added = new Map([...after.variants].map((entry) => [key(entry), entry]));
  const rest: Rest = { matched: [], gone: [], added: [] };
  for (const entry of before.variants) {
    const twin = added.get(key(entry));
    if (twin) rest.matched.push([twin[0], entry[1], twin[1]]);
    else rest.gone.push(entry);
    added.delete(key(entry));
  }
  rest.added = [...added.values()];
  return rest;
}

function pairInOrder(rest: Rest): void {
  while (rest.gone.length > 0 && rest.added.length > 0) {
    const [was, is] = [rest.gone.shift(), rest.added.shift()];
    if (was && is) rest.matched.push([is[0], was[1], is[1]]);
  }
}

function tell({ gone, added }: Rest, report: Report): void {
  for (const [label] of gone) report("variant-gone", label);
  for (const [label] of added) report("variant-added", undefined, label);
}

function labels({ variants }: Choice): string[] {
  return [...variants.keys()];
}
