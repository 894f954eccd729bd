import { describe, expect, test } from "vitest";
import { userCases } from "./cases/users.js";
import { newUser, statusOf } from "./support/objects.js";
import type { Json } from "./support/session.js";
import { runToolCases, sessionOf, writesOf } from "./support/tool-case.js";

runToolCases(userCases);

describe("users, beyond the table", () => {
  const session = sessionOf({ asking: true });

  test("an update keeps every other attribute, custom ones included", async () => {
    const { ok, sandbox } = session();
    const seeded = sandbox.org.users.all.find(
      ({ profile, status }) => profile.badgeNumber && status === "ACTIVE",
    );
    const before = await ok("get_user", { user_id: seeded?.id });
    await ok("update_user", {
      user_id: before.id,
      changes: { profile: { officeFloor: 9, skills: ["Welsh"] } },
    });
    const after = await ok("get_user", { user_id: before.id });
    expect(after).toEqual({
      ...before,
      lastUpdated: expect.any(String),
      profile: { ...(before.profile as Json), officeFloor: 9, skills: ["Welsh"] },
    });
  });

  test("delete_deactivated_user leaves an ACTIVE user there, and ACTIVE", async () => {
    const { fail, sandbox } = session();
    const id = await newUser(session());
    const before = sandbox.requests.length;
    expect(await fail("delete_deactivated_user", { user_id: id })).toMatch(/^precondition_failed: /);
    expect(writesOf(session(), before)).toEqual([]);
    expect(await statusOf(session(), id)).toBe("ACTIVE");
  });

  test("a list is read to its end by next, every user once", async () => {
    const { ok, sandbox } = session();
    const seen: unknown[] = [];
    let args: Json = { search: "id pr", limit: 50, detail: "full" };
    for (;;) {
      const page = await ok("list_users", args);
      seen.push(...(page.items as Json[]).map(({ id }) => id));
      if (page.next === undefined) break;
      args = { ...args, after: page.next };
    }
    expect(seen).toHaveLength(sandbox.org.users.all.length);
    expect(new Set(seen)).toEqual(new Set(sandbox.org.users.all.map(({ id }) => id)));
  });
});
