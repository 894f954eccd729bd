import { canonical } from "../contract/json.js";
import type { Schema } from "../contract/openapi.js";
import type { Report } from "./finding.js";

const LOWER = ["minimum", "minLength", "minItems", "minProperties"] as const;
const UPPER = ["maximum", "maxLength", "maxItems", "maxProperties"] as const;
const FLAGS = ["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"] as const;

/** Compares what two schemas say of a single value: type, enum, limits, format, null, default, stage. */
export function compareValues(before: Schema, after: Schema, report: Report): void {
  compareTypes(before, after, report);
  compareEnums(before, after, report);
  compareLimits(before, after, report);
  comparePresence(before.pattern, after.pattern, report, {
    added: "pattern-changed",
    changed: "pattern-changed",
    dropped: "pattern-dropped",
  });
  comparePresence(before.format, after.format, report, {
    added: "format-added",
    changed: "format-changed",
    dropped: "format-dropped",
  });
  comparePresence(before.default, after.default, report, {
    added: "default-added",
    changed: "default-changed",
    dropped: "default-dropped",
  });
  if (before.nullable && !after.nullable) report("null-refused");
  if (!before.nullable && after.nullable) report("null-allowed");
  if (canonical(before.not) !== canonical(after.not)) report("exclusion-changed");
  if (!before.deprecated && after.deprecated) report("deprecated");
  if (before.deprecated && !after.deprecated) report("undeprecated");
  const stages = [before, after].map((schema) => schema["x-okta-lifecycle"]?.lifecycle);
  if (stages[0] !== stages[1]) report("stage", stages[0], stages[1]);
}

function compareTypes(before: Schema, after: Schema, report: Report): void {
  const [from, to] = [before.type, after.type];
  if (from === to) return;
  const isWider = to === undefined || (from === "integer" && to === "number");
  const isNarrower = from === undefined || (from === "number" && to === "integer");
  report(
    isWider ? "type-widened" : isNarrower ? "type-narrowed" : "type-changed",
    from ?? "any",
    to ?? "any",
  );
}

function compareEnums(before: Schema, after: Schema, report: Report): void {
  if (!before.enum || !after.enum) {
    if (after.enum) report("enum-introduced", undefined, after.enum);
    if (before.enum) report("enum-dropped", before.enum, undefined);
    return;
  }
  const [from, to] = [before.enum, after.enum].map((values) => new Map(values.map((v) => [canonical(v), v])));
  for (const [key, value] of from ?? []) if (!to?.has(key)) report("enum-value-gone", value);
  for (const [key, value] of to ?? []) if (!from?.has(key)) report("enum-value-added", undefined, value);
}

function compareLimits(before: Schema, after: Schema, report: Report): void {
  const tell = (keyword: keyof Schema, isTighter: boolean) =>
    report(
      isTighter ? "limit-tightened" : "limit-loosened",
      `${keyword} ${before[keyword] ?? "none"}`,
      `${keyword} ${after[keyword] ?? "none"}`,
    );
  for (const keyword of LOWER) {
    const [from, to] = [
      before[keyword] ?? Number.NEGATIVE_INFINITY,
      after[keyword] ?? Number.NEGATIVE_INFINITY,
    ];
    if (from !== to) tell(keyword, to > from);
  }
  for (const keyword of UPPER) {
    const [from, to] = [
      before[keyword] ?? Number.POSITIVE_INFINITY,
      after[keyword] ?? Number.POSITIVE_INFINITY,
    ];
    if (from !== to) tell(keyword, to < from);
  }
  for (const keyword of FLAGS) {
    const [from, to] = [before[keyword] === true, after[keyword] === true];
    if (from !== to) tell(keyword, to);
  }
  const [from, to] = [before.multipleOf, after.multipleOf];
  // Whoever keeps to 6 keeps to 3, too.
  if (from !== to) tell("multipleOf", to !== undefined && (from === undefined || from % to !== 0));
}

function comparePresence(
  before: unknown,
  after: unknown,
  report: Report,
  rules: Record<"added" | "changed" | "dropped", Parameters<Report>[0]>,
): void {
  if (canonical(before) === canonical(after)) return;
  if (before === undefined) report(rules.added, before, after);
  else report(after === undefined ? rules.dropped : rules.changed, before, after);
}
