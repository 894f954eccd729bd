import { describe, expect, it } from "vitest";
import { serializePath, serializeQuery } from "../../src/http/parameters.js";
import { failureOf } from "../failure.js";

describe("a query", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["repeats the name for a list", { type: ["A", "B"], limit: 2 }, "type=A&type=B&limit=2"],
    ["has nothing for an empty list", { type: [], limit: 2 }, "limit=2"],
    ["leaves out what is undefined or null", { after: undefined, q: null, limit: 0 }, "limit=0"],
    ["tells a boolean in words", { activate: false }, "activate=false"],
    ["has an empty value where it is given", { q: "" }, "q="],
    ["encodes names as well", { "a&b=c": "d" }, "a%26b%3Dc=d"],
  ])("%s", (_, values, wanted) => {
    expect(serializeQuery(values)).toBe(wanted);
  });

  it.each([{ q: { a: 1 } }, { q: [["a"]] }, { q: [null] }])("of %j is a fault of ours", async (values) => {
    expect((await failureOf(() => serializeQuery(values))).code).toBe("internal");
  });

  it.each(["a\u0000", "\ud800"])("takes no name with %j", async (name) => {
    expect((await failureOf(() => serializeQuery({ [name]: 1 }))).code).toBe("arguments_invalid");
  });
});

describe("a path", () => {
  const template = "/api/v1/groups/{groupId}/users/{userId}";

  it("has each value in its place", () => {
    expect(serializePath(template, { userId: "u 1", groupId: 7 })).toBe("/api/v1/groups/7/users/u%201");
  });

  it("does not take a value for a template", () => {
    expect(serializePath(template, { groupId: "{userId}", userId: "$&" })).toBe(
      "/api/v1/groups/%7BuserId%7D/users/%24%26",
    );
  });

  it("with a value missing is a fault of ours", async () => {
    expect((await failureOf(() => serializePath(template, { groupId: "g" }))).code).toBe("internal");
  });

  it.each(["...", ".a", "a..b", "%", "%zz", "50%"])("may hold %j, which leads nowhere", (groupId) => {
    const path = serializePath("/groups/{groupId}", { groupId });
    expect(new URL(path, "https://acme.okta.com").pathname).toBe(`/groups/${encodeURIComponent(groupId)}`);
  });
});
