import { describe, expect, test } from "vitest";
import { z } from "zod";
import { apiToken } from "../../src/auth/api-token.js";
import { createOktaClient } from "../../src/http/client.js";
import { createContext } from "../../src/tool/context.js";
import { MAX_RESULT, size } from "../../src/tool/shape.js";
import type { OktaCall, Replacement } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";

const orgUrl = "https://example.okta.com";
/** A context whose client reaches nothing: the calls of these tests are given, not made. */
const context = createContext({
  okta: createOktaClient({ orgUrl }, apiToken({ method: "api_token", token: "x" }, orgUrl), {
    fetch: () => Promise.reject(new Error("A test sent a request.")),
  }),
  session: {
    status: async () => ({ org: orgUrl, method: "api_token", signed_in: true }),
    tools: () => [],
  },
  orgUrl,
  signal: new AbortController().signal,
});

const answering =
  (data?: unknown): OktaCall =>
  async () => ({ data, response: new Response() });
const user = { id: "00u1", status: "ACTIVE", lastLogin: null, profile: { login: "a@x.org" }, _links: {} };

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

describe("send", () => {
  test("answers the summary of what Okta answered", async () => {
    expect(await context.send(["id", "status"], answering(user))).toEqual({ id: "00u1", status: "ACTIVE" });
  });

  test.each<[string, readonly string[] | undefined, unknown]>([
    ["there is no view", undefined, user],
    ["Okta answers nothing", ["id"], undefined],
    ["Okta answers nothing of the view", ["activationUrl"], {}],
  ])("answers done where %s", async (_, view, data) => {
    expect(await context.send(view, answering(data))).toEqual({ done: true });
  });
});

test("act answers done and the identifiers, after the call", async () => {
  let calls = 0;
  const result = await context.act({ user_id: "00u1" }, async () => {
    calls += 1;
    return { response: new Response() };
  });
  expect(result).toEqual({ done: true, user_id: "00u1" });
  expect(calls).toBe(1);
});

describe("replace", () => {
  const group = { id: "00g1", type: "OKTA_GROUP", profile: { name: "A", description: "x", costCenter: "7" } };

  /** A replacement of the group, and the bodies it wrote; Okta answers with what was written. */
  function replacing(changes: Replacement["changes"], current: unknown = group) {
    const written: unknown[] = [];
    const result = context.replace({
      changes,
      body: z.strictObject({ profile: z.looseObject({ name: z.string() }) }),
      answerOnly: { always: ["id", "type"] },
      view: ["id", "profile.name"],
      read: answering(current),
      async write(body) {
        written.push(body);
        return { data: { ...group, ...(body as object) }, response: new Response() };
      },
    });
    return { result, written };
  }

  test("writes the merged object and answers what changed and the new summary", async () => {
    const { result, written } = replacing({ profile: { name: "B", description: null } });
    expect(await result).toEqual({
      changed: [
        { field: "profile.name", from: "A", to: "B" },
        { field: "profile.description", from: "x", to: null },
      ],
      id: "00g1",
      profile: { name: "B" },
    });
    expect(written).toEqual([{ profile: { name: "B", costCenter: "7" } }]);
  });

  test("writes nothing where nothing would change, and says so", async () => {
    const { result, written } = replacing({ profile: { name: "A" } });
    expect(await result).toMatchObject({ changed: [], note: expect.any(String), id: "00g1" });
    expect(written).toEqual([]);
  });

  test("writes nothing where the changes are refused", async () => {
    const { result, written } = replacing({ profile: { name: 5 } });
    expect((await failureOf(() => result)).code).toBe("arguments_invalid");
    expect(written).toEqual([]);
  });

  test("stays under the cap however large the change is", async () => {
    const { result } = replacing({ profile: { notes: "x".repeat(150_000) } });
    const answer = await result;
    expect(size(answer)).toBeLessThanOrEqual(MAX_RESULT);
    expect(answer).toMatchObject({ id: "00g1", omitted: ["changed"] });
  });
});

describe("require", () => {
  const state = { field: "status", equals: "DEPROVISIONED", otherwise: "Deactivate first." };

  test("passes in the state required", async () => {
    const read = answering({ ...user, status: "DEPROVISIONED" });
    await expect(context.require({ ...state, read })).resolves.toBeUndefined();
  });

  test("else says the state there is and what to do", async () => {
    const error = await failureOf(() => context.require({ ...state, read: answering(user) }));
    expect(error).toMatchObject({ code: "precondition_failed", next: "Deactivate first." });
    expect(error.message).toBe("The status is ACTIVE, not DEPROVISIONED. Nothing was done.");
  });
});
