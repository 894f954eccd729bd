import { expect } from "vitest";
import { group, logins, user } from "../objects.js";
import { daysBefore, groupNamed, userNamed } from "../steps.js";
import type { Usages } from "../usage.js";

export const users: Usages = {
  list_users: [
    {
      sentence: "Who works in Legal?",
      async plan({ call }) {
        const { items } = await call("list_users", { search: 'profile.department eq "Legal"' });
        return items.map(({ profile }) => profile.login).sort();
      },
      check(told, { org }) {
        expect(told).toEqual(logins(org, ({ profile }) => profile.department === "Legal"));
      },
    },
    {
      sentence: "How many users are suspended at the moment?",
      async plan({ call }) {
        return (await call("list_users", { search: 'status eq "SUSPENDED"', count_only: true })).total_read;
      },
      check(told, { org }) {
        expect(told).toBe(logins(org, ({ status }) => status === "SUSPENDED").length);
        expect(told).toBeGreaterThan(0);
      },
    },
    {
      sentence: "Which accounts were created in the last six months?",
      async plan({ call, now }) {
        const { items } = await call("list_users", {
          search: `created gt "${daysBefore(now, 182)}"`,
          fields: ["profile.login", "created"],
        });
        return items.map(({ profile }) => profile.login).sort();
      },
      check(told, { org }) {
        expect(told).toEqual(logins(org, ({ created }) => created > daysBefore(org.timestamp(), 182)));
        expect(told).toContain("emma.olsen@example.com");
      },
    },
  ],
  get_user: [
    {
      sentence: "Show me the whole profile of jane.smith@example.com",
      async plan({ call }) {
        return (await call("get_user", { user_id: "jane.smith@example.com" })).profile;
      },
      check(told, { org }) {
        expect(told).toEqual(user(org, "Jane Smith").profile);
      },
    },
    {
      sentence: "Who is Amelia Brown's manager?",
      async plan(model) {
        const { profile } = await model.call("get_user", { user_id: await userNamed(model, "Amelia Brown") });
        return profile.manager;
      },
      check(told, { org }) {
        expect(told).toBe(user(org, "Amelia Brown").profile.manager);
        expect(told).toBe("Lucia Garcia");
      },
    },
    {
      sentence: "When did Kai Sato last change the password?",
      async plan(model) {
        const user_id = await userNamed(model, "Kai Sato");
        return (await model.call("get_user", { user_id, fields: ["passwordChanged"] })).passwordChanged;
      },
      check(told, { org }) {
        expect(told).toBe(user(org, "Kai Sato").passwordChanged);
      },
    },
  ],
  create_user: [
    {
      sentence:
        "Create an account for Priya Raman, priya.raman@example.com, Software Engineer in Engineering",
      async plan({ call }) {
        const login = "priya.raman@example.com";
        const name = { firstName: "Priya", lastName: "Raman" };
        const profile = {
          login,
          email: login,
          ...name,
          title: "Software Engineer",
          department: "Engineering",
        };
        return (await call("create_user", { user: { profile } })).id;
      },
      check(told, { org }) {
        expect(user(org, "Priya Raman")).toMatchObject({
          id: told,
          status: "PROVISIONED",
          profile: {
            login: "priya.raman@example.com",
            title: "Software Engineer",
            department: "Engineering",
          },
        });
      },
    },
    {
      sentence: "Prepare an account for Tom Ellis (tom.ellis@example.com), but do not activate it yet",
      async plan({ call }) {
        const login = "tom.ellis@example.com";
        const profile = { login, email: login, firstName: "Tom", lastName: "Ellis" };
        return (await call("create_user", { user: { profile }, activate: false })).status;
      },
      check(told, { org }) {
        expect(told).toBe("STAGED");
        expect(user(org, "Tom Ellis").status).toBe("STAGED");
      },
    },
    {
      sentence: "Set up the contractor Lena Vogt, lena.vogt@example.com, in the Contractors group",
      async plan(model) {
        const login = "lena.vogt@example.com";
        const name = { firstName: "Lena", lastName: "Vogt" };
        const profile = { login, email: login, ...name, userType: "Contractor" };
        const groupIds = [await groupNamed(model, "Contractors")];
        return (await model.call("create_user", { user: { profile, groupIds } })).id;
      },
      check(_, { org }) {
        const { id, profile } = user(org, "Lena Vogt");
        expect(profile.userType).toBe("Contractor");
        expect(org.isMember(group(org, "Contractors"), id)).toBe(true);
      },
    },
  ],
  update_user: [
    {
      sentence: "Change Jane Smith's title to Staff Software Engineer",
      async plan(model) {
        const user_id = await userNamed(model, "Jane Smith");
        const changes = { profile: { title: "Staff Software Engineer" } };
        return (await model.call("update_user", { user_id, changes })).profile.title;
      },
      check(told, { org }) {
        expect(told).toBe("Staff Software Engineer");
        const { title, department } = user(org, "Jane Smith").profile;
        expect({ title, department }).toEqual({ title: told, department: "Engineering" });
      },
    },
    {
      sentence: "Move mia.bauer@example.com to Marketing, cost center CC-300",
      async plan({ call }) {
        const changes = { profile: { department: "Marketing", costCenter: "CC-300" } };
        return (await call("update_user", { user_id: "mia.bauer@example.com", changes })).profile.department;
      },
      check(_, { org }) {
        expect(user(org, "Mia Bauer").profile).toMatchObject({
          department: "Marketing",
          costCenter: "CC-300",
          lastName: "Bauer",
        });
      },
    },
    {
      sentence: "Remove Jane Smith's mobile number from her profile",
      given(org) {
        expect(user(org, "Jane Smith").profile.mobilePhone).toBeTypeOf("string");
      },
      async plan(model) {
        const user_id = await userNamed(model, "Jane Smith");
        await model.call("update_user", { user_id, changes: { profile: { mobilePhone: null } } });
      },
      check(_, { org }) {
        const { mobilePhone, login } = user(org, "Jane Smith").profile;
        expect([mobilePhone ?? null, login]).toEqual([null, "jane.smith@example.com"]);
      },
    },
  ],
};
