import { expect } from "vitest";
import { groupNames, user } from "../objects.js";
import { userNamed } from "../steps.js";
import type { Usages } from "../usage.js";

export const userFacts: Usages = {
  find_user: [
    {
      sentence: "Is there a Jayne Smyth in our org?",
      async plan({ call }) {
        const { match, best } = await call("find_user", { query: "Jayne Smyth" });
        return [match, best.login];
      },
      check(told) {
        expect(told).toEqual(["close", "jane.smith@example.com"]);
      },
    },
    {
      sentence: "Which people called Weber do we have?",
      async plan({ call }) {
        const { candidates } = await call("find_user", { query: "Weber" });
        return candidates.map(({ login }) => login).sort();
      },
      check(told, { org }) {
        const named = org.users.all.filter(({ profile }) => profile.lastName === "Weber");
        expect(told).toEqual(named.map(({ profile }) => profile.login).sort());
        expect(told).toHaveLength(4);
      },
    },
    {
      sentence: "What does amelia.nakamura do, and is the account active?",
      async plan({ call }) {
        const { title, status } = (await call("find_user", { query: "amelia.nakamura" })).best;
        return [title, status];
      },
      check(told) {
        expect(told).toEqual(["QA Engineer", "ACTIVE"]);
      },
    },
  ],
  list_user_groups: [
    {
      sentence: "What groups is Jane Smith a member of?",
      async plan(model) {
        const user_id = await userNamed(model, "Jane Smith");
        const { items } = await model.call("list_user_groups", { user_id });
        return items.map(({ profile }) => profile.name);
      },
      check(told, { org }) {
        expect(told).toEqual(groupNames(org, "Jane Smith"));
      },
    },
    {
      sentence: "Is noah.castillo@example.com allowed to use the VPN, that is in VPN Users?",
      async plan({ call }) {
        const args = { user_id: "noah.castillo@example.com", fields: ["profile.name"] };
        const { items } = await call("list_user_groups", args);
        return items.some(({ profile }) => profile.name === "VPN Users");
      },
      check(told, { org }) {
        expect(told).toBe(true);
        expect(groupNames(org, "Noah Castillo")).toContain("VPN Users");
      },
    },
    {
      sentence: "Which of Ben Park's groups come from Workday rather than from Okta?",
      async plan(model) {
        const user_id = await userNamed(model, "Ben Park");
        const { items } = await model.call("list_user_groups", { user_id });
        return items.filter(({ type }) => type === "APP_GROUP").map(({ profile }) => profile.name);
      },
      check(told, { org }) {
        const imported = org.groupsOf(user(org, "Ben Park").id).filter(({ type }) => type === "APP_GROUP");
        expect(told).toEqual(imported.map(({ profile }) => profile.name));
        expect(told).toEqual(["Workday Staff", "Workday Finance"]);
      },
    },
  ],
  get_user_profile_attributes: [
    {
      sentence: "Which custom attributes do our user profiles have?",
      async plan({ call }) {
        const { definitions } = await call("get_user_profile_attributes", {
          fields: ["definitions.custom.properties"],
        });
        return definitions;
      },
      check(told, { org }) {
        const properties = Object.fromEntries(
          Object.entries(org.profileSchema.custom).map(([name, { title, type }]) => [name, { title, type }]),
        );
        expect(told).toMatchObject({ custom: { properties } });
      },
    },
    {
      sentence: "Which profile attributes must every new user have?",
      async plan({ call }) {
        const fields = ["definitions.base.required", "definitions.custom.required"];
        return (await call("get_user_profile_attributes", { fields })).definitions;
      },
      check(told) {
        expect(told).toEqual({
          base: { required: ["login", "firstName", "lastName", "email"] },
          custom: { required: [] },
        });
      },
    },
    {
      sentence: "Which shirt sizes can a profile have?",
      async plan({ call }) {
        const fields = ["definitions.custom.properties.shirtSize"];
        return (await call("get_user_profile_attributes", { fields })).definitions;
      },
      check(told, { org }) {
        const shirtSize = { enum: org.profileSchema.custom.shirtSize?.enum };
        expect(told).toMatchObject({ custom: { properties: { shirtSize } } });
      },
    },
  ],
};
