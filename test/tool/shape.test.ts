import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_RESULT, objectResult, shapeItem, size } from "../../src/tool/shape.js";

const item = {
  id: "00u1",
  lastLogin: null,
  profile: { login: "a@example.com", badgeNumber: "B-1", manager: null },
  target: [{ id: "1", detail: null, _links: {} }, null],
  _links: { self: { href: "https://example.okta.com/api/v1/users/00u1" } },
};
const view = ["id", "lastLogin", "profile.login"];

describe("shapeItem", () => {
  test("the summary is the default", () => {
    expect(shapeItem(item, {}, view)).toEqual({ id: "00u1", profile: { login: "a@example.com" } });
  });

  test("full shows everything but links and nulls; an array keeps its length", () => {
    expect(shapeItem(item, { detail: "full" }, view)).toEqual({
      id: "00u1",
      profile: { login: "a@example.com", badgeNumber: "B-1" },
      target: [{ id: "1" }, null],
    });
  });

  test("fields win over detail", () => {
    expect(shapeItem(item, { detail: "full", fields: ["profile.badgeNumber"] }, view)).toEqual({
      profile: { badgeNumber: "B-1" },
    });
  });

  test("a secret is one as well when it is asked for without what tells so", () => {
    const key = { kty: "RSA", d: "private", e: "AQAB" };
    expect(
      shapeItem({ jwks: { keys: [key] } }, { fields: ["jwks.keys[].d", "jwks.keys[].e"] }, view),
    ).toEqual({
      jwks: { keys: [{ d: "[hidden]", e: "AQAB" }] },
    });
  });
});

describe("objectResult", () => {
  test("an object under the cap is itself", () => {
    expect(objectResult(item)).toBe(item);
  });

  test("one over it loses its largest fields, and says which", () => {
    const large = { id: "1", logo: "x".repeat(50_000), notes: "y".repeat(30_000), name: "n" };
    const result = objectResult(large);
    expect(result).toMatchObject({ id: "1", name: "n", notes: large.notes, omitted: ["logo"] });
    expect(result.note).toMatch(/^The object has 80\d{3} characters/);
    expect(size(result)).toBeLessThanOrEqual(MAX_RESULT);
  });

  test("the result is under the cap whatever the object, and each field is there or said to be left out", () => {
    const members = fc.dictionary(fc.string({ maxLength: 20 }), fc.nat({ max: 30_000 }), { maxKeys: 200 });
    fc.assert(
      fc.property(members, (lengths) => {
        const object = Object.fromEntries(
          Object.entries(lengths).map(([key, n]) => [`f-${key}`, "x".repeat(n)]),
        );
        const result = objectResult(object);
        const omitted = (result.omitted ?? []) as string[];
        expect(size(result)).toBeLessThanOrEqual(MAX_RESULT);
        for (const key of Object.keys(object))
          expect(Object.hasOwn(result, key)).toBe(!omitted.includes(key));
      }),
      { numRuns: 60 },
    );
  });
});
