import { describe, expect, test } from "vitest";
import { failureOf } from "../failure.js";
import { answering, context } from "./contexts.js";

const user = { id: "00u1", status: "ACTIVE", lastLogin: null, profile: { login: "a@x.org" }, _links: {} };

test("a tool is given a client that only reads", () => {
  expect(Object.keys(context.okta)).toEqual(["GET"]);
});

describe("read", () => {
  test("shows the whole object without links and nulls", async () => {
    expect(await context.read({}, answering(user))).toEqual({
      id: "00u1",
      status: "ACTIVE",
      profile: { login: "a@x.org" },
    });
  });

  test("shows the fields asked for", async () => {
    expect(await context.read({ fields: ["profile.login"] }, answering(user))).toEqual({
      profile: { login: "a@x.org" },
    });
  });

  test.each([[[user]], ["text"], [undefined]])("%j is not an object", async (data) => {
    expect((await failureOf(() => context.read({}, answering(data)))).code).toBe("unexpected_response");
  });
});
