import { expect } from "vitest";
import { application, group, members, user } from "../objects.js";
import { groupNamed, userNamed } from "../steps.js";
import type { Usage, Usages } from "../usage.js";

const isMember =
  (name: string, groupName: string, expected: boolean): Usage["check"] =>
  (_, { org }) =>
    expect(org.isMember(group(org, groupName), user(org, name).id)).toBe(expected);

export const groupMembers: Usages = {
  list_group_users: [
    {
      sentence: "Who are our managers? There is a group of them",
      async plan(model) {
        const group_id = await groupNamed(model, "Managers");
        const { items } = await model.call("list_group_users", { group_id });
        return items.map(({ profile }) => profile.login).sort();
      },
      check(told, { org }) {
        expect(told).toEqual(members(org, "Managers"));
      },
    },
    {
      sentence: "How many people are in VPN Users?",
      async plan(model) {
        const group_id = await groupNamed(model, "VPN Users");
        return (await model.call("list_group_users", { group_id, count_only: true })).total_read;
      },
      check(told, { org }) {
        const active = members(org, "VPN Users").filter(
          (login) => org.requireUser(String(login)).status !== "DEPROVISIONED",
        );
        expect(told).toBe(active.length);
      },
    },
    {
      sentence: "Which members of MFA Pilot are not active?",
      async plan(model) {
        const group_id = await groupNamed(model, "MFA Pilot");
        const fields = ["profile.login", "status"];
        const { items } = await model.call("list_group_users", { group_id, fields });
        return items.filter(({ status }) => status !== "ACTIVE").map(({ profile }) => profile.login);
      },
      check(told, { org }) {
        const others = members(org, "MFA Pilot").filter(
          (login) => org.requireUser(String(login)).status !== "ACTIVE",
        );
        expect(told).toEqual(others);
        expect(told).toHaveLength(1);
      },
    },
  ],
  list_group_apps: [
    {
      sentence: "Which applications does somebody get by joining Sales?",
      async plan(model) {
        const group_id = await groupNamed(model, "Sales");
        return (await model.call("list_group_apps", { group_id })).items.map(({ label }) => label);
      },
      check(told) {
        expect(told).toEqual(["Salesforce", "Old CRM"]);
      },
    },
    {
      sentence: "Does the Legal group have the SharePoint Archive?",
      async plan(model) {
        const group_id = await groupNamed(model, "Legal");
        const { items } = await model.call("list_group_apps", { group_id, fields: ["label"] });
        return items.some(({ label }) => label === "SharePoint Archive");
      },
      check(told, { org }) {
        const assigned = org.assignmentsOf(application(org, "SharePoint Archive").id).groups;
        expect(told).toBe(assigned.has(group(org, "Legal").id));
      },
    },
    {
      sentence: "How many applications are assigned to Everyone?",
      async plan(model) {
        const group_id = await groupNamed(model, "Everyone");
        return (await model.call("list_group_apps", { group_id, count_only: true })).total_read;
      },
      check(told, { org }) {
        const { id } = group(org, "Everyone");
        expect(told).toBe(
          org.applications.all.filter((each) => org.assignmentsOf(each.id).groups.has(id)).length,
        );
      },
    },
  ],
  add_user_to_group: [
    {
      sentence: "Add Jane Smith to MFA Pilot",
      async plan(model) {
        const user_id = await userNamed(model, "Jane Smith");
        const group_id = await groupNamed(model, "MFA Pilot");
        return (await model.call("add_user_to_group", { group_id, user_id })).done;
      },
      check: isMember("Jane Smith", "MFA Pilot", true),
    },
    {
      sentence: "Give omar.johnson@example.com VPN access through the group VPN Users",
      async plan(model) {
        const group_id = await groupNamed(model, "VPN Users");
        const user_id = "omar.johnson@example.com";
        return (await model.call("add_user_to_group", { group_id, user_id })).done;
      },
      check: isMember("Omar Johnson", "VPN Users", true),
    },
    {
      sentence: "jonas.lee@example.com will lead IT from now on, put him in Managers",
      async plan(model) {
        const group_id = await groupNamed(model, "Managers");
        return (await model.call("add_user_to_group", { group_id, user_id: "jonas.lee@example.com" })).done;
      },
      check: isMember("Jonas Lee", "Managers", true),
    },
  ],
  remove_user_from_group: [
    {
      sentence: "Take Jane Smith out of VPN Users",
      async plan(model) {
        const user_id = await userNamed(model, "Jane Smith");
        const group_id = await groupNamed(model, "VPN Users");
        return (await model.call("remove_user_from_group", { group_id, user_id })).done;
      },
      check: isMember("Jane Smith", "VPN Users", false),
    },
    {
      sentence: "ibrahim.mbeki@example.com is now an employee: remove him from Contractors",
      cannotAsk: true,
      async plan(model) {
        const group_id = await groupNamed(model, "Contractors");
        const user_id = "ibrahim.mbeki@example.com";
        return (await model.call("remove_user_from_group", { group_id, user_id })).done;
      },
      check: isMember("Ibrahim Mbeki", "Contractors", false),
    },
    {
      sentence: "avery.morgan@example.com changes teams and must no longer be an Okta Administrator",
      async plan(model) {
        const group_id = await groupNamed(model, "Okta Administrator");
        const user_id = "avery.morgan@example.com";
        return (await model.call("remove_user_from_group", { group_id, user_id })).done;
      },
      check: isMember("Avery Morgan", "Okta Administrators", false),
    },
  ],
};
