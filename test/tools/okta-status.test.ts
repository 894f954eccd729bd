import { expect, test } from "vitest";
import { callTool } from "../../src/tool/call.js";
import { createContext } from "../../src/tool/context.js";
import type { OrgSession } from "../../src/tool/tool.js";
import { oktaStatus } from "../../src/tools/okta-status.js";
import { connectionTo, ORG, playAuth } from "./support.js";

/** What okta_status answers in this session. */
async function statusIn(session: OrgSession, input: object = {}) {
  const { okta, orgUrl } = connectionTo(playAuth());
  const { signal } = new AbortController();
  return callTool(oktaStatus, input, {
    guard: async () => undefined,
    context: async () => createContext({ okta, session, orgUrl, signal }),
  });
}

const status = { org: new URL(ORG).host, method: "device", signed_in: true };
const tools = [
  { name: "list_groups", missing: [] },
  { name: "list_users", missing: ["okta.users.read"] },
  { name: "delete_group", missing: ["okta.groups.manage"] },
  { name: "create_group", missing: ["okta.groups.manage"] },
];

test("tells the tools that are off, with the scope each lacks, and how to grant them", async () => {
  const outcome = await statusIn({ status: async () => status, tools: () => tools });
  expect(outcome).toEqual({
    ok: true,
    result: {
      ...status,
      tools_on: 1,
      tools_off: [
        { tool: "list_users", missing_scopes: ["okta.users.read"] },
        { tool: "delete_group", missing_scopes: ["okta.groups.manage"] },
        { tool: "create_group", missing_scopes: ["okta.groups.manage"] },
      ],
      next: expect.stringContaining("To grant okta.groups.manage, okta.users.read: "),
    },
  });
});

test("tells nothing of what is off where nothing is", async () => {
  const outcome = await statusIn({ status: async () => status, tools: () => tools.slice(0, 1) });
  expect(outcome).toEqual({ ok: true, result: { ...status, tools_on: 1 } });
});

test("is a result, not an error, when nobody is signed in", async () => {
  const problem = "sign_in_required: Somebody must sign in.";
  const session = { status: async () => ({ ...status, signed_in: false, problem }), tools: () => [] };
  expect(await statusIn(session)).toMatchObject({ ok: true, result: { signed_in: false, problem } });
});

test("takes no arguments", async () => {
  const session = { status: async () => status, tools: () => tools };
  expect(await statusIn(session, { verbose: true })).toMatchObject({ error: { code: "arguments_invalid" } });
});
