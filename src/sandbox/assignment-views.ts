import type { components } from "../../generated/openapi-types.js";
import { type Assigned, type GroupAssignment, later } from "./assignments.js";
import { valueAt } from "./json.js";
import type { ApplicationRecord, GroupRecord, Json, UserRecord } from "./types.js";

type AppUser = components["schemas"]["AppUser"];
type GroupView = components["schemas"]["ApplicationGroupAssignment"];

/** A user as an application knows it: with the name and the profile that the application gets. */
export function showAppUser(
  app: ApplicationRecord,
  user: UserRecord,
  assigned: Assigned,
  base: string,
): AppUser {
  const { scope, since } = assigned;
  return {
    id: user.id,
    created: since,
    lastUpdated: later(since, user.lastUpdated),
    scope,
    status: "ACTIVE",
    statusChanged: since,
    passwordChanged: null,
    // Nobody is provisioned: the applications of the sandbox are all for sign-on alone.
    syncState: "DISABLED",
    credentials: { userName: userName(app, user) },
    profile: profileFor(app, user),
    _links: {
      app: { href: `${base}/api/v1/apps/${app.id}` },
      user: { href: `${base}/api/v1/users/${user.id}` },
      ...(assigned.scope === "GROUP" ? { group: { href: `${base}/api/v1/groups/${assigned.groupId}` } } : {}),
    },
  };
}

const TEMPLATE_SOURCE = /^\$\{(?:source|user)\.(login|email)\}$/;
const LONGEST_USER_NAME = 100;

/** What the application's template makes of the user; templates with functions are Okta's own, here the login stands. */
function userName({ body }: ApplicationRecord, { profile }: UserRecord): string {
  const attribute = TEMPLATE_SOURCE.exec(String(valueAt(body, "credentials.userNameTemplate.template")))?.[1];
  return String(profile[attribute ?? "login"]).slice(0, LONGEST_USER_NAME);
}

/** Only applications that sign on with assertions or claims have a profile; names are no part of an OIDC client's. */
function profileFor({ body }: ApplicationRecord, { profile }: UserRecord): Json {
  const { email, firstName, lastName, displayName } = profile;
  switch (body.signOnMode) {
    case "OPENID_CONNECT":
      return { email, name: displayName ?? null };
    case "SAML_2_0":
    case "SAML_1_1":
    case "WS_FEDERATION":
      return { email, firstName: firstName ?? null, lastName: lastName ?? null };
    default:
      return {};
  }
}

export function showGroupAssignment(
  app: ApplicationRecord,
  group: GroupRecord,
  { priority, since }: GroupAssignment,
  base: string,
): GroupView {
  const url = `${base}/api/v1/apps/${app.id}`;
  return {
    id: group.id,
    lastUpdated: since,
    priority,
    profile: {},
    _links: {
      app: { href: url },
      self: { href: `${url}/groups/${group.id}` },
      group: { href: `${base}/api/v1/groups/${group.id}` },
    },
  };
}
