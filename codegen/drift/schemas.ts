import type { Document, Schema } from "../contract/openapi.js";
import { schemaName, schemaRef } from "../contract/reference.js";
import { matchChoices } from "./choices.js";
import { type LocalFinding, type Report, type Step, shown } from "./finding.js";
import { compareAdditional, compareProperty, matchParts, originOf, travels } from "./objects.js";
import type { Side } from "./rules.js";
import { type Property, type Shape, Shapes } from "./shape.js";
import { Unchanged } from "./unchanged.js";
import { compareValues } from "./values.js";

/** The same schema before and after, and what it is called. */
export interface Pair {
  before: Schema;
  after: Schema;
  /** The component, or operation, each is written in. */
  origins: readonly [string, string];
  subject: string;
}

interface Edge {
  step?: Step;
  to: Pair;
}

/** What has changed in one schema itself, and the schemas within it. */
export interface Comparison {
  findings: readonly LocalFinding[];
  edges: readonly Edge[];
}

/** Compares schemas of two contracts, each pair once, however often and in whatever circle they refer to each other. */
export class SchemaComparer {
  readonly #before: Shapes;
  readonly #after: Shapes;
  readonly #known = new Map<string, Comparison>();
  readonly #ids = new Map<Schema, number>();
  readonly #unchanged: Unchanged;

  constructor(before: Document, after: Document) {
    this.#before = new Shapes(before);
    this.#after = new Shapes(after);
    this.#unchanged = new Unchanged(before, after);
  }

  /** A schema that stands in an operation, before and after. */
  root(before: Schema, after: Schema, subject: string): Pair {
    return this.#inner(before, after, [subject, subject], subject);
  }

  /** The same text for the same pair, on whatever way it was reached. */
  key({ before, after }: Pair, side: Side): string {
    return `${side} ${this.#id(before)} ${this.#id(after)}`;
  }

  compare(pair: Pair, side: Side): Comparison {
    const key = this.key(pair, side);
    const known = this.#known.get(key);
    if (known) return known;
    const comparison = this.#compare(pair, side);
    this.#known.set(key, comparison);
    return comparison;
  }

  #id(schema: Schema): string {
    if (schema.$ref !== undefined) return schemaName(schema.$ref);
    const id = this.#ids.get(schema) ?? this.#ids.size;
    this.#ids.set(schema, id);
    return `#${id}`;
  }

  #compare({ before, after, origins, subject }: Pair, side: Side): Comparison {
    if (this.#unchanged.has(before, after)) return { findings: [], edges: [] };
    const from = this.#before.of(before, origins[0]);
    const to = this.#after.of(after, origins[1]);
    const findings: LocalFinding[] = [];
    const report: Report = (rule, was, is) =>
      findings.push({ rule, subject, at: [], before: shown(was), after: shown(is) });

    if (from.name !== undefined && to.name !== undefined) {
      const isBare = before.$ref !== undefined && after.$ref !== undefined;
      if (!isBare) {
        compareValues(ownKeywords(before), ownKeywords(after), report);
        return { findings, edges: [{ to: named(from.name, to.name) }] };
      }
      const isRenamed = !this.#after.has(from.name) && !this.#before.has(to.name);
      if (isRenamed) report("schema-renamed", from.name, to.name);
    }
    const types = [this.#before.typeOf(from), this.#after.typeOf(to)] as const;
    compareValues({ ...from.keywords, type: types[0] }, { ...to.keywords, type: types[1] }, report);
    // A value of another type has none of the old one's parts.
    if (findings.some((finding) => finding.rule === "type-changed")) return { findings, edges: [] };
    const edges = [
      ...this.#properties(from, to, { origins, subject }, side, findings),
      ...this.#inside(from, to, { origins, subject }, findings),
    ];
    return { findings, edges };
  }

  #properties(from: Shape, to: Shape, at: Place, side: Side, findings: LocalFinding[]): Edge[] {
    const names = new Set([...from.properties.keys(), ...to.properties.keys()]);
    return [...names].flatMap((name) => {
      const [was, is] = [from.properties.get(name), to.properties.get(name)];
      const step: Step = { kind: "property", name };
      // A property that only went from the base to its variants, or back, is there as before.
      const scope = from.choice && to.choice ? "every" : "some";
      const isThere = was
        ? this.#after.inVariants(name, to, scope)
        : this.#before.inVariants(name, from, scope);
      if ((was && is) || !isThere) {
        compareProperty(was, is, side, (rule) => {
          const subject = subjectOf(name, is ?? was, at);
          findings.push({ rule, subject, at: [step], before: shown(name), after: shown(name) });
        });
      }
      if (!was || !is || !travels(was, side) || !travels(is, side)) return [];
      return matchParts(was, is).map(([before, after]): Edge => {
        const subject = inPart(after.origin, name, at);
        return { step, to: this.#inner(before.schema, after.schema, [before.origin, after.origin], subject) };
      });
    });
  }

  #inside(from: Shape, to: Shape, { origins, subject }: Place, findings: LocalFinding[]): Edge[] {
    const tell =
      (about: string): Report =>
      (rule, was, is) =>
        findings.push({ rule, subject: about, at: [], before: shown(was), after: shown(is) });
    // The same choice is often written out in several operations.
    const reportChoice = tell(to.name ?? [...((to.choice ?? from.choice)?.variants.keys() ?? [])].join());
    const inner = (before: Schema, after: Schema, label: string) =>
      this.#inner(before, after, origins, `${subject}${label}`);
    const edges: Edge[] = [];
    const { items } = to.keywords;
    if (from.keywords.items && items) {
      edges.push({ step: { kind: "items" }, to: inner(from.keywords.items, items, "[]") });
    } else if (from.keywords.items || items) {
      edges.push({ step: { kind: "items" }, to: inner(from.keywords.items ?? {}, items ?? {}, "[]") });
    }
    const additional = compareAdditional(from, to, tell(subject));
    if (additional) edges.push({ step: { kind: "key" }, to: inner(...additional, ".*") });
    for (const [value, before, after] of matchChoices(from.choice, to.choice, reportChoice)) {
      edges.push({ step: { kind: "variant", value }, to: inner(before, after, `|${value}`) });
    }
    return edges;
  }

  #inner(before: Schema, after: Schema, origins: Pair["origins"], subject: string): Pair {
    return before.$ref !== undefined && after.$ref !== undefined
      ? named(schemaName(before.$ref), schemaName(after.$ref))
      : { before, after, origins, subject };
  }
}

type Place = Pick<Pair, "origins" | "subject">;

/** The pair of two components. */
function named(before: string, after: string): Pair {
  return {
    before: { $ref: schemaRef(before) },
    after: { $ref: schemaRef(after) },
    origins: [before, after],
    subject: after,
  };
}

function ownKeywords({ $ref: _, allOf: __, ...own }: Schema): Schema {
  return own;
}

function subjectOf(name: string, property: Property | undefined, at: Place): string {
  return inPart(property ? originOf(property) : "", name, at);
}

/** A property that another component declares is that component's. */
function inPart(origin: string, name: string, { origins, subject }: Place): string {
  const isOwn = origin === "" || origins.includes(origin);
  return `${isOwn ? subject : origin}.${name}`;
}
