import { readOnlyObject } from "../errors.js";
import { linkHeaders, readLimit, takePage } from "../paging.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { groupTarget, userTarget } from "../targets.js";
import type { GroupRecord } from "../types.js";
import { showApplication, showUser } from "../views.js";

const READ = "okta.groups.read";
const MANAGE = "okta.groups.manage";
const MEMBER = "/api/v1/groups/{groupId}/users/{userId}";

export const groupMemberRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/groups/{groupId}/users",
    scope: READ,
    body: "none",
    handle: listGroupUsers,
  },
  { method: "GET", path: "/api/v1/groups/{groupId}/apps", scope: READ, body: "none", handle: listGroupApps },
  { method: "PUT", path: MEMBER, scope: MANAGE, body: "none", handle: assignUser },
  { method: "DELETE", path: MEMBER, scope: MANAGE, body: "none", handle: unassignUser },
];

const USERS = { default: 1000, max: 1000, above: "clamp" } as const;
const APPS = { default: 20, max: 200, above: "clamp" } as const;

/** Deactivated users keep their memberships at Okta, but are not listed. */
function listGroupUsers(call: Call): Answer {
  const group = call.org.requireGroup(call.param("groupId"));
  const limit = readLimit(call.query, USERS);
  const page = takePage(call.org.users.all, {
    limit,
    after: call.query.get("after"),
    keep: (user) => user.status !== "DEPROVISIONED" && call.org.isMember(group, user.id),
  });
  return ok(
    page.items.map((user) => showUser(user, call.base)),
    linkHeaders(call.base, call.path, call.query, page.next, limit),
  );
}

function listGroupApps(call: Call): Answer {
  const group = call.org.requireGroup(call.param("groupId"));
  const limit = readLimit(call.query, APPS);
  const page = takePage(call.org.applications.all, {
    limit,
    after: call.query.get("after"),
    keep: (app) => call.org.assignmentsOf(app.id).groups.has(group.id),
  });
  return ok(
    page.items.map((app) => showApplication(app, call.base)),
    linkHeaders(call.base, call.path, call.query, page.next, limit),
  );
}

/** Adding a member twice is no error and no second event. */
function assignUser(call: Call): Answer {
  const { group, user } = membership(call);
  if (call.org.join(group, user.id)) {
    call.org.touchMembers(group);
    call.record({
      eventType: "group.user_membership.add",
      displayMessage: "Add user to group membership",
      targets: [userTarget(user), groupTarget(group)],
    });
  }
  return noContent();
}

function unassignUser(call: Call): Answer {
  const { group, user } = membership(call);
  if (call.org.leave(group, user.id)) {
    call.org.touchMembers(group);
    call.record({
      eventType: "group.user_membership.remove",
      displayMessage: "Remove user from group membership",
      targets: [userTarget(user), groupTarget(group)],
    });
  }
  return noContent();
}

/** Only Okta's own groups have members that an administrator may change. */
function membership(call: Call): { group: GroupRecord; user: ReturnType<Call["org"]["requireUser"]> } {
  const group = call.org.requireGroup(call.param("groupId"));
  const user = call.org.requireUser(call.param("userId"));
  if (group.type !== "OKTA_GROUP") throw readOnlyObject("group");
  return { group, user };
}
