import { expect } from "vitest";
import { group } from "../objects.js";
import { groupNamed } from "../steps.js";
import type { Model, Usage, Usages } from "../usage.js";

const deleted =
  (name: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(org.groups.all.map(({ profile }) => profile.name)).not.toContain(name);
  };

const deleting = (name: string) => async (model: Model) =>
  (await model.call("delete_group", { group_id: await groupNamed(model, name) })).done;

export const groups: Usages = {
  list_groups: [
    {
      sentence: "Which are our five largest groups?",
      async plan({ call }) {
        const fields = ["profile.name", "_embedded.stats.usersCount"];
        const { items } = await call("list_groups", { expand: "stats", fields, fetch_all: true });
        const size = (embedded: unknown) => (embedded as { stats: { usersCount: number } }).stats.usersCount;
        return items
          .map(({ profile, _embedded }) => ({ name: profile.name, users: size(_embedded) }))
          .sort((one, other) => other.users - one.users)
          .slice(0, 5);
      },
      check(told, { org }) {
        const sizes = org.groups.all
          .map((each) => ({ name: each.profile.name, users: org.memberCount(each) }))
          .sort((one, other) => other.users - one.users);
        expect(told).toEqual(sizes.slice(0, 5));
      },
    },
    {
      sentence: "Which groups are imported from an application?",
      async plan({ call }) {
        const { items } = await call("list_groups", { search: 'type eq "APP_GROUP"' });
        return items.map(({ profile }) => profile.name);
      },
      check(told, { org }) {
        const imported = org.groups.all.filter(({ type }) => type === "APP_GROUP");
        expect(told).toEqual(imported.map(({ profile }) => profile.name));
        expect(told).toHaveLength(3);
      },
    },
    {
      sentence: "How many groups do we have?",
      async plan({ call }) {
        return (await call("list_groups", { count_only: true })).total_read;
      },
      check(told, { org }) {
        expect(told).toBe(org.groups.size);
      },
    },
  ],
  get_group: [
    {
      sentence: "When did the members of VPN Users last change?",
      async plan(model) {
        const group_id = await groupNamed(model, "VPN Users");
        return (await model.call("get_group", { group_id })).lastMembershipUpdated;
      },
      check(told, { org }) {
        expect(told).toBe(group(org, "VPN Users").lastMembershipUpdated);
      },
    },
    {
      sentence: "How old is the Managers group?",
      async plan(model) {
        return (await model.call("get_group", { group_id: await groupNamed(model, "Managers") })).created;
      },
      check(told, { org }) {
        expect(told).toBe(group(org, "Managers").created);
      },
    },
    {
      sentence: "Which id does Workday know the group Workday Finance by?",
      async plan(model) {
        const group_id = await groupNamed(model, "Workday Finance");
        return (await model.call("get_group", { group_id })).profile.externalId;
      },
      check(told, { org }) {
        expect(told).toBe(group(org, "Workday Finance").profile.externalId);
      },
    },
  ],
  create_group: [
    {
      sentence: "Create a group called Payroll Reviewers",
      async plan({ call }) {
        return (await call("create_group", { group: { profile: { name: "Payroll Reviewers" } } })).id;
      },
      check(told, { org }) {
        expect(group(org, "Payroll Reviewers")).toMatchObject({ id: told, type: "OKTA_GROUP" });
      },
    },
    {
      sentence: "Make a group Office Berlin, described as “Everybody with a desk in Berlin”",
      async plan({ call }) {
        const profile = { name: "Office Berlin", description: "Everybody with a desk in Berlin" };
        return (await call("create_group", { group: { profile } })).id;
      },
      check(_, { org }) {
        expect(group(org, "Office Berlin").profile.description).toBe("Everybody with a desk in Berlin");
      },
    },
    {
      sentence: "Create a group On-call and put rafael.chen@example.com in it",
      async plan({ call }) {
        const { id } = await call("create_group", { group: { profile: { name: "On-call" } } });
        return (await call("add_user_to_group", { group_id: id, user_id: "rafael.chen@example.com" })).done;
      },
      check(_, { org }) {
        const rafael = org.requireUser("rafael.chen@example.com");
        expect(org.isMember(group(org, "On-call"), rafael.id)).toBe(true);
        expect(org.memberCount(group(org, "On-call"))).toBe(1);
      },
    },
  ],
  update_group: [
    {
      sentence: "Rename the group MFA Pilot to Passkey Pilot",
      async plan(model) {
        const group_id = await groupNamed(model, "MFA Pilot");
        return (
          await model.call("update_group", { group_id, changes: { profile: { name: "Passkey Pilot" } } })
        ).id;
      },
      check(told, { org }) {
        expect(group(org, "Passkey Pilot").id).toBe(told);
        expect(group(org, "Passkey Pilot").profile.description).toBe("Tries new authenticators first");
      },
    },
    {
      sentence: "The description of Contractors should say “External staff, reviewed every quarter”",
      async plan(model) {
        const group_id = await groupNamed(model, "Contractors");
        const changes = { profile: { description: "External staff, reviewed every quarter" } };
        return (await model.call("update_group", { group_id, changes })).changed;
      },
      check(told, { org }) {
        expect(told).toEqual([
          {
            field: "profile.description",
            from: "External staff, access reviewed monthly",
            to: "External staff, reviewed every quarter",
          },
        ]);
        expect(group(org, "Contractors").profile.description).toBe("External staff, reviewed every quarter");
      },
    },
    {
      sentence: "Clear the description of the Managers group",
      async plan(model) {
        const group_id = await groupNamed(model, "Managers");
        await model.call("update_group", { group_id, changes: { profile: { description: null } } });
      },
      check(_, { org }) {
        expect(group(org, "Managers").profile.description ?? "").toBe("");
      },
    },
  ],
  delete_group: [
    {
      sentence: "The MFA pilot is over: delete the group MFA Pilot",
      plan: deleting("MFA Pilot"),
      check: deleted("MFA Pilot"),
    },
    {
      sentence: "Delete the group Remote Workers, we do not use it any more",
      cannotAsk: true,
      plan: deleting("Remote Workers"),
      check: deleted("Remote Workers"),
    },
    {
      sentence: "Does anybody still get an application through Contractors? If not, delete the group",
      async plan(model) {
        const group_id = await groupNamed(model, "Contractors");
        const { total_read } = await model.call("list_group_apps", { group_id, count_only: true });
        return total_read === 0 && (await model.call("delete_group", { group_id })).done;
      },
      check: deleted("Contractors"),
    },
  ],
  find_group: [
    {
      sentence: "Do we have a group for remote wrokers?",
      async plan({ call }) {
        const { match, best } = await call("find_group", { query: "remote wrokers" });
        return [match, best.name];
      },
      check(told, { org }) {
        expect(told).toEqual(["close", group(org, "Remote Workers").profile.name]);
      },
    },
    {
      sentence: "Which Workday groups are there?",
      async plan({ call }) {
        return (await call("find_group", { query: "Workday" })).candidates.map(({ name }) => name);
      },
      check(told) {
        expect(told).toEqual(expect.arrayContaining(["Workday Staff", "Workday Finance"]));
        expect(told).toHaveLength(2);
      },
    },
    {
      sentence: "What is the VPN group for?",
      async plan({ call }) {
        return (await call("find_group", { query: "VPN" })).best.description;
      },
      check(told, { org }) {
        expect(told).toBe(group(org, "VPN Users").profile.description);
      },
    },
  ],
};
