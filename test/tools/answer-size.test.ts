import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import type { ToolResult } from "../../src/tool/tool.js";
import { startSandboxService } from "../mcp/sandbox-service.js";

/** The most people a sandbox has names for; a list's answer no longer depends on the number by then. */
const USERS = 95_000;
const MAX_TOKENS = 10_000;

test("default answers of every list stay small on a large org, and counting counts all of it", async () => {
  const { sandbox, service } = await startSandboxService({
    sandbox: { users: USERS, rateLimit: { perMinute: 1e9 } },
  });
  const { signal } = new AbortController();
  const ask = async (name: string, args: object = {}): Promise<ToolResult> => {
    const outcome = await service.call({ name, arguments: args, signal });
    if (!outcome?.ok) throw new Error(outcome?.error.toText());
    return outcome.result;
  };
  const [user] = sandbox.org.users.all;
  const [everyone] = sandbox.org.groups.all;
  const [application] = sandbox.org.applications.all;
  const policy = sandbox.org.policies.all.find(({ type }) => type === "ACCESS_POLICY");
  if (!user || !everyone || !application || !policy) throw new Error("the org is empty");
  const calls: [tool: string, args: object][] = [
    ["list_users", {}],
    ["list_user_groups", { user_id: user.id }],
    ["list_groups", {}],
    ["list_groups", { expand: "stats" }],
    ["list_group_users", { group_id: everyone.id }],
    ["list_group_apps", { group_id: everyone.id }],
    ["list_applications", {}],
    ["list_policies", { type: "ACCESS_POLICY" }],
    ["list_policy_rules", { policy_id: policy.id }],
    ["get_logs", {}],
    ["get_login_failures", {}],
    ["find_unused_applications", {}],
    ["find_user", { query: "Smith" }],
    ["find_group", { query: "e" }],
  ];
  const sizes: [string, number][] = [];
  for (const [tool, args] of calls) {
    sizes.push([`${tool} ${JSON.stringify(args)}`, countTokens(JSON.stringify(await ask(tool, args)))]);
  }
  const lists = service.list().filter(({ inputSchema }) => "after" in inputSchema.properties);
  expect(lists.map(({ name }) => name).filter((name) => !calls.some(([tool]) => tool === name))).toEqual([]);
  expect(sizes.filter(([, tokens]) => tokens >= MAX_TOKENS)).toEqual([]);

  expect(await ask("list_users", { count_only: true, filter: 'status eq "ACTIVE"' })).toMatchObject({
    total_read: sandbox.org.users.all.filter(({ status }) => status === "ACTIVE").length,
    complete: true,
  });
}, 30_000);
