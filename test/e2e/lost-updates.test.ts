import { describe, expect, test } from "vitest";
import type { Dated } from "../../src/sandbox/types.js";
import { newApplication, newGroup, newPolicy, newRule, newUser } from "./support/objects.js";
import type { Args, Json, Session } from "./support/session.js";
import { sessionOf, writesOf } from "./support/tool-case.js";

const session = sessionOf({ asking: true });
const THEIRS = "Somebody else's";

/** An update tool, and an object that somebody else changes at the same time. */
interface Contested {
  readonly tool: string;
  readonly kind: string;
  readonly route: string;
  /** The arguments that name a new object. */
  readonly make: (session: Session) => Promise<Args>;
  /** Our change; and one that changes nothing. */
  readonly changes: Json;
  readonly same: Json;
  /** The object in the org: `set` is what somebody else does to it, `holds` what it holds of theirs and ours. */
  readonly record: (session: Session, args: Args) => Dated;
  readonly set: (record: never) => void;
  readonly holds: (record: never) => { theirs: unknown; ours: unknown };
  /** What of it differs then. */
  readonly field: string;
}

type Body = Dated & { body: Json };
type Profile = Dated & { profile: Json };
const ofProfile = {
  set: (record: Profile) => {
    record.profile = { ...record.profile, description: THEIRS };
  },
};
const ofBody = {
  set: (record: Body) => {
    record.body = { ...record.body, description: THEIRS };
  },
  holds: ({ body }: Body) => ({ theirs: body.description, ours: body.name ?? body.label }),
};

const CONTESTED: readonly Contested[] = [
  {
    tool: "update_group",
    kind: "group",
    route: "/api/v1/groups/{groupId}",
    make: async (on) => ({ group_id: await newGroup(on) }),
    changes: { profile: { name: "Ours: group" } },
    same: { profile: { description: "For tests" } },
    record: ({ sandbox }, { group_id }) => sandbox.org.requireGroup(String(group_id)),
    ...ofProfile,
    holds: ({ profile }: Profile) => ({ theirs: profile.description, ours: profile.name }),
    field: "profile.description",
  },
  {
    tool: "update_application",
    kind: "application",
    route: "/api/v1/apps/{appId}",
    make: async (on) => ({ app_id: await newApplication(on) }),
    changes: { label: "Ours: application" },
    same: { settings: { app: { requestIntegration: false } } },
    record: ({ sandbox }, { app_id }) => sandbox.org.requireApplication(String(app_id)),
    set: ({ body }: Body) => {
      body.accessibility = { selfService: true, errorRedirectUrl: THEIRS };
    },
    holds: ({ body }: Body) => ({ theirs: Object(body.accessibility).errorRedirectUrl, ours: body.label }),
    field: "accessibility",
  },
  {
    tool: "update_policy",
    kind: "policy",
    route: "/api/v1/policies/{policyId}",
    make: async (on) => ({ policy_id: await newPolicy(on) }),
    changes: { name: "Ours: policy" },
    same: { description: "For tests" },
    record: ({ sandbox }, { policy_id }) => sandbox.org.requirePolicy(String(policy_id)),
    ...ofBody,
    field: "description",
  },
  ...[true, false].map(
    (isActive): Contested => ({
      tool: "update_policy_rule",
      kind: "policy rule",
      route: "/api/v1/policies/{policyId}/rules/{ruleId}",
      make: (on) => newRule(on, isActive),
      changes: { name: `Ours: rule, active: ${isActive}` },
      same: { actions: { signon: { access: "ALLOW" } } },
      record: ({ sandbox: { org } }, { policy_id, rule_id }) =>
        org.requireRule(org.requirePolicy(String(policy_id)), String(rule_id)),
      set: ({ body }: Body) => {
        body.conditions = { network: { connection: "ZONE", include: [THEIRS] } };
      },
      holds: ({ body }: Body) => ({
        theirs: Object(Object(body.conditions).network).include?.[0],
        ours: body.name,
      }),
      field: "conditions.network",
    }),
  ),
  {
    tool: "update_user",
    kind: "user",
    route: "/api/v1/users/{id}",
    make: async (on) => ({ user_id: await newUser(on) }),
    changes: { profile: { title: "Ours: user" } },
    same: { profile: { lastName: "User", nickName: null } },
    record: ({ sandbox }, { user_id }) => sandbox.org.requireUser(String(user_id)),
    ...ofProfile,
    set: (record: Profile) => {
      record.profile = { ...record.profile, department: THEIRS };
    },
    holds: ({ profile }: Profile) => ({ theirs: profile.department, ours: profile.title }),
    field: "profile.department",
  },
];

/** Lets somebody else change the object right before the request of the given method and turn. */
function slipIn(
  { sandbox }: Session,
  { route, set }: Contested,
  record: Dated,
  method: string,
  turn: number,
) {
  let seen = 0;
  return sandbox.onRequest((request) => {
    if (request.route !== route || request.method !== method || ++seen !== turn) return;
    set(record as never);
    sandbox.org.touch(record);
  });
}

describe.each(CONTESTED)("$tool, of a $kind", (each) => {
  const { tool, kind, make, changes, same, holds } = each;
  const byOkta = tool === "update_user";

  test("is a conflict where somebody else was quicker: both versions are named, and theirs stays", async () => {
    const args = await make(session());
    const record = each.record(session(), args);
    const [before, start] = [record.lastUpdated, session().sandbox.requests.length];
    const stop = slipIn(session(), each, record, byOkta ? "POST" : "GET", byOkta ? 1 : 2);
    const text = await session().fail(tool, { ...args, changes });
    stop();
    const id = Object.values(args).at(-1);
    expect(text).toContain(
      `conflict: The ${kind} ${id} has changed in the meantime: last updated ${before} when it was read, ${record.lastUpdated} now; different: `,
    );
    expect(text).toContain(each.field);
    const { theirs, ours } = holds(record as never);
    expect([theirs, String(ours)]).toEqual([THEIRS, expect.not.stringContaining("Ours")]);
    expect(writesOf(session(), start).map(({ status }) => status)).toEqual(byOkta ? [412] : []);
  });

  test("goes through with the next call, and keeps what somebody else has done", async () => {
    const args = await make(session());
    const record = each.record(session(), args);
    each.set(record as never);
    session().sandbox.org.touch(record);
    const named = JSON.parse(JSON.stringify(changes).replace("Ours", "Ours again"));
    expect(await session().ok(tool, { ...args, changes: named })).toMatchObject({ changed: [{}] });
    expect(holds(record as never)).toEqual({ theirs: THEIRS, ours: expect.stringContaining("Ours again") });
  });

  test("sends nothing, and asks nobody, where nothing would change", async () => {
    const args = await make(session());
    const [asked, start] = [session().questions.length, session().sandbox.requests.length];
    expect(await session().ok(tool, { ...args, changes: same })).toMatchObject({
      changed: [],
      note: expect.stringContaining("nothing was sent"),
    });
    expect(writesOf(session(), start)).toEqual([]);
    expect(session().questions.length).toBe(asked);
  });
});

describe("update_user", () => {
  test("sends the version that it read as If-Match", async () => {
    const user_id = await newUser(session());
    const start = session().sandbox.requests.length;
    await session().ok("update_user", { user_id, changes: { profile: { title: "Counsel" } } });
    const requests = session().sandbox.requests.slice(start);
    expect(requests.map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(requests[1]?.headers["if-match"]).toMatch(/^(W\/)?"/);
  });

  test("is a conflict where only the user's status has changed", async () => {
    const user_id = await newUser(session());
    const { org } = session().sandbox;
    const user = org.requireUser(user_id);
    const stop = session().sandbox.onRequest(({ method }) => {
      if (method !== "POST") return;
      user.status = "SUSPENDED";
      org.touch(user);
    });
    const text = await session().fail("update_user", { user_id, changes: { profile: { title: "x" } } });
    stop();
    expect(text).toMatch(/^conflict: The user .* different: .*status/);
    expect(user.profile).not.toHaveProperty("title", "x");
  });
});
