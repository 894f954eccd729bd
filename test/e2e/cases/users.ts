import { expect } from "vitest";
import { groupNamed, NOBODY, newUser, profile, statusOf } from "../support/objects.js";
import type { Args, Json, Session } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const missing = [{ user_id: NOBODY }];
const idIsNumber = [{ user_id: 5 }, "user_id: must be string, not number"] as const;

const userIn = (status: string) => (session: Session) => {
  const user = session.sandbox.org.users.all.find((each) => each.status === status);
  return { user_id: String(user?.id) };
};
const active = async (session: Session) => ({ user_id: await newUser(session) });
const suspended = async (session: Session) => {
  const args = await active(session);
  await session.ok("suspend_user", args);
  return args;
};
const deactivated = async (session: Session) => {
  const args = await active(session);
  await session.ok("deactivate_user", args);
  return args;
};
/** Done says so, and the user is in the status then. */
const becomes = (status: string) => async (session: Session, result: Json, args: Args) => {
  expect(result).toMatchObject({ done: true });
  expect(await statusOf(session, args.user_id)).toBe(status);
};

/** The state is told, and the call that comes first. */
const inState = (status: string, wanted: string) =>
  new RegExp(
    `^precondition_failed: The status is ${status}, not ${wanted}\\. Nothing was done\\.\nNext: .*_user`,
  );

export const userCases: readonly ToolCase[] = [
  {
    tool: "list_users",
    prepare: () => ({ search: 'profile.department eq "Engineering" and status eq "ACTIVE"', limit: 5 }),
    async verify({ ok }, { items, count, complete, next }) {
      expect(count).toBe(5);
      expect(complete).toBe(false);
      expect(next).toMatch(/^[\w-]+$/);
      for (const { id } of items as Json[]) {
        const user = await ok("get_user", { user_id: id });
        expect(user).toMatchObject({ status: "ACTIVE", profile: { department: "Engineering" } });
      }
    },
    wrongType: [{ limit: "five" }, "limit: must be number, not string"],
    refused: [
      [
        () => ({ search: "profile.department is Engineering" }),
        /^okta_rejected: .* In \w+, at character \d+: .*\nField: \w+\n.*E0000031/,
      ],
    ],
  },
  {
    tool: "get_user",
    prepare: () => ({ user_id: "jane.smith@example.com" }),
    async verify({ ok }, user) {
      expect(user).toMatchObject({
        status: "ACTIVE",
        profile: { login: "jane.smith@example.com", lastName: "Smith" },
      });
      expect(await ok("get_user", { user_id: user.id })).toEqual({ ...user, untrusted: true });
      expect(user).not.toHaveProperty("_links");
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "create_user",
    prepare: async (session) => ({
      user: {
        profile: profile(),
        credentials: { password: { value: "Correct-Horse-9" } },
        groupIds: [await groupNamed(session, "Legal")],
      },
      activate: true,
    }),
    async verify({ ok }, result, { user }) {
      const created = await ok("get_user", { user_id: result.id });
      expect(created).toMatchObject({ status: "ACTIVE", profile: (user as Json).profile });
      expect(JSON.stringify(created)).not.toContain("Correct-Horse");
      const groups = await ok("list_user_groups", { user_id: result.id });
      expect(JSON.stringify(groups)).toContain('"Legal"');
    },
    wrongType: [
      { user: { profile: { ...profile(), firstName: 5 } } },
      "user.profile.firstName: must be string, not number",
    ],
    refused: [
      [
        () => ({ user: { profile: { ...profile(), login: "jane.smith@example.com" } } }),
        /^okta_rejected: .*\nOkta: HTTP 400, errorCode E0000001, .*\n- login: /,
      ],
    ],
  },
  {
    tool: "update_user",
    prepare: async (session) => ({
      user_id: await newUser(session),
      changes: { profile: { title: "Counsel", department: null } },
    }),
    async verify({ ok }, result, { user_id }) {
      expect(result).toMatchObject({ id: user_id, profile: { title: "Counsel" } });
      const { profile: now } = await ok("get_user", { user_id });
      expect(now).toMatchObject({ title: "Counsel", firstName: "New", badgeNumber: "B-7" });
      expect(now).not.toHaveProperty("department");
    },
    wrongType: [
      { user_id: "00u1", changes: { profile: "x" } },
      "changes.profile: must be object, not string",
    ],
    missing,
    refused: [
      [
        async (session) => ({ ...(await active(session)), changes: { profile: { shoeSize: 44 } } }),
        /^okta_rejected: .*\n.*E0000001.*\n- shoeSize: /,
      ],
      [
        async (session) => ({ ...(await deactivated(session)), changes: { profile: { title: "x" } } }),
        /^forbidden: .*\n.*E0000038/,
      ],
    ],
  },
  {
    tool: "activate_user",
    prepare: async (session) => ({ user_id: await newUser(session, false), send_email: false }),
    async verify(session, result, { user_id }) {
      expect(result).toEqual({ activationUrl: expect.any(String), activationToken: expect.any(String) });
      expect(await statusOf(session, user_id)).toBe("ACTIVE");
    },
    wrongType: [{ user_id: "00u1", send_email: "no" }, "send_email: must be boolean, not string"],
    missing,
    refused: [[active, inState("ACTIVE", "STAGED or DEPROVISIONED")]],
  },
  {
    tool: "deactivate_user",
    destructive: true,
    prepare: active,
    verify: becomes("DEPROVISIONED"),
    wrongType: idIsNumber,
    missing,
    refused: [[deactivated, /^precondition_failed: The status is DEPROVISIONED\. Nothing was done\.$/m]],
  },
  {
    tool: "suspend_user",
    destructive: true,
    prepare: active,
    verify: becomes("SUSPENDED"),
    wrongType: idIsNumber,
    missing,
    refused: [[userIn("STAGED"), inState("STAGED", "ACTIVE")]],
  },
  {
    tool: "unsuspend_user",
    prepare: suspended,
    verify: becomes("ACTIVE"),
    wrongType: idIsNumber,
    missing,
    refused: [[active, inState("ACTIVE", "SUSPENDED")]],
  },
  {
    tool: "unlock_user",
    prepare: userIn("LOCKED_OUT"),
    verify: becomes("ACTIVE"),
    wrongType: idIsNumber,
    missing,
    refused: [[active, inState("ACTIVE", "LOCKED_OUT")]],
  },
  {
    tool: "delete_deactivated_user",
    destructive: true,
    prepare: deactivated,
    async verify({ fail }, result, { user_id }) {
      expect(result).toEqual({ done: true, user_id });
      expect(await fail("get_user", { user_id })).toMatch(/^not_found: /);
    },
    wrongType: idIsNumber,
    missing,
    refused: [
      [
        active,
        /^precondition_failed: The status is ACTIVE, not DEPROVISIONED\. Nothing was done\.\nNext: .*deactivate_user/,
      ],
    ],
  },
  {
    tool: "list_user_groups",
    prepare: () => ({ user_id: "jane.smith@example.com" }),
    async verify({ ok }, { items, complete }) {
      expect(complete).toBe(true);
      const engineering = (items as Json[]).find((group) => (group.profile as Json).name === "Engineering");
      const { items: members } = await ok("list_group_users", { group_id: engineering?.id, limit: 1000 });
      expect(JSON.stringify(members)).toContain('"jane.smith@example.com"');
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "get_user_profile_attributes",
    prepare: () => ({}),
    verify(_, { definitions }) {
      expect(definitions).toMatchObject({
        base: { properties: { login: { required: true } } },
        custom: { properties: { badgeNumber: { title: "Badge number" } } },
      });
    },
    wrongType: [{ fields: 5 }, "fields: must be array, not number"],
  },
];
