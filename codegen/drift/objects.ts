import { canonical } from "../contract/json.js";
import type { Schema } from "../contract/openapi.js";
import type { Report } from "./finding.js";
import type { RuleId, Side } from "./rules.js";
import type { Additional, Part, Property, Shape } from "./shape.js";

/** Compares how two objects declare a property; what the property holds is compared by itself. */
export function compareProperty(
  before: Property | undefined,
  after: Property | undefined,
  side: Side,
  report: (rule: RuleId) => void,
): void {
  const [was, is] = [travels(before, side), travels(after, side)];
  if (!was && !is) return;
  if (before && after) {
    if (was !== is) report(turned(after, side, is));
    else if (before.required !== after.required)
      report(after.required ? "property-required" : "property-optional");
  } else if (is) report(after?.required ? "property-added-required" : "property-added");
  else report("property-gone");
}

/** Read-only fields are no part of a request, write-only ones of no answer (OpenAPI 3.0.3, Schema Object). */
export function travels(property: Property | undefined, side: Side): boolean {
  return property !== undefined && !(side === "request" ? property.readOnly : property.writeOnly);
}

function turned({ required }: Property, side: Side, is: boolean): RuleId {
  if (side === "answer") return is ? "property-readable" : "property-write-only";
  if (!is) return "property-read-only";
  return required ? "property-writable-required" : "property-writable";
}

/**
 * The parts of a property that belong together before and after: those written in the same component, then the
 * others in order. Where their numbers differ, all parts of each side together.
 */
export function matchParts(before: Property, after: Property): [before: Part, after: Part][] {
  if (before.parts.length !== after.parts.length) return [[together(before), together(after)]];
  const rest = [...after.parts];
  const take = (index: number) => rest.splice(index, 1)[0];
  const twins = before.parts.map(({ origin }) => {
    const index = rest.findIndex((part) => part.origin === origin);
    return index < 0 ? undefined : take(index);
  });
  return before.parts.flatMap((part, index): [Part, Part][] => {
    const twin = twins[index] ?? take(0);
    return twin ? [[part, twin]] : [];
  });
}

/** The component that declares a property; the nearest, if several do. */
export function originOf({ parts }: Property): string {
  return parts.at(-1)?.origin ?? "";
}

const joined = new WeakMap<Property, Part>();

function together(property: Property): Part {
  const [only, ...others] = property.parts;
  if (only && others.length === 0) return only;
  // One object for one property, so that a circle through it is seen as one.
  const known = joined.get(property);
  if (known) return known;
  const schema = only ? { allOf: property.parts.map((part) => part.schema) } : {};
  const part = { origin: originOf(property), schema };
  joined.set(property, part);
  return part;
}

/** Compares the keys that objects do not declare. Answers both schemas where such keys have one on both sides. */
export function compareAdditional(before: Shape, after: Shape, report: Report): [Schema, Schema] | undefined {
  const [from, to] = [before.additional, after.additional];
  if (typeof from === "object" && typeof to === "object") return [from, to];
  if (canonical(from) === canonical(to)) return undefined;
  // Neither a text nor a list has keys.
  if (before.keywords.type !== "object" && after.keywords.type !== "object") return undefined;
  report(additionalRule(from, to));
  return undefined;
}

function additionalRule(from: Additional, to: Additional): RuleId {
  if (isFree(from) && !isFree(to)) return to === "closed" ? "extra-closed" : "extra-unstated";
  if (!isFree(from) && isFree(to)) return "extra-opened";
  if (isFree(from)) return from === "open" ? "extra-typed" : "extra-untyped";
  return to === "closed" ? "extra-ruled-out" : "extra-opened";
}

function isFree(additional: Additional): boolean {
  return additional === "open" || typeof additional === "object";
}
