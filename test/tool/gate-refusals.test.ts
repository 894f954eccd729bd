import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/errors.js";
import { failureOf } from "../failure.js";
import { LEGAL, refusal, type Scene, stage } from "./gate-stage.js";

const requires = [{ field: "type", oneOf: ["BUILT_IN"], otherwise: "Call this first." }];

describe("Okta's own words are kept", () => {
  test.each<[string, number, ErrorCode]>([
    ["where the object is not there", 404, "not_found"],
    ["where the rate limit is used up", 429, "rate_limited"],
    ["where the sign-in is no good", 401, "auth_failed"],
  ])("%s, and its state is not asked for", async (_, status, code) => {
    const { events, pass } = stage({ safety: "write", answer: () => refusal(status) });
    expect((await failureOf(() => pass({ requires }))).code).toBe(code);
    expect(events).toEqual(["audit begun", "sent DELETE", "audit failed"]);
  });

  test.each<[string, Scene["groups"]]>([
    ["may not be read", [refusal(403)]],
    ["cannot be read now", [refusal(503)]],
  ])("where the object %s", async (_, groups) => {
    const { pass } = stage({
      safety: "write",
      answer: () => refusal(400),
      ...(groups && { groups }),
    });
    expect(await failureOf(() => pass({ requires }))).toMatchObject({
      code: "okta_rejected",
      okta: { status: 400 },
    });
  });
});

describe("what is refused before it is sent is put on record", () => {
  const changed = { ...LEGAL, profile: { name: "Finance" } };
  test.each<[string, Scene, object]>([
    [
      "by the user",
      { reply: "no" },
      { confirmation: "elicitation", outcome: "declined", code: "confirmation_declined" },
    ],
    [
      "for want of a way to ask",
      { mode: "strict" },
      { confirmation: "unavailable", outcome: "failed", code: "confirmation_unavailable" },
    ],
    [
      "after the user's yes, for a conflict",
      { reply: "yes", groups: [LEGAL, changed] },
      { confirmation: "elicitation", outcome: "failed", code: "conflict" },
    ],
  ])("%s, with how it was to be confirmed", async (_, scene, record) => {
    const { records, pass } = stage(scene);
    await failureOf(() => pass());
    expect(records).toEqual([expect.objectContaining({ tool: "delete_group", ...record })]);
  });
});
