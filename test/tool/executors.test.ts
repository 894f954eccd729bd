import { describe, expect, test } from "vitest";
import { z } from "zod";
import { OktaMcpError } from "../../src/errors.js";
import type { Change, Update } from "../../src/tool/change.js";
import type { Gate, Step } from "../../src/tool/gate.js";
import { MAX_RESULT, size } from "../../src/tool/shape.js";
import type { OktaCall } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { answering, context, contextWith, okta } from "./contexts.js";
import { openGate } from "./open-gate.js";

const changing = (data?: unknown): Change => ({ subjects: [], send: answering(data) });
const user = { id: "00u1", status: "ACTIVE", lastLogin: null, profile: { login: "a@x.org" }, _links: {} };

describe("send", () => {
  test("answers the summary of what Okta answered", async () => {
    expect(await context.send(["id", "status"], changing(user))).toEqual({ id: "00u1", status: "ACTIVE" });
  });

  test.each<[string, readonly string[] | undefined, unknown]>([
    ["there is no view", undefined, user],
    ["Okta answers nothing", ["id"], undefined],
    ["Okta answers nothing of the view", ["activationUrl"], {}],
  ])("answers done where %s", async (_, view, data) => {
    expect(await context.send(view, changing(data))).toEqual({ done: true });
  });

  test("hands over the secrets that the tool reveals, and no others", async () => {
    const made = { client_id: "0oa1", client_secret: "s3cret", token: "t0ken" };
    const view = ["client_id", "client_secret", "token"];
    expect(await contextWith(openGate(okta), ["client_secret"]).send(view, changing(made))).toEqual({
      ...made,
      token: "[hidden]",
    });
  });
});

describe("act", () => {
  test("answers done and the identifiers, after the call", async () => {
    let calls = 0;
    const result = await context.act(
      { user_id: "00u1" },
      {
        subjects: [],
        async send() {
          calls += 1;
          return { response: new Response() };
        },
      },
    );
    expect(result).toEqual({ done: true, user_id: "00u1" });
    expect(calls).toBe(1);
  });
});

test.each(["send", "act"] as const)("%s answers a dry run as the gate tells it", async (name) => {
  const gate: Gate = { isDryRun: true, pass: async () => ({ dryRun: { dry_run: true } }) };
  const never: Change = { subjects: [], send: () => Promise.reject(new Error("Sent.")) };
  const { send, act } = contextWith(gate);
  expect(await (name === "send" ? send(["id"], never) : act({ id: "1" }, never))).toEqual({ dry_run: true });
});

const group = {
  id: "00g1",
  type: "OKTA_GROUP",
  lastUpdated: "2026-01-01T00:00:00.000Z",
  profile: { name: "A", description: "x", costCenter: "7" },
};

/** An update of the group, and the bodies and versions it sent; Okta answers with what was sent. */
function updating(changes: Update["changes"], more: Partial<Update> = {}, reads: readonly OktaCall[] = []) {
  const sent: unknown[] = [];
  const left = [...reads];
  const read: OktaCall = () => (left.shift() ?? answering(group, { etag: 'W/"1"' }))();
  const update: Update = {
    subjects: [{ kind: "group", id: "00g1", name: "profile.name", state: "type", read }],
    changes,
    whole: {
      body: z.strictObject({ profile: z.looseObject({ name: z.string() }) }),
      answerOnly: { always: ["id", "type", "lastUpdated"] },
    },
    view: ["id", "profile.name"],
    async send(_okta, body: object, ifMatch) {
      sent.push(ifMatch === undefined ? body : [body, ifMatch]);
      return { data: { ...group, ...body }, response: new Response() };
    },
    ...more,
  };
  return { update, sent };
}

describe("update", () => {
  test("sends the merged object and answers what changed and the new summary", async () => {
    const { update, sent } = updating({ profile: { name: "B", description: null } });
    expect(await context.update(update)).toEqual({
      changed: [
        { field: "profile.name", from: "A", to: "B" },
        { field: "profile.description", from: "x", to: null },
      ],
      id: "00g1",
      profile: { name: "B" },
    });
    expect(sent).toEqual([{ profile: { name: "B", costCenter: "7" } }]);
  });

  test("sends nothing where nothing would change, and says so", async () => {
    const { update, sent } = updating({ profile: { name: "A" } });
    const result = await context.update(update);
    expect(result).toMatchObject({
      changed: [],
      note: expect.stringContaining("nothing was sent"),
      id: "00g1",
    });
    expect(sent).toEqual([]);
  });

  test("sends nothing where the changes are refused", async () => {
    const { update, sent } = updating({ profile: { name: 5 } });
    expect((await failureOf(() => context.update(update))).code).toBe("arguments_invalid");
    expect(sent).toEqual([]);
  });

  test("stays under the cap however large the change is", async () => {
    const { update } = updating({ profile: { notes: "x".repeat(150_000) } });
    const answer = await context.update(update);
    expect(size(answer)).toBeLessThanOrEqual(MAX_RESULT);
    expect(answer).toMatchObject({ id: "00g1", omitted: ["changed"] });
  });

  test("masks a secret that changes", async () => {
    const { update } = updating({ profile: { clientSecret: "new" } });
    expect(await context.update(update)).toMatchObject({
      changed: [{ field: "profile.clientSecret", from: null, to: "[hidden]" }],
    });
  });
});

describe("what an update asks of the gate", () => {
  const asked = async (more: Partial<Update>): Promise<Step> => {
    const steps: Step[] = [];
    const gate: Gate = {
      isDryRun: true,
      async pass(step) {
        steps.push(step);
        return { dryRun: {} };
      },
    };
    await contextWith(gate).update(updating({ profile: { name: "B" } }, more).update);
    const [step] = steps;
    if (!step) throw new Error("The gate was not passed.");
    return step;
  };

  test("is a last look at the object, and knows what was read", async () => {
    expect(await asked({})).toMatchObject({
      mustBeUnchanged: true,
      asks: false,
      facts: { subjects: [{ id: "00g1", name: "A", etag: 'W/"1"' }] },
      changed: [{ path: ["profile", "name"] }],
    });
  });

  test("is none where Okta compares the version itself", async () => {
    expect(await asked({ takesIfMatch: true })).toMatchObject({ mustBeUnchanged: false });
  });

  test("is one all the same where Okta has told no version", async () => {
    const read = answering(group);
    const subjects = [{ kind: "group", id: "00g1", name: "profile.name", state: "type", read }];
    expect(await asked({ takesIfMatch: true, subjects })).toMatchObject({ mustBeUnchanged: true });
  });

  test.each([
    ["OKTA_GROUP", true],
    ["APP_GROUP", false],
  ])("is the question where the state is the one to ask in: %s", async (equals, asks) => {
    expect(await asked({ asksWhen: { field: "type", equals } })).toMatchObject({ asks });
  });
});

describe("an update that Okta compares itself", () => {
  const conflict = new OktaMcpError("conflict", "Precondition failed.", { okta: { status: 412 } });
  const refusing = (error: unknown) => ({
    takesIfMatch: true as const,
    send: () => Promise.reject(error),
  });
  const later = {
    ...group,
    lastUpdated: "2026-01-02T00:00:00.000Z",
    profile: { ...group.profile, name: "Z" },
  };

  test("sends the version it read", async () => {
    const { update, sent } = updating({ profile: { name: "B" } }, { takesIfMatch: true });
    await context.update(update);
    expect(sent).toEqual([[{ profile: { name: "B", description: "x", costCenter: "7" } }, 'W/"1"']]);
  });

  test("names both versions where Okta refuses", async () => {
    const { update } = updating({ profile: { name: "B" } }, refusing(conflict), [
      answering(group, { etag: 'W/"1"' }),
      answering(later, { etag: 'W/"2"' }),
    ]);
    const error = await failureOf(() => context.update(update));
    expect(error.code).toBe("conflict");
    expect(error.message).toContain(
      "last updated 2026-01-01T00:00:00.000Z when it was read, 2026-01-02T00:00:00.000Z now",
    );
    expect(error.message).toContain("different: lastUpdated, profile.name");
  });

  test.each<[string, OktaCall]>([
    ["the object looks the same", answering(group, { etag: 'W/"1"' })],
    ["the object cannot be read any more", () => Promise.reject(new OktaMcpError("not_found", "Gone."))],
  ])("keeps Okta's own words where %s", async (_, second) => {
    const { update } = updating({ profile: { name: "B" } }, refusing(conflict), [
      answering(group, { etag: 'W/"1"' }),
      second,
    ]);
    expect(await failureOf(() => context.update(update))).toBe(conflict);
  });

  test("keeps every other error", async () => {
    const error = new OktaMcpError("okta_rejected", "No.", { okta: { status: 400 } });
    const { update } = updating({ profile: { name: "B" } }, refusing(error));
    expect(await failureOf(() => context.update(update))).toBe(error);
  });
});
