import { invalid, OktaError, wrongStatus } from "../errors.js";
import { isObject } from "../json.js";
import type { Org } from "../org.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { groupTarget, userTarget } from "../targets.js";
import { showUser, userEtag } from "../views.js";
import { namedUser } from "./named-user.js";
import { checkProfile, filledProfile, readCredentials } from "./user-input.js";
import { deactivate, setStatus } from "./user-lifecycle.js";
import { listUserGroups, listUsers } from "./user-lists.js";

const READ = "okta.users.read";
const MANAGE = "okta.users.manage";

export const userRoutes: readonly Route[] = [
  { method: "GET", path: "/api/v1/users", scope: READ, body: "none", handle: listUsers },
  { method: "POST", path: "/api/v1/users", scope: MANAGE, body: "json", handle: createUser },
  { method: "GET", path: "/api/v1/users/{id}", scope: READ, body: "none", handle: getUser },
  { method: "POST", path: "/api/v1/users/{id}", scope: MANAGE, body: "json", handle: updateUser },
  { method: "DELETE", path: "/api/v1/users/{id}", scope: MANAGE, body: "none", handle: deleteUser },
  { method: "GET", path: "/api/v1/users/{id}/groups", scope: READ, body: "none", handle: listUserGroups },
];

function getUser(call: Call): Answer {
  const user = namedUser(call);
  return ok(showUser(user, call.base, { single: true }), { ETag: userEtag(user) });
}

function createUser(call: Call): Answer {
  const { org, body, query } = call;
  const profile = filledProfile(body);
  checkProfile(org, profile);
  const credentials = readCredentials(body);
  const activate = query.get("activate") !== "false";
  const expire = query.get("nextLogin") === "changePassword";
  if (expire && !credentials.password) {
    throw new OktaError(400, "E0000124", "A user whose password is to expire at once needs a password.");
  }
  if (expire && !activate) {
    throw new OktaError(400, "E0000125", "A user whose password is to expire at once must be activated.");
  }
  const groups = readGroupIds(org, body.groupIds);
  const time = org.timestamp();
  const user = org.addUser({
    id: org.newId("user"),
    seq: org.nextSeq(),
    status: "STAGED",
    created: time,
    activated: null,
    statusChanged: null,
    lastLogin: null,
    lastUpdated: time,
    passwordChanged: credentials.password ? time : null,
    type: { id: org.profileSchema.typeId },
    profile,
    hasPassword: credentials.password,
    provider: credentials.provider ?? { type: "OKTA", name: "OKTA" },
    recoveryQuestion: credentials.recoveryQuestion,
  });
  call.record({
    eventType: "user.lifecycle.create",
    displayMessage: "Create Okta user",
    targets: [userTarget(user)],
  });
  for (const group of groups) {
    org.join(group, user.id);
    org.touchMembers(group);
    call.record({
      eventType: "group.user_membership.add",
      displayMessage: "Add user to group membership",
      targets: [userTarget(user), groupTarget(group)],
    });
  }
  if (activate) {
    const federated = query.get("provider") === "true" && user.provider.type !== "OKTA";
    if (expire) setStatus(call, user, "PASSWORD_EXPIRED");
    else setStatus(call, user, credentials.password || federated ? "ACTIVE" : "PROVISIONED");
    user.activated = time;
    call.record({
      eventType: "user.lifecycle.activate",
      displayMessage: "Activate Okta user",
      targets: [userTarget(user)],
    });
  }
  return ok(showUser(user, call.base, { single: true }), { ETag: userEtag(user) });
}

function readGroupIds(org: Org, groupIds: unknown) {
  if (groupIds === undefined || groupIds === null) return [];
  if (!Array.isArray(groupIds) || groupIds.some((id) => typeof id !== "string")) {
    throw invalid("groupIds: The value must be a list of group ids");
  }
  return groupIds.map((id: string) => {
    const group = org.requireGroup(id);
    if (group.type !== "OKTA_GROUP")
      throw invalid(`groupIds: Users cannot be added to the group ${id} of this type`);
    return group;
  });
}

/** Partial update: what is left out stays, null clears. */
function updateUser(call: Call): Answer {
  const { org, body, headers } = call;
  const user = namedUser(call);
  const expected = headers["if-match"];
  if (expected !== undefined && expected !== "*" && expected !== userEtag(user)) {
    throw new OktaError(412, "E0000231", "ETag value doesn't match.");
  }
  if (user.status === "DEPROVISIONED") throw wrongStatus();
  if (isObject(body.type) && body.type.id !== undefined && body.type.id !== user.type.id) {
    throw invalid("type: The user type can only be changed by a full replacement");
  }
  const credentials = readCredentials(body);
  if (body.profile !== undefined) {
    if (!isObject(body.profile)) throw invalid("profile: The value must be an object");
    const merged = { ...user.profile, ...body.profile };
    checkProfile(org, merged, user);
    org.setProfile(user, filledProfile({ profile: merged }));
  }
  org.touch(user);
  if (credentials.recoveryQuestion !== undefined) user.recoveryQuestion = credentials.recoveryQuestion;
  if (credentials.provider !== undefined) user.provider = credentials.provider;
  if (credentials.password) {
    user.hasPassword = true;
    user.passwordChanged = user.lastUpdated;
    if (["PROVISIONED", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"].includes(user.status))
      setStatus(call, user, "ACTIVE");
    call.record({
      eventType: "user.account.update_password",
      displayMessage: "User update password for Okta",
      targets: [userTarget(user)],
    });
  }
  call.record({
    eventType: "user.account.update_profile",
    displayMessage: "Update user profile for Okta",
    targets: [userTarget(user)],
    debugData: isObject(body.profile) ? { changedAttributes: Object.keys(body.profile).join(",") } : {},
  });
  return ok(showUser(user, call.base, { single: true }), { ETag: userEtag(user) });
}

/** Okta's DELETE deactivates a user who is not DEPROVISIONED; only the next one deletes. */
function deleteUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status !== "DEPROVISIONED") {
    deactivate(call, user);
    return noContent();
  }
  call.org.removeUser(user);
  call.record({
    eventType: "user.lifecycle.delete.initiated",
    displayMessage: "Delete Okta user",
    targets: [userTarget(user)],
  });
  return noContent();
}
