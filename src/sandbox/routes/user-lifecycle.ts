import { invalid, OktaError, wrongStatus } from "../errors.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import { userTarget } from "../targets.js";
import type { UserRecord, UserStatus } from "../types.js";
import { namedUser } from "./named-user.js";

const step = (name: string, handle: Route["handle"]): Route => ({
  method: "POST",
  path: `/api/v1/users/{id}/lifecycle/${name}`,
  scope: "okta.users.manage",
  body: "none",
  handle,
});

export const userLifecycleRoutes: readonly Route[] = [
  step("activate", activateUser),
  step("deactivate", deactivateUser),
  step("suspend", suspendUser),
  step("unsuspend", unsuspendUser),
  step("unlock", unlockUser),
];

/** Moves a user to another status and keeps the timestamps that follow it. */
export function setStatus(call: Call, user: UserRecord, status: UserStatus): void {
  user.status = status;
  call.org.touch(user);
  user.statusChanged = user.lastUpdated;
}

function activateUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status !== "STAGED" && user.status !== "DEPROVISIONED") {
    throw new OktaError(403, "E0000016", "Activation failed because the user is already active");
  }
  setStatus(call, user, user.hasPassword ? "ACTIVE" : "PROVISIONED");
  user.activated = call.org.timestamp();
  call.record({
    eventType: "user.lifecycle.activate",
    displayMessage: "Activate Okta user",
    targets: [userTarget(user)],
  });
  // The token is for the caller to deliver; with sendEmail Okta delivers it itself.
  if (call.query.get("sendEmail") !== "false") return ok({});
  const activationToken = call.org.random.text(20);
  return ok({ activationUrl: `${call.base}/welcome/${activationToken}`, activationToken });
}

function deactivateUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status === "DEPROVISIONED") throw wrongStatus();
  deactivate(call, user);
  return ok({});
}

/** Deprovisions a user: the password and direct application assignments are gone for good. */
export function deactivate(call: Call, user: UserRecord): void {
  setStatus(call, user, "DEPROVISIONED");
  user.hasPassword = false;
  user.recoveryQuestion = undefined;
  for (const app of call.org.applications.all) call.org.assignmentsOf(app.id).users.delete(user.id);
  call.record({
    eventType: "user.lifecycle.deactivate",
    displayMessage: "Deactivate Okta user",
    targets: [userTarget(user)],
    severity: "WARN",
  });
}

function suspendUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status !== "ACTIVE") throw invalid("status: Cannot suspend a user that is not active");
  setStatus(call, user, "SUSPENDED");
  call.record({
    eventType: "user.lifecycle.suspend",
    displayMessage: "Suspend Okta user",
    targets: [userTarget(user)],
  });
  return ok({});
}

function unsuspendUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status !== "SUSPENDED") throw invalid("status: Cannot unsuspend a user that is not suspended");
  setStatus(call, user, "ACTIVE");
  call.record({
    eventType: "user.lifecycle.unsuspend",
    displayMessage: "Unsuspend Okta user",
    targets: [userTarget(user)],
  });
  return ok({});
}

function unlockUser(call: Call): Answer {
  const user = namedUser(call);
  if (user.status !== "LOCKED_OUT")
    throw new OktaError(403, "E0000032", "Unlock is not allowed for this user.");
  setStatus(call, user, "ACTIVE");
  call.record({
    eventType: "user.account.unlock",
    displayMessage: "Unlock user account",
    targets: [userTarget(user)],
  });
  return ok({});
}
