import { showAppUser, showGroupAssignment } from "../assignment-views.js";
import { assignmentIn } from "../assignments.js";
import { linkHeaders, readLimit, takePage } from "../paging.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import { showGroup, showUser } from "../views.js";

const READ = "okta.apps.read";

export const applicationAssignmentRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/apps/{appId}/users",
    scope: READ,
    body: "none",
    handle: listApplicationUsers,
  },
  {
    method: "GET",
    path: "/api/v1/apps/{appId}/groups",
    scope: READ,
    body: "none",
    handle: listGroupAssignments,
  },
];

const USERS = { default: 50, max: 500, above: "clamp" } as const;
/** Okta documents 20 as the least, and nothing of what happens below; the sandbox takes what is asked for. */
const GROUPS = { default: 20, max: 200, above: "clamp" } as const;

function listApplicationUsers(call: Call): Answer {
  const { org, query, base } = call;
  const app = org.requireApplication(call.param("appId"));
  const limit = readLimit(query, USERS);
  const assigned = assignmentIn(org, app.id);
  const prefix = query.get("q")?.toLowerCase() ?? "";
  const shown = (user: (typeof org.users.all)[number]) => {
    const by = assigned(user);
    return by === undefined ? undefined : showAppUser(app, user, by, base);
  };
  const page = takePage(org.users.all, {
    limit,
    after: query.get("after"),
    keep: (user) => {
      if (prefix === "") return assigned(user) !== undefined;
      const { credentials, profile } = shown(user) ?? {};
      const { firstName, lastName, email } = profile ?? {};
      return [credentials?.userName, firstName, lastName, email].some(
        (text) => typeof text === "string" && text.toLowerCase().startsWith(prefix),
      );
    },
  });
  const embed = query.get("expand") === "user";
  const items = page.items.map((user) => ({
    ...shown(user),
    ...(embed ? { _embedded: { user: showUser(user, base) } } : {}),
  }));
  return ok(items, linkHeaders(base, call.path, query, page.next, limit));
}

function listGroupAssignments(call: Call): Answer {
  const { org, query, base } = call;
  const app = org.requireApplication(call.param("appId"));
  const limit = readLimit(query, GROUPS);
  const { groups } = org.assignmentsOf(app.id);
  const prefix = query.get("q")?.toLowerCase() ?? "";
  const page = takePage(org.groups.all, {
    limit,
    after: query.get("after"),
    keep: ({ id, profile }) => groups.has(id) && String(profile.name).toLowerCase().startsWith(prefix),
  });
  const expand = query.get("expand");
  const items = page.items.flatMap((group) => {
    const assignment = groups.get(group.id);
    if (assignment === undefined) return [];
    const _embedded =
      expand === "group"
        ? { group: showGroup(group, base) }
        : expand === "metadata"
          ? { metadata: { credentials: {} } }
          : undefined;
    return [{ ...showGroupAssignment(app, group, assignment, base), ...(_embedded && { _embedded }) }];
  });
  return ok(items, linkHeaders(base, call.path, query, page.next, limit));
}
