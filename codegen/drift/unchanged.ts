import { canonical, isObject } from "../contract/json.js";
import type { Document, JsonObject, Schema } from "../contract/openapi.js";
import { schemaName } from "../contract/reference.js";
import { subschemas } from "../contract/walk.js";

/**
 * Knows which schemas are the same in two contracts, with all they lead to, by their text. Most are, and need no
 * comparison.
 */
export class Unchanged {
  readonly #changed: ReadonlySet<string>;
  readonly #known = new WeakMap<Schema, boolean>();

  constructor(before: Document, after: Document) {
    const [was, is] = [before.components.schemas, after.components.schemas];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    const changed = new Set(names.filter((name) => canonical(was[name]) !== canonical(is[name])));
    // Where the text is the same, so are the references.
    const users = new Map<string, string[]>();
    for (const [name, schema] of Object.entries(is)) {
      for (const used of referencesIn(schema)) users.set(used, [...(users.get(used) ?? []), name]);
    }
    // A set yields what is added while it is walked.
    for (const name of changed) for (const user of users.get(name) ?? []) changed.add(user);
    this.#changed = changed;
  }

  has(before: Schema, after: Schema): boolean {
    if (before.$ref !== undefined && before.$ref === after.$ref)
      return !this.#changed.has(schemaName(before.$ref));
    const known = this.#known.get(after);
    if (known !== undefined) return known;
    const isSame =
      canonical(before) === canonical(after) && referencesIn(after).every((name) => !this.#changed.has(name));
    this.#known.set(after, isSame);
    return isSame;
  }
}

/** The components a schema refers to itself. */
function referencesIn(schema: Schema): string[] {
  const names: string[] = [];
  // A contract is JSON; the walk goes by keywords, for properties may be called like one.
  const pending: JsonObject[] = [JSON.parse(JSON.stringify(schema))];
  for (let current = pending.pop(); current; current = pending.pop()) {
    const { $ref, discriminator } = current;
    const mapping = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
    for (const reference of [$ref, ...Object.values(mapping)]) {
      if (typeof reference === "string") names.push(schemaName(reference));
    }
    pending.push(...subschemas(current));
  }
  return names;
}
