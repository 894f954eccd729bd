import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { isObject, type JsonObject } from "../../src/tool/paths.js";
import { prepareUpdate } from "../../src/tool/update.js";

// Objects as Okta answers them: known fields, custom attributes, unknown fields, JavaScript's own names among the keys.
const key = fc.oneof(
  fc.constantFrom("id", "name", "profile", "settings", "custom", "constructor", "__proto__", "toString"),
  fc.string({ maxLength: 4 }),
);
const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null));
const { object } = fc.letrec<{ object: JsonObject; value: unknown }>((tie) => ({
  object: fc.dictionary(key, tie("value"), { maxKeys: 6, noNullPrototype: true }),
  value: fc.oneof({ maxDepth: 4 }, leaf, tie("object"), fc.array(leaf, { maxLength: 3 })),
}));
/** `changes` from the model: not empty, and without the key that parseArguments refuses. */
const patch = object.map((value) => JSON.parse(JSON.stringify(value).replaceAll("__proto__", "proto")));
const changes = patch.filter((value) => Object.keys(value).length > 0);

type Leaves = ReadonlyMap<string, string>;

/** The oracle works on leaves by path, not on trees: what the patch does not name is what it was. */
function leaves(value: unknown, path: readonly string[] = []): [string, string][] {
  const here: [string, string] = [JSON.stringify(path), isObject(value) ? "{}" : JSON.stringify(value)];
  const below = isObject(value) ? Object.entries(value) : [];
  return [here, ...below.flatMap(([name, member]) => leaves(member, [...path, name]))];
}

const startsWith = (path: string, prefix: string) =>
  JSON.parse(prefix).every((step: string, at: number) => JSON.parse(path)[at] === step);

function patched(target: Leaves, patchLeaves: readonly [string, string][]): Leaves {
  const result = new Map(target);
  for (const [path, value] of patchLeaves) {
    const was = result.get(path);
    if (value === "{}" && was === "{}") continue;
    for (const other of [...result.keys()]) if (startsWith(other, path)) result.delete(other);
    if (value !== "null") result.set(path, value);
  }
  return result;
}

const update = (current: JsonObject, given: JsonObject) =>
  prepareUpdate(current, { changes: given, whole: { body: z.unknown(), answerOnly: { always: [] } } });

test("the body is the object with exactly the named fields changed", () => {
  fc.assert(
    fc.property(object, changes, (current, given) => {
      const expected = patched(new Map(leaves(current)), leaves(given));
      expect(new Map(leaves(update(current, given).body))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("changes are reported exactly when the body says something else than the object did", () => {
  fc.assert(
    fc.property(object, changes, (current, given) => {
      const { body, changed } = update(current, given);
      const same = JSON.stringify(meaning(body)) === JSON.stringify(meaning(current));
      expect(changed.length === 0).toBe(same);
    }),
    { numRuns: 500 },
  );
});

test("neither the object nor the patch is written to", () => {
  fc.assert(
    fc.property(object, changes, (current, given) => {
      const before = JSON.stringify([current, given]);
      update(current, given);
      expect(JSON.stringify([current, given])).toBe(before);
    }),
  );
});

/** Leaves that say something: Okta takes null for absence. */
function meaning(value: unknown): [string, string][] {
  return leaves(value)
    .filter(([, leaf]) => leaf !== "null")
    .sort();
}
