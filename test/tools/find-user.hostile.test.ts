import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUser } from "../../src/tools/find-user.js";
import { type CompositeOrg, startCompositeOrg } from "./composite-org.js";

let org: CompositeOrg;

beforeAll(async () => {
  org = await startCompositeOrg(findUser(), { events: 0, rateLimit: { perMinute: 100_000 } });
});
afterAll(() => org.close());

async function find(query: string) {
  const before = org.sandbox.requests.length;
  const { match } = await org.ok({ query });
  return { match, requests: org.sandbox.requests.length - before };
}

describe("find_user and hostile words", () => {
  it.each([
    '" or id pr or profile.login eq "',
    '\\" or id pr or profile.login eq \\"',
    'x") or (status eq "ACTIVE"',
    "\\\\\\",
    '"',
    "@",
    "..",
    "../groups",
    "%2e%2e/groups?search=x",
    "a@b.c/../../groups",
    "__proto__ constructor",
    "*",
    "x".repeat(120),
    Array.from({ length: 66 }, (_, at) => `w${at % 10}`)
      .join(" ")
      .slice(0, 120),
    "é".repeat(120),
    "(((((((((((((((((((((",
    "田中 太郎",
  ])("%j is looked for as it stands, and finds nobody else", async (query) => {
    const { match, requests } = await find(query);
    expect(match).toBe("none");
    expect(requests).toBeLessThanOrEqual(4);
    for (const { path, status } of requests > 0 ? org.sandbox.requests.slice(-requests) : []) {
      expect(path).toMatch(/^\/api\/v1\/users(\/[^/]+)?$/);
      expect([200, 404]).toContain(status);
    }
  });

  it.each([
    ["x\\", "several"],
    ["me", "several"],
    ["jane.smith@example.com?expand=x", "close"],
    ["jane.smith@example.com#", "close"],
    ["\u202ejane", "exact"],
  ])("%j is no path and no query of its own: %s", async (query, match) => {
    const found = await find(query);
    expect(found.match).toBe(match);
    const sent = org.sandbox.requests.slice(-found.requests);
    expect(sent.map(({ path }) => path)).toEqual(sent.map(() => "/api/v1/users"));
  });

  it("refuses control characters and what is no text", async () => {
    for (const query of ["a\u0000b", "", 5, null, "x".repeat(121)]) {
      expect(await org.call({ query }), String(query)).toMatchObject({
        ok: false,
        error: { code: "arguments_invalid" },
      });
    }
  });

  it("answers whatever words with a match or none, with four requests at most", async () => {
    const piece = fc.constantFrom(
      "jane",
      "Smith",
      '"',
      "\\",
      "@",
      ".",
      ",",
      " ",
      "é",
      "J.",
      "(",
      ")",
      " or ",
      "例",
      "𝒥",
    );
    const words = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("")),
    );
    const text = words.filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each));
    await fc.assert(
      fc.asyncProperty(text, async (query) => {
        const { match, requests } = await find(query);
        expect(["exact", "close", "several", "none"]).toContain(match);
        expect(requests).toBeLessThanOrEqual(4);
      }),
      { numRuns: 150 },
    );
  });
});
