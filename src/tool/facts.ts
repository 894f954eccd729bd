import { OktaMcpError } from "../errors.js";
import { visibleText } from "../visible-text.js";
import { allRead } from "./all-read.js";
import { canonical } from "./canonical.js";
import type { About, Dependents, RequiredState, Subject } from "./change.js";
import { digest } from "./digest.js";
import { objectOf } from "./object.js";
import { type JsonObject, omitPaths, valueAt } from "./paths.js";
import { differences, type FieldChange } from "./update.js";

/** What is known of a change's objects before it is made. */
export interface Facts {
  readonly subjects: readonly SubjectFacts[];
  readonly dependents: readonly DependentsFacts[];
}

export interface SubjectFacts {
  readonly kind: string;
  /** Okta's own id, where the object could be read. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly state?: string | undefined;
  /** ISO 8601. */
  readonly lastUpdated?: string | undefined;
  /** Absent where the credentials may not read it, as `refusal` says. */
  readonly object?: JsonObject;
  readonly refusal?: OktaMcpError;
  /** The version as Okta's `ETag` header gave it. */
  readonly etag?: string | undefined;
}

export interface DependentsFacts {
  readonly kind: string;
  /** Of the first page; absent where the credentials may not read them. */
  readonly count?: number;
  readonly more?: boolean;
  /** Of the first few. */
  readonly names: readonly string[];
  /** The field of the first subject that moves whenever they change. */
  readonly stamp?: string | undefined;
}

const NAMES = 5;
/** Fields named in a conflict. */
const FIELDS = 8;

/**
 * Reads what a change is about, and what depends on it. Being forbidden to read them is a fact to tell.
 * @throws OktaMcpError as reading does otherwise
 */
export async function readFacts({ subjects, dependents = [] }: About): Promise<Facts> {
  const [about, depending] = await allRead([
    allRead(subjects.map(readSubject)),
    allRead(dependents.map(readDependents)),
  ]);
  return { subjects: about, dependents: depending };
}

async function readSubject(subject: Subject): Promise<SubjectFacts> {
  const { kind, id, name, state, read } = subject;
  try {
    const { object, headers } = await objectOf(read);
    return {
      kind,
      id: text(object.id) ?? id,
      name: text(valueAt(object, name)),
      state: text(valueAt(object, state)),
      lastUpdated: text(object.lastUpdated),
      object,
      etag: headers.get("etag") ?? undefined,
    };
  } catch (error) {
    if (isForbidden(error)) return { kind, id, refusal: error };
    throw error;
  }
}

async function readDependents({ kind, name, stamp, list }: Dependents): Promise<DependentsFacts> {
  try {
    const { data, response } = await list();
    const items = Array.isArray(data) ? data : [];
    const names = name === undefined ? [] : items.flatMap((item) => text(valueAt(item, name)) ?? []);
    const more = /;\s*rel="?next"?/i.test(response.headers.get("link") ?? "");
    return { kind, count: items.length, more, names: names.slice(0, NAMES), stamp };
  } catch (error) {
    if (isForbidden(error)) return { kind, names: [], stamp };
    throw error;
  }
}

/** @throws OktaMcpError `precondition_failed` when a subject is in another state; `forbidden` where it may not be read */
export function checkStates(rules: readonly RequiredState[], { subjects }: Facts): void {
  for (const { subject, field, oneOf, noneOf = [], otherwise } of rules) {
    const about = subject === undefined ? subjects[0] : subjects.find(({ kind }) => kind === subject);
    const state = valueAt(objectIn(about), field);
    if (oneOf ? oneOf.some((value) => value === state) : !noneOf.some((value) => value === state)) continue;
    const wanted = oneOf ? `, not ${oneOf.join(" or ")}` : "";
    const message = `The ${field} is ${visibleText(String(state), 100)}${wanted}. Nothing was done.`;
    throw new OktaMcpError("precondition_failed", message, { next: otherwise });
  }
}

/** The object itself. @throws OktaMcpError `forbidden` where the credentials may not read it */
export function firstObject({ subjects: [first] }: Facts): JsonObject {
  return objectIn(first);
}

function objectIn(subject: SubjectFacts | undefined): JsonObject {
  if (!subject?.object) throw subject?.refusal ?? new OktaMcpError("internal", "The tool names no object.");
  return subject.object;
}

/** The same as long as nothing that was told of the objects has changed. */
export function versionOf({ subjects, dependents }: Facts): string {
  const restless = restlessFor(dependents);
  const objects = subjects.map(({ kind, id, object }) => [kind, id, comparable(object, restless)]);
  return digest(canonical([objects, dependents]));
}

/**
 * @throws OktaMcpError `conflict` when an object, naming both versions, or what depends on it has changed in between
 */
export function checkUnchanged(before: Facts, now: Facts): void {
  const restless = restlessFor(before.dependents);
  for (const [index, was] of before.subjects.entries()) {
    const is = now.subjects[index];
    const fields = differences(comparable(was.object, restless), comparable(is?.object, restless));
    if (fields.length === 0) continue;
    throw new OktaMcpError(
      "conflict",
      `The ${was.kind} ${visibleText(was.id, 100)} has changed in the meantime: ${versions(was, is)}different: ${fieldNames(fields)}. Nothing was done.`,
    );
  }
  for (const [index, was] of before.dependents.entries()) {
    const is = now.dependents[index];
    if (!is || canonical(was) === canonical(is)) continue;
    throw new OktaMcpError(
      "conflict",
      `What depends on it has changed in the meantime: ${was.kind} were ${was.count ?? "unknown"} when the user was asked and are ${is.count ?? "unknown"} now, or others. Nothing was done.`,
    );
  }
}

/** Okta does not move the time for whatever it answers: then only the fields tell. */
function versions(was: SubjectFacts, is: SubjectFacts | undefined): string {
  if (was.lastUpdated === is?.lastUpdated) return "";
  return `last updated ${was.lastUpdated ?? "unknown"} when it was read, ${is?.lastUpdated ?? "unknown"} now; `;
}

function fieldNames(changes: readonly FieldChange[]): string {
  const names = changes.slice(0, FIELDS).map(({ path }) => visibleText(path.join("."), 100));
  if (changes.length > FIELDS) names.push(`${changes.length - FIELDS} more`);
  return names.join(", ");
}

/** What moves without anybody changing the object is no new version of it. */
const RESTLESS = ["_links", "_embedded", "lastLogin", "lastMembershipUpdated"];

/** What moves with the dependents does count where these do. */
function restlessFor(dependents: readonly DependentsFacts[]): readonly string[] {
  return RESTLESS.filter((field) => !dependents.some(({ stamp }) => stamp === field));
}

function comparable(object: JsonObject | undefined, restless: readonly string[]): unknown {
  return object ? omitPaths(object, restless) : {};
}

function isForbidden(error: unknown): error is OktaMcpError {
  return error instanceof OktaMcpError && error.code === "forbidden";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
