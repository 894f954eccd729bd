import { describe, expect, test } from "vitest";
import { z } from "zod";
import { OktaMcpError } from "../../src/errors.js";
import { noteOf, settle } from "../../src/http/doubt.js";
import type { Subject, Update } from "../../src/tool/change.js";
import type { Gate, Step } from "../../src/tool/gate.js";
import type { OktaCall } from "../../src/tool/tool.js";
import { failureOf } from "../failure.js";
import { answering, context, contextWith, okta } from "./contexts.js";
import { openGate } from "./open-gate.js";

const app = {
  id: "0oa1",
  label: "Wiki",
  status: "ACTIVE",
  credentials: { client_secret: "s3cret" },
  seats: 1,
};
const subject = (read: OktaCall): Subject => ({
  kind: "application",
  id: "0oa1",
  name: "label",
  state: "status",
  read,
});

function update(more: Partial<Update> = {}): Update {
  return {
    subjects: [subject(answering(app, { etag: 'W/"1"' }))],
    changes: { label: "Handbook" },
    whole: {
      body: z.strictObject({ label: z.string(), seats: z.int(), credentials: z.unknown() }),
      answerOnly: { always: ["id", "status"] },
    },
    view: ["id", "credentials.client_secret"],
    send: async () => ({ data: app, response: new Response() }),
    ...more,
  };
}

/** The step that the gate is asked to let pass. */
async function askedOf(more: Partial<Update>): Promise<Step> {
  const steps: Step[] = [];
  const gate: Gate = {
    isDryRun: false,
    async pass(step) {
      steps.push(step);
      return { dryRun: {} };
    },
  };
  await contextWith(gate).update(update(more));
  const [step] = steps;
  if (!step) throw new Error("The gate was not passed.");
  return step;
}

describe("the gate is told", () => {
  test("what depends on the object, and the state it must be in", async () => {
    const about = {
      dependents: [{ kind: "users", list: answering([]) }],
      requires: [{ field: "status", oneOf: ["ACTIVE"], otherwise: "Activate it." }],
    };
    expect(await askedOf(about)).toMatchObject(about);
  });

  test("the changes as they were read, not as they came", async () => {
    expect(await askedOf({ changes: { seats: "5" } })).toMatchObject({ given: { changes: { seats: 5 } } });
  });

  test("to ask by the state the object is in, not by the one it is to get", async () => {
    const body = z.looseObject({});
    const changes = { mode: "NEW" };
    const asked = (equals: string) =>
      askedOf({
        subjects: [subject(answering({ ...app, mode: "OLD" }))],
        changes,
        whole: { body, answerOnly: { always: [] } },
        asksWhen: { field: "mode", equals },
      });
    expect([(await asked("OLD")).asks, (await asked("NEW")).asks]).toEqual([true, false]);
  });
});

test("the version sent is that of the object that changes, not of one it belongs to", async () => {
  const versions: unknown[] = [];
  const subjects = [subject(answering(app, { etag: 'W/"1"' })), subject(answering(app, { etag: 'W/"2"' }))];
  await context.update(
    update({
      subjects,
      takesIfMatch: true,
      async send(_okta, _body, ifMatch) {
        versions.push(ifMatch);
        return { data: app, response: new Response() };
      },
    }),
  );
  expect(versions).toEqual(['W/"1"']);
});

describe("secrets", () => {
  const revealing = contextWith(openGate(okta), ["client_secret"]);

  test("that the tool hands over are in the answer to a change", async () => {
    expect(await revealing.update(update())).toMatchObject({ credentials: { client_secret: "s3cret" } });
  });

  test("are not in the answer where nothing was changed", async () => {
    expect(await revealing.update(update({ changes: { label: "Wiki" } }))).toMatchObject({
      changed: [],
      credentials: { client_secret: "[hidden]" },
    });
  });
});

test.each([true, false])("where nothing would change, a dry run is said to be one: %s", async (isDryRun) => {
  const pass = () => Promise.reject(new Error("The gate was passed."));
  const result = await contextWith({ isDryRun, pass }).update(update({ changes: { label: "Wiki" } }));
  expect(result.dry_run).toBe(isDryRun || undefined);
});

test("a conflict that is not about the version stays in Okta's words, though the object has changed", async () => {
  const conflict = new OktaMcpError("conflict", "Another change is under way.", { okta: { status: 409 } });
  const reads = [answering(app, { etag: 'W/"1"' }), answering({ ...app, label: "Other" }, { etag: 'W/"2"' })];
  const read: OktaCall = () => (reads.shift() ?? answering(app))();
  const refused = update({
    subjects: [subject(read)],
    takesIfMatch: true,
    send: () => Promise.reject(conflict),
  });
  expect(await failureOf(() => context.update(refused))).toBe(conflict);
  expect(reads).toHaveLength(1);
});

test("what there is to say about an answer is said by act", async () => {
  const lost = { error: new OktaMcpError("outcome_unknown", "Lost.") };
  const settled = settle("DELETE", lost, { response: new Response(null, { status: 404 }) });
  if (!("response" in settled)) throw settled.error;
  const { response } = settled;
  expect(await context.act({ app_id: "0oa1" }, { subjects: [], send: async () => ({ response }) })).toEqual({
    done: true,
    app_id: "0oa1",
    note: noteOf(response),
  });
});
