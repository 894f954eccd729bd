import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { application, logins, policy, rule } from "../objects.js";
import type { Usages, World } from "../usage.js";

const linesOf = ({ exports }: World, file: string): readonly string[] =>
  readFileSync(join(exports, file), "utf8").trimEnd().split(/\r?\n/);

/** Names of the properties of the schema that was shown. */
const shown = (told: unknown): readonly string[] =>
  Object.keys((told as { properties?: object }).properties ?? {});

export const org: Usages = {
  okta_status: [
    {
      sentence: "Which Okta org am I working on, and does the sign-in hold?",
      async plan({ call }) {
        const { org, signed_in } = await call("okta_status");
        return { org, signed_in };
      },
      check(told) {
        expect(told).toEqual({ org: "acme.okta.com", signed_in: true });
      },
    },
    {
      sentence: "Why can't you delete groups?",
      settings: { exclude: ["delete_*"] },
      async plan({ call }) {
        return (await call("okta_status")).left_out_by;
      },
      check(told) {
        expect(told).toMatchObject({ OKTA_EXCLUDE: expect.arrayContaining(["delete_group"]) });
      },
    },
    {
      sentence: "Could you change anything in Okta by mistake at present?",
      settings: { readOnly: true },
      plan: async ({ call }) => (await call("okta_status")).read_only,
      check(told) {
        expect(told).toBe(true);
      },
    },
  ],
  describe_schema: [
    {
      sentence: "Which kinds of application can you create?",
      async plan({ call }) {
        const { variants } = await call("describe_schema", { tool: "create_application" });
        return (variants as readonly { variant: string }[]).map(({ variant }) => variant);
      },
      check(told, { org }) {
        const modes = org.applications.all.map(({ body }) => body.signOnMode);
        expect(told).toEqual(expect.arrayContaining([...new Set(modes)]));
      },
    },
    {
      sentence: "What can a rule of a session policy decide?",
      async plan({ call }) {
        const args = { tool: "create_policy_rule", variant: "SIGN_ON", field: "actions.signon" };
        return (await call("describe_schema", args)).schema;
      },
      check(told, { org }) {
        const { actions } = rule(org, "Administrators", "Second factor always").body;
        const { signon } = actions as { signon: object };
        expect(shown(told)).toEqual(expect.arrayContaining(Object.keys(signon)));
      },
    },
    {
      sentence: "Which demands can a password policy make on passwords?",
      async plan({ call }) {
        const field = "settings.password.complexity";
        return (await call("describe_schema", { tool: "update_policy", variant: "PASSWORD", field })).schema;
      },
      check(told, { org }) {
        const { settings } = policy(org, "PASSWORD", "Long passwords").body;
        const { complexity } = (settings as { password: { complexity: object } }).password;
        expect(shown(told)).toEqual(expect.arrayContaining(Object.keys(complexity)));
      },
    },
  ],
  export_records: [
    {
      sentence: "Give me all users as a spreadsheet staff.csv, with login, department and city",
      async plan({ call }) {
        const fields = ["profile.login", "profile.department", "profile.city"];
        return (await call("export_records", { tool: "list_users", file: "staff.csv", fields })).rows;
      },
      check(told, world) {
        const current = logins(world.org, ({ status }) => status !== "DEPROVISIONED");
        expect(told).toBe(current.length);
        const [, ...rows] = linesOf(world, "staff.csv");
        expect(rows.map((row) => row.split(",")[0]).sort()).toEqual(current);
      },
    },
    {
      sentence: "Export every active contractor to contractors.csv for the audit",
      async plan({ call }) {
        const search = 'profile.userType eq "Contractor" and status eq "ACTIVE"';
        return call("export_records", { tool: "list_users", arguments: { search }, file: "contractors.csv" });
      },
      check(told, world) {
        const contractors = logins(
          world.org,
          ({ status, profile }) => status === "ACTIVE" && profile.userType === "Contractor",
        );
        expect(told).toMatchObject({ rows: contractors.length });
        expect(linesOf(world, "contractors.csv")).toHaveLength(contractors.length + 1);
      },
    },
    {
      sentence: "Save all settings of all applications to apps.jsonl",
      most: {
        calls: 1,
        tokens: 1_300,
        because: "the answer shows the first rows, which are whole applications",
      },
      async plan({ call }) {
        const args = { tool: "list_applications", file: "apps.jsonl", detail: "full" };
        return (await call("export_records", args)).rows;
      },
      check(told, world) {
        const lines = linesOf(world, "apps.jsonl").map((line) => JSON.parse(line));
        expect(lines).toHaveLength(world.org.applications.size);
        expect(told).toBe(lines.length);
        expect(lines).toContainEqual(
          expect.objectContaining({ id: application(world.org, "Salesforce").id, label: "Salesforce" }),
        );
      },
    },
  ],
};
