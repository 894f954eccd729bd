import { beforeAll, describe, expect, test } from "vitest";
import { toolsets } from "../../generated/catalog.js";
import { OktaMcpError } from "../../src/errors.js";
import { parseArguments } from "../../src/tool/arguments.js";
import type { Tool } from "../../src/tool/tool.js";
import { mended } from "./obedient-model.js";

const tools = new Map<string, Tool>();
beforeAll(async () => {
  for (const load of Object.values(toolsets)) for (const tool of await load()) tools.set(tool.name, tool);
});

/** The arguments the tool would run with, or the error. */
function tried(name: string, args: unknown): { args?: Record<string, unknown>; error?: OktaMcpError } {
  const { input, body } = tools.get(name) as Tool;
  try {
    const options = { body: body?.schema, ...(body && { described: name }) };
    return { args: parseArguments(input, args, options) };
  } catch (error) {
    if (error instanceof OktaMcpError) return { error };
    throw error;
  }
}

const url = "https://wiki.example.com";
const person = { login: "jane@example.com", email: "jane@example.com", firstName: "Jane", lastName: "Smith" };

/** Mistakes that models make, and what the tool is called with at the second try. */
describe("right at the second try", () => {
  test.each<[string, string, Record<string, unknown>, object]>([
    ["camelCase", "get_user", { userId: "00u1" }, { user_id: "00u1" }],
    ["a shorter name", "delete_group", { id: "00g1" }, { group_id: "00g1" }],
    [
      "two of them",
      "add_user_to_group",
      { group: "00g1", user: "00u2" },
      { group_id: "00g1", user_id: "00u2" },
    ],
    ["a misspelt name", "list_users", { serach: "id pr" }, { search: "id pr" }],
    [
      "a field beside the body",
      "create_group",
      { profile: { name: "x" } },
      { group: { profile: { name: "x" } } },
    ],
    ["a field of a field", "create_group", { name: "x" }, { group: { profile: { name: "x" } } }],
    ["all fields beside the body", "create_user", person, { user: { profile: person } }],
    [
      "a field of the changes",
      "update_user",
      { user_id: "a", title: "T" },
      { changes: { profile: { title: "T" } } },
    ],
    [
      "a field of an object that is read first",
      "update_group",
      { groupId: "00g1", name: "x" },
      { group_id: "00g1", changes: { profile: { name: "x" } } },
    ],
    ["a value in small letters", "get_logs", { sort_order: "desc" }, { sort_order: "DESCENDING" }],
    ["a date without time", "get_logs", { since: "2026-01-01" }, { since: "2026-01-31T12:00:00Z" }],
    [
      "a variant in small letters, its field at the top",
      "create_application",
      { application: { signOnMode: "bookmark", label: "Wiki", url } },
      {
        application: { signOnMode: "BOOKMARK", name: "bookmark", label: "Wiki", settings: { app: { url } } },
      },
    ],
    [
      "a variant left out, that the rest tells",
      "create_application",
      { application: { label: "API", name: "oidc_client", settings: { oauthClient: { grant_types: [] } } } },
      { application: { signOnMode: "OPENID_CONNECT", label: "API", name: "oidc_client", credentials: {} } },
    ],
    [
      "a field one level too high, another misspelt",
      "create_application",
      { application: { signOnMode: "BOOKMARK", name: "bookmark", lable: "Wiki", settings: { url } } },
      { application: { label: "Wiki", settings: { app: { url } } } },
    ],
    [
      "several at once in a policy",
      "create_policy",
      { policy: { type: "okta_sign_on", Name: "Staff", status: "active", descripton: "For staff" } },
      { policy: { type: "OKTA_SIGN_ON", name: "Staff", status: "ACTIVE", description: "For staff" } },
    ],
    [
      "several at once in a rule",
      "create_policy_rule",
      {
        policyId: "00p1",
        rule: { type: "SIGN_ON", name: "x", status: "active", actions: { signon: { acces: "ALLOW" } } },
      },
      { policy_id: "00p1", rule: { status: "ACTIVE", actions: { signon: { access: "ALLOW" } } } },
    ],
  ])("%s: %s", (_, name, args, wanted) => {
    const { error } = tried(name, args);
    expect(error?.code).toBe("arguments_invalid");
    const second = tried(name, mended(args, error?.message ?? ""));
    expect(second.error?.message).toBeUndefined();
    expect(second.args).toMatchObject(wanted);
  });

  test("whatever a tool needs, when nothing is given; a variant has to be chosen first", () => {
    const tries = [...tools.keys()].map((name) => {
      let args: Record<string, unknown> = {};
      for (let count = 1; count <= 3; count += 1) {
        const { error } = tried(name, args);
        if (!error) return { name, count };
        args = mended(args, error.message);
      }
      return { name, count: Number.POSITIVE_INFINITY };
    });
    const later = tries.filter(({ count }) => count > 2);
    expect(later).toEqual(["create_application", "create_policy"].map((name) => ({ name, count: 3 })));
  });
});

describe("what comes next", () => {
  test.each<[string, string, object, string | undefined]>([
    [
      "the variant's fields",
      "create_application",
      { application: { signOnMode: "BOOKMARK" } },
      "tool=create_application variant=BOOKMARK",
    ],
    [
      "the meant variant's",
      "create_application",
      { application: { signOnMode: "bookmark" } },
      "tool=create_application variant=BOOKMARK",
    ],
    ["the variants", "create_policy", {}, "tool=create_policy shows"],
    ["a body without variants", "create_group", { group: 5 }, "tool=create_group shows"],
    ["nothing where no body is at fault", "create_group", { group: {}, dry_run: 5 }, undefined],
    ["nothing where there is none", "get_user", {}, undefined],
  ])("describe_schema tells %s", (_, name, args, wanted) => {
    const next = tried(name, args).error?.next ?? "";
    if (wanted === undefined) expect(next).not.toContain("describe_schema");
    else expect(next).toContain(`describe_schema ${wanted}`);
  });
});
