import type { Document } from "../contract/openapi.js";
import { type Located, operations } from "../contract/walk.js";
import { shown } from "./finding.js";
import { callOf, compareOperation, type OperationSink, template } from "./operations.js";
import { placeOf } from "./place.js";
import { reach } from "./reach.js";
import { type RuleId, rule, type Severity, type Side } from "./rules.js";
import { SchemaComparer } from "./schemas.js";

/** One place where a change matters. */
export interface Place {
  operationId: string;
  side: Side;
  severity: Severity;
  /** For a person: `POST /api/v1/apps, body, OPENID_CONNECT, settings.oauthClient.grant_types`. */
  text: string;
}

/** A fact that has changed, once, with every place in which an operation meets it. */
export interface Change {
  rule: RuleId;
  /** The worst of its places. */
  severity: Severity;
  words: string;
  /** Worst first. */
  places: Place[];
}

const RANK: Record<Severity, number> = { breaking: 0, compatible: 1, note: 2 };

export function byRank(a: { severity: Severity }, b: { severity: Severity }): number {
  return RANK[a.severity] - RANK[b.severity];
}

/** Whether one of our tools uses a parameter of an operation. */
export type Offers = (operationId: string, parameter: string) => boolean;

/**
 * Compares two contracts by what they mean: operations by id, else by method and path; schemas through references,
 * by shape, for what is sent and for what is answered. What only `after` has is no change for our tools.
 */
export function compareContracts(before: Document, after: Document, offers: Offers = () => true): Change[] {
  const changes = new Changes(new SchemaComparer(before, after), offers);
  const all = operations(before);
  const ids = new Set(all.map(({ operation }) => operation.operationId));
  const next = operations(after);
  const others = next.filter(({ operation }) => !ids.has(operation.operationId));
  for (const was of all) {
    const { operationId } = was.operation;
    const is =
      next.find(({ operation }) => operation.operationId === operationId) ?? atSamePlace(was, others);
    if (is) compareOperation(was, is, changes.sink(operationId, callOf(is)));
    else changes.sink(operationId, callOf(was)).found("operation-gone", "request", "", shown(operationId));
  }
  return changes.sorted();
}

/** Collects changes: the same one, met on several ways or in several operations, once. */
class Changes {
  readonly #comparer: SchemaComparer;
  readonly #offers: Offers;
  readonly #changes = new Map<string, Change>();

  constructor(comparer: SchemaComparer, offers: Offers) {
    this.#comparer = comparer;
    this.#offers = offers;
  }

  sorted(): Change[] {
    return [...this.#changes.values()]
      .map((change) => {
        const places = change.places.toSorted(byRank);
        return { ...change, places, severity: places[0]?.severity ?? change.severity };
      })
      .sort(byRank);
  }

  sink(operationId: string, call: string, isUsed = true): OperationSink {
    const add = (id: RuleId, side: Side, subject: string, from: string, to: string, text: string) => {
      const own = rule(id)[side];
      if (!own) return;
      const severity = isUsed ? own : "note";
      const key = [id, subject, from, to].join("\n");
      const change = this.#changes.get(key) ?? {
        rule: id,
        severity,
        words: rule(id).words(from, to),
        places: [],
      };
      change.places.push({
        operationId,
        side,
        severity,
        text: isUsed ? text : `${text} (which no tool offers)`,
      });
      this.#changes.set(key, change);
    };
    const subjectAt = (where: string) => `${operationId} ${where}`;
    return {
      found: (id, side, where, from = "", to = "") =>
        add(id, side, subjectAt(where), from, to, where === "" ? call : `${call}, ${where}`),
      schemas: (before, after, side, where) => {
        const root = this.#comparer.root(before, after, subjectAt(where));
        for (const { finding, paths } of reach(this.#comparer, root, side)) {
          const text = `${call}, ${placeOf(where, paths)}`;
          add(finding.rule, side, finding.subject, finding.before, finding.after, text);
        }
      },
      parameter: (name) =>
        this.#offers(operationId, name) ? this.sink(operationId, call) : this.sink(operationId, call, false),
    };
  }
}

function atSamePlace(was: Located, all: readonly Located[]): Located | undefined {
  return all.find(({ method, path }) => method === was.method && template(path) === template(was.path));
}
