import { expect, test } from "vitest";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { OrgSession, ToolContext } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { oktaStatus, type StatusOptions } from "../../src/tools/okta-status.js";
import { createToolService } from "../../src/tools/service.js";
import { connectionTo, ORG, playAuth } from "./support.js";

/** What okta_status answers in this session, with this configuration. */
const statusIn = (session: Partial<OrgSession>, options: StatusOptions = { off: [] }) =>
  oktaStatus(options).run({ session: { rateLimits: () => [], ...session } } as ToolContext, {});

const status = { org: new URL(ORG).host, method: "device", signed_in: true };
const tools = [
  { name: "list_groups", missing: [] },
  { name: "list_users", missing: ["okta.users.read"] },
  { name: "delete_group", missing: ["okta.groups.manage"] },
  { name: "create_group", missing: ["okta.groups.manage"] },
];

test("tells the tools that are off, with the scope each lacks, and how to grant them", async () => {
  expect(await statusIn({ status: async () => status, tools: () => tools })).toEqual({
    ...status,
    read_only: false,
    confirm: "auto",
    tools_on: 1,
    tools_off: [
      { tool: "list_users", missing_scopes: ["okta.users.read"] },
      { tool: "delete_group", missing_scopes: ["okta.groups.manage"] },
      { tool: "create_group", missing_scopes: ["okta.groups.manage"] },
    ],
    next: expect.stringContaining("To grant okta.groups.manage, okta.users.read: "),
  });
});

test("tells nothing of what is off where nothing is", async () => {
  const outcome = await statusIn({ status: async () => status, tools: () => tools.slice(0, 1) });
  expect(outcome).toEqual({ ...status, read_only: false, confirm: "auto", tools_on: 1 });
});

test("tells the tools that the configuration leaves out, under every setting that does", async () => {
  const outcome = await statusIn(
    { status: async () => status, tools: () => tools.slice(0, 1) },
    {
      readOnly: true,
      confirm: "strict",
      off: [
        { name: "create_group", why: ["OKTA_READ_ONLY"] },
        { name: "delete_group", why: ["OKTA_READ_ONLY", "OKTA_EXCLUDE"] },
        { name: "get_logs", why: ["OKTA_EXCLUDE"] },
      ],
    },
  );
  expect(outcome).toEqual({
    ...status,
    read_only: true,
    confirm: "strict",
    tools_on: 1,
    tools_left_out: 3,
    left_out_by: {
      OKTA_EXCLUDE: ["delete_group", "get_logs"],
      OKTA_READ_ONLY: ["create_group", "delete_group"],
    },
  });
});

test("tells the ten rate limits that have least left", async () => {
  const rateLimits = () =>
    Array.from({ length: 12 }, (_, index) => ({
      endpoint: `read /api/v1/${index}`,
      limit: 100,
      remaining: index,
      resets: "2026-05-20T12:00:00.000Z",
    }));
  const outcome = await statusIn({ status: async () => status, tools: () => [], rateLimits });
  expect(outcome.rate_limits).toEqual(rateLimits().slice(0, 10));
});

test("counts the tools as they are listed, before anyone has signed in too", async () => {
  const service = createToolService({
    catalog: createCatalog(),
    askedScopes: ["okta.groups.read"],
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
    connect: async () => connectionTo(playAuth()),
  });
  const { signal } = new AbortController();
  const outcome = await service.call({ name: "okta_status", arguments: {}, signal });
  const { tools_on } = outcome?.ok ? outcome.result : {};
  expect(tools_on).toBe(service.list().length);
});

test("is a result, not an error, when nobody is signed in", async () => {
  const problem = "sign_in_required: Somebody must sign in.";
  const session = { status: async () => ({ ...status, signed_in: false, problem }), tools: () => [] };
  expect(await statusIn(session)).toMatchObject({ signed_in: false, problem });
});

test("takes no arguments", () => {
  expect(oktaStatus({ off: [] }).input.safeParse({ verbose: true }).success).toBe(false);
});
