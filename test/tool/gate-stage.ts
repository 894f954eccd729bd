import type { Attempt, AuditLog, AuditOutcome } from "../../src/audit/audit-log.js";
import { apiToken } from "../../src/auth/api-token.js";
import { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import { createPace } from "../../src/http/pace.js";
import { createConfirmations, type Reply } from "../../src/tool/confirmation.js";
import { createGate, type GateOptions, type Step } from "../../src/tool/gate.js";
import { createObjectTurns } from "../../src/tool/object-turns.js";
import type { Safety } from "../../src/tool/tool.js";
import { testTool } from "./tools.js";

const orgUrl = "https://example.okta.com";
export const LEGAL = {
  id: "00g1",
  type: "OKTA_GROUP",
  lastUpdated: "2026-05-01T10:00:00.000Z",
  profile: { name: "Legal" },
};

/** A line takes its time to reach the disk: who does not wait for it is found out. */
const written = () => new Promise(setImmediate);

/** As Okta answers what it does not do. */
export const refusal = (status: number): Response =>
  Response.json(
    { errorCode: "E0000038", errorSummary: "Not in this state." },
    { status, headers: { "x-okta-request-id": "req-1" } },
  );

export interface Scene {
  readonly safety?: Safety;
  readonly input?: Readonly<Record<string, unknown>>;
  /** What the user answers; undefined for a client that cannot ask. */
  readonly reply?: Reply;
  readonly mode?: "auto" | "strict" | "off";
  /** The group as it is at each read, the last one from then on. */
  readonly groups?: readonly (object | Response)[];
  readonly cancelledAt?: string;
  readonly auditFails?: boolean;
  /** Okta's answer to the change. */
  readonly answer?: () => Response | Promise<Response>;
  /** Requests are sent again where that is safe, without a pause. */
  readonly retries?: boolean;
}

/** A gate in a scene, and all that happens, in order. */
export function stage({
  safety = "destructive",
  input = {},
  mode,
  groups = [LEGAL],
  answer,
  ...scene
}: Scene = {}) {
  const events: string[] = [];
  const records: unknown[] = [];
  const controller = new AbortController();
  const happens = (event: string): void => {
    events.push(event);
    if (event === scene.cancelledAt) controller.abort();
  };
  const left = [...groups];
  const okta = createOktaClient({ orgUrl }, apiToken({ method: "api_token", token: "x" }, orgUrl), {
    fetch: async (url, init) => {
      const { method } = new Request(url, init);
      happens(method === "GET" ? "read" : `sent ${method}`);
      if (method !== "GET") return (await answer?.()) ?? new Response(null, { status: 204 });
      const next = left.length > 1 ? left.shift() : left[0];
      return next instanceof Response ? next.clone() : Response.json(next);
    },
    ...(scene.retries && { pace: createPace({ wait: async () => undefined, random: () => 0 }) }),
  });
  const audit: AuditLog = {
    async begin(attempt: Attempt) {
      happens("audit begun");
      if (scene.auditFails) throw new OktaMcpError("audit_failed", "The disk is full.");
      records.push(attempt);
      return {
        async complete(outcome: AuditOutcome) {
          await written();
          happens(`audit ${outcome.outcome}`);
          records.push(outcome);
          return true;
        },
      };
    },
    async refused(attempt, outcome) {
      await written();
      happens(`audit refused ${outcome.code}`);
      records.push({ ...attempt, ...outcome });
    },
    reopen: async () => undefined,
    close: async () => undefined,
  };
  let codes = 0;
  const confirmations = createConfirmations({
    ...(mode && { mode }),
    now: () => 0,
    randomCode: () => `code-${++codes}`,
  });
  const { reply } = scene;
  const questions: string[] = [];
  const options: GateOptions = {
    tool: testTool("delete_group", safety),
    input: { group_id: "00g1", ...input },
    orgUrl,
    okta,
    turns: createObjectTurns(),
    confirmations,
    ask:
      reply &&
      (async (question) => {
        happens("asked");
        questions.push(question);
        return reply;
      }),
    audit,
    who: async () => ({ method: "private_key_jwt", client_id: "0oa1" }),
    signal: controller.signal,
  };
  const step: Step = {
    subjects: [
      {
        kind: "group",
        id: "00g1",
        name: "profile.name",
        state: "type",
        read: () => okta.GET("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } } }),
      },
    ],
    dependents: [
      {
        kind: "members",
        list: async () => {
          // Asked for at the same time as the subject; it is told of after it.
          await new Promise(setImmediate);
          happens("listed");
          return { data: [], response: new Response() };
        },
      },
    ],
    send: (client) => client.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId: "00g1" } } }),
  };
  return {
    events,
    records,
    questions,
    step,
    pass: (more: Partial<Step> = {}, again: Readonly<Record<string, unknown>> = {}) =>
      createGate({ ...options, input: { ...options.input, ...again } }).pass({ ...step, ...more }),
  };
}
