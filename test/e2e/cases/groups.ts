import { expect } from "vitest";
import { fresh, groupNamed, idsOf, NO_GROUP, NOBODY, newGroup, newUser } from "../support/objects.js";
import type { Args, Json, Session } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const missing = [{ group_id: NO_GROUP }];
const idIsNumber = [{ group_id: 5 }, "group_id: must be string, not number"] as const;
const READ_ONLY = /^precondition_failed: The type is BUILT_IN, not OKTA_GROUP\. Nothing was done\.$/m;
const BUILT_IN = /^precondition_failed: The type is BUILT_IN, not OKTA_GROUP\. Nothing was done\.\nNext: /;

const created = async (session: Session) => ({ group_id: await newGroup(session) });
const everyone = async (session: Session) => ({ group_id: await groupNamed(session, "Everyone") });
const ofEveryone = async (session: Session) => ({
  ...(await everyone(session)),
  user_id: await newUser(session),
});
const engineering = async (session: Session) => ({ group_id: await groupNamed(session, "Engineering") });
const membership = async (session: Session) => ({
  ...(await created(session)),
  user_id: await newUser(session),
});
const member = async (session: Session) => {
  const args = await membership(session);
  await session.ok("add_user_to_group", args);
  return args;
};
const membersOf = (session: Session, { group_id }: Args) => idsOf(session, "list_group_users", { group_id });

export const groupCases: readonly ToolCase[] = [
  {
    tool: "list_groups",
    prepare: () => ({ search: 'type eq "APP_GROUP"', expand: "stats" }),
    async verify({ ok }, { items, complete }) {
      expect(complete).toBe(true);
      expect(items).toHaveLength(3);
      for (const { id, _embedded } of items as Json[]) {
        expect(await ok("get_group", { group_id: id })).toMatchObject({ type: "APP_GROUP" });
        expect(_embedded).toMatchObject({ stats: { usersCount: expect.any(Number) } });
      }
    },
    wrongType: [{ fields: [5] }, "fields.0: must be string, not number"],
    refused: [
      [
        () => ({ filter: "type is APP_GROUP" }),
        /^okta_rejected: .* In \w+, at character \d+: .*\nField: \w+\n.*E0000031/,
      ],
      [() => ({ search: 'type eq "APP_GROUP"', q: "Eng" }), /^okta_rejected: .*\n.*E0000033/],
    ],
  },
  {
    tool: "get_group",
    prepare: engineering,
    async verify(session, group) {
      expect(group).toMatchObject({ type: "OKTA_GROUP", profile: { name: "Engineering" } });
      expect(await idsOf(session, "list_groups", { q: "Engineering" })).toEqual([group.id]);
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "create_group",
    prepare: () => ({ group: { profile: { name: fresh("Group"), description: "New" } } }),
    async verify({ ok }, { id, type }, { group }) {
      expect(type).toBe("OKTA_GROUP");
      expect(await ok("get_group", { group_id: id })).toMatchObject(group as Json);
    },
    wrongType: [{ group: { profile: { name: 5 } } }, "group.profile.name: must be string, not number"],
    refused: [
      [() => ({ group: { profile: { name: "Engineering" } } }), /^okta_rejected: .*\n.*E0000001.*\n- name: /],
    ],
  },
  {
    tool: "update_group",
    prepare: async (session) => ({
      ...(await created(session)),
      changes: { profile: { description: "Changed" } },
    }),
    async verify({ ok }, result, { group_id }) {
      expect(result.changed).toEqual([{ field: "profile.description", from: "For tests", to: "Changed" }]);
      const { profile } = await ok("get_group", { group_id });
      expect(profile).toEqual({ name: expect.stringMatching(/^Group \d+$/), description: "Changed" });
    },
    wrongType: [{ group_id: "00g1", changes: "x" }, "changes: must be object, not string"],
    missing,
    refused: [
      [
        async (session) => ({ ...(await everyone(session)), changes: { profile: { description: "x" } } }),
        BUILT_IN,
      ],
      [
        async (session) => ({ ...(await created(session)), changes: { profile: { name: "Engineering" } } }),
        /^okta_rejected: .*\n.*E0000001.*\n- name: /,
      ],
      [
        async (session) => ({ ...(await created(session)), changes: { type: "BUILT_IN" } }),
        /^arguments_invalid: Okta sets type itself: read-only\.\nField: changes\.type/,
      ],
    ],
  },
  {
    tool: "delete_group",
    destructive: true,
    prepare: created,
    async verify({ fail }, result, { group_id }) {
      expect(result).toEqual({ done: true, group_id });
      expect(await fail("get_group", { group_id })).toMatch(/^not_found: /);
    },
    wrongType: idIsNumber,
    missing,
    refused: [[everyone, BUILT_IN]],
  },
  {
    tool: "list_group_users",
    prepare: engineering,
    async verify({ ok }, { items }) {
      const [first] = items as Json[];
      const { items: groups } = await ok("list_user_groups", { user_id: first?.id });
      expect(JSON.stringify(groups)).toContain('"Engineering"');
    },
    wrongType: [{ group_id: "00g1", limit: 1.5 }, "limit: must be integer, not number"],
    missing,
  },
  {
    tool: "list_group_apps",
    prepare: engineering,
    async verify(session, { items }, { group_id }) {
      const ids = (items as Json[]).map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(0);
      const filter = `group.id eq "${group_id}"`;
      expect(ids).toEqual(await idsOf(session, "list_applications", { filter }));
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "add_user_to_group",
    prepare: membership,
    async verify(session, result, args) {
      expect(result).toEqual({ done: true, ...args });
      expect(await membersOf(session, args)).toEqual([args.user_id]);
    },
    wrongType: [{ group_id: "00g1", user_id: null }, "user_id: must be string, not null"],
    missing: [{ group_id: NO_GROUP }, { user_id: NOBODY }],
    refused: [[ofEveryone, READ_ONLY]],
  },
  {
    tool: "remove_user_from_group",
    destructive: true,
    prepare: member,
    async verify(session, result, args) {
      expect(result).toEqual({ done: true, ...args });
      expect(await membersOf(session, args)).toEqual([]);
    },
    wrongType: idIsNumber,
    missing: [{ group_id: NO_GROUP }, { user_id: NOBODY }],
    refused: [[ofEveryone, READ_ONLY]],
  },
];
