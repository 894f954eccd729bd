import { applicationBody } from "../application-body.js";
import { showAppUser } from "../assignment-views.js";
import { assignmentIn } from "../assignments.js";
import { OktaError } from "../errors.js";
import type { Org } from "../org.js";
import { linkHeaders, readLimit, takePage } from "../paging.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { attributesOf, compile, EQUAL, type Grammar } from "../scim.js";
import { applicationTarget } from "../targets.js";
import type { ApplicationRecord, Json } from "../types.js";
import { showApplication } from "../views.js";

const READ = "okta.apps.read";
const MANAGE = "okta.apps.manage";
const ONE = "/api/v1/apps/{appId}";

export const applicationRoutes: readonly Route[] = [
  { method: "GET", path: "/api/v1/apps", scope: READ, body: "none", handle: listApplications },
  { method: "POST", path: "/api/v1/apps", scope: MANAGE, body: "json", handle: createApplication },
  { method: "GET", path: ONE, scope: READ, body: "none", handle: getApplication },
  { method: "PUT", path: ONE, scope: MANAGE, body: "json", handle: replaceApplication },
  { method: "DELETE", path: ONE, scope: MANAGE, body: "none", handle: deleteApplication },
  {
    method: "POST",
    path: `${ONE}/lifecycle/activate`,
    scope: MANAGE,
    body: "none",
    handle: activateApplication,
  },
  {
    method: "POST",
    path: `${ONE}/lifecycle/deactivate`,
    scope: MANAGE,
    body: "none",
    handle: deactivateApplication,
  },
];

const LIMIT = { default: 20, max: 200, above: "clamp" } as const;

const FILTER: Grammar = {
  operators: EQUAL,
  attribute: attributesOf([
    "id",
    "status",
    "name",
    "user.id",
    "group.id",
    "credentials.signing.kid",
    "settings.slo.enabled",
  ]),
};

function listApplications(call: Call): Answer {
  const { org, query } = call;
  // Okta documents -1 as the default: no wish.
  const limit = query.get("limit") === "-1" ? LIMIT.default : readLimit(query, LIMIT);
  const filter = query.get("filter");
  const expression = filter === null ? () => true : compile(filter, FILTER);
  const prefix = query.get("q")?.toLowerCase() ?? "";
  const page = takePage(org.applications.all, {
    limit,
    after: query.get("after"),
    keep: (app) =>
      expression(filterView(org, app, filter ?? "")) &&
      [app.body.name, app.body.label].some((text) => String(text).toLowerCase().startsWith(prefix)),
  });
  const userId = /^user\/(\w+)$/.exec(query.get("expand") ?? "")?.[1];
  const items = page.items.map((app) => ({
    ...showApplication(app, call.base),
    ...embeddedUser(call, app, userId),
  }));
  return ok(items, linkHeaders(call.base, call.path, query, page.next, limit));
}

/**
 * What a filter sees of an application: Okta lets it ask for assignments as if they were attributes. Of the users
 * only those that the filter names are looked at; an application of Everyone has too many to list.
 */
function filterView(org: Org, app: ApplicationRecord, filter: string): Json {
  const { groups } = org.assignmentsOf(app.id);
  const assigned = assignmentIn(org, app.id);
  const users = (filter.match(/00u\w{17}/g) ?? []).filter((id) => {
    const user = org.users.get(id);
    return user !== undefined && assigned(user) !== undefined;
  });
  return {
    id: app.id,
    status: app.status,
    name: app.body.name,
    credentials: app.body.credentials,
    settings: app.body.settings,
    user: users.map((id) => ({ id })),
    group: [...groups.keys()].map((id) => ({ id })),
  };
}

/** What `expand=user/{id}` adds to the applications that this user has. */
function embeddedUser({ org, base }: Call, app: ApplicationRecord, userId: string | undefined): Json {
  const user = userId === undefined ? undefined : org.users.get(userId);
  const assigned = user && assignmentIn(org, app.id)(user);
  return user && assigned ? { _embedded: { user: showAppUser(app, user, assigned, base) } } : {};
}

const named = (call: Call): ApplicationRecord => call.org.requireApplication(call.param("appId"));

function getApplication(call: Call): Answer {
  return ok(showApplication(named(call), call.base));
}

function createApplication(call: Call): Answer {
  const { org } = call;
  const id = org.newId("application");
  const body = applicationBody(call.body, id, org.random);
  const time = org.timestamp();
  const app = org.applications.add({
    id,
    seq: org.nextSeq(),
    created: time,
    lastUpdated: time,
    status: call.query.get("activate") === "false" ? "INACTIVE" : "ACTIVE",
    body,
  });
  note(call, app, "application.lifecycle.create", "Create application");
  return ok(showApplication(app, call.base));
}

/** Replaces everything the caller may set; what is left out falls back to the defaults. */
function replaceApplication(call: Call): Answer {
  const app = named(call);
  app.body = applicationBody(call.body, app.id, call.org.random, app);
  call.org.touch(app);
  note(call, app, "application.lifecycle.update", "Update application");
  return ok(showApplication(app, call.base));
}

function deleteApplication(call: Call): Answer {
  const app = named(call);
  if (app.status === "ACTIVE") {
    throw new OktaError(403, "E0000056", "Delete application forbidden.", [
      "The application must be deactivated before deletion.",
    ]);
  }
  call.org.removeApplication(app);
  note(call, app, "application.lifecycle.delete", "Delete application");
  return noContent();
}

/** Activating an active application is no error and no event; the same the other way round. */
function activateApplication(call: Call): Answer {
  return setStatus(call, "ACTIVE", "application.lifecycle.activate", "Activate application");
}

function deactivateApplication(call: Call): Answer {
  return setStatus(call, "INACTIVE", "application.lifecycle.deactivate", "Deactivate application");
}

function setStatus(
  call: Call,
  status: ApplicationRecord["status"],
  eventType: string,
  message: string,
): Answer {
  const app = named(call);
  if (app.status !== status) {
    app.status = status;
    call.org.touch(app);
    note(call, app, eventType, message);
  }
  return ok({});
}

function note(call: Call, app: ApplicationRecord, eventType: string, displayMessage: string): void {
  call.record({ eventType, displayMessage, targets: [applicationTarget(app)] });
}
