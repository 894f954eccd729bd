import type { EventInput, LogActor, LogTarget } from "../log-event.js";
import type { Random } from "../random.js";
import { groupTarget, policyTarget, ruleTarget, userTarget } from "../targets.js";
import type { GroupRecord, PolicyRecord, UserRecord } from "../types.js";
import { employeeOrigin, strangerOrigin } from "./places.js";

/** Who and what the stories are about. */
export interface Scene {
  readonly admin: UserRecord;
  readonly active: readonly UserRecord[];
  readonly locked: readonly UserRecord[];
  readonly groups: readonly GroupRecord[];
  readonly policies: readonly PolicyRecord[];
  readonly rules: readonly PolicyRecord[];
  readonly daily: readonly LogTarget[];
  readonly stale: readonly LogTarget[];
}

type Happening = Omit<EventInput, "published">;
/** A few events that belong together, in order. */
type Story = (scene: Scene, random: Random) => readonly Happening[];

const LOGIN = "/api/v1/authn";

const SYSTEM: LogActor = {
  id: "00uSandboxSystem0000",
  type: "SystemPrincipal",
  alternateId: "system@okta.com",
  displayName: "Okta System",
};

export const STORIES = {
  signIn: (scene, random) => {
    const user = random.pick(scene.active);
    const factor = random.chance(0.3);
    return [
      session(user, random, "SUCCESS"),
      ...(factor
        ? [
            {
              ...by(user, random),
              eventType: "user.authentication.auth_via_mfa",
              displayMessage: "Authentication of user via MFA",
              targets: [userTarget(user)],
              debugData: { factor: "OKTA_VERIFY_PUSH" },
            },
          ]
        : []),
    ];
  },
  failure: (scene, random) => {
    if (random.chance(0.15)) return [unknownLogin(random)];
    const locked = scene.locked.length > 0 && random.chance(0.2);
    const user = locked ? random.pick(scene.locked) : random.pick(scene.active);
    return [session(user, random, "FAILURE", locked ? "LOCKED_OUT" : "INVALID_CREDENTIALS")];
  },
  denial: (scene, random) => {
    const user = random.pick(scene.active);
    const rule = scene.rules.find((each) => each.body.name === "Blocked locations");
    const app = random.pick(scene.daily);
    return [
      {
        ...by(user, random),
        origin: strangerOrigin(random),
        eventType: "policy.evaluate_sign_on",
        displayMessage: "Evaluation of sign-on policy",
        result: "DENY",
        reason: "Sign-on policy evaluation resulted in DENY",
        severity: "WARN",
        targets: [...(rule ? [ruleTarget(rule)] : []), app],
        requestUri: "/app/sso/saml",
      },
    ];
  },
  factorFailure: (scene, random) => {
    const user = random.pick(scene.active);
    const rejected = random.chance(0.4);
    const requestId = random.text(27);
    const origin = rejected ? strangerOrigin(random) : employeeOrigin(random, user.profile.city);
    const failed = {
      actor: actorOf(user),
      origin,
      requestId,
      eventType: "user.authentication.auth_via_mfa",
      displayMessage: "Authentication of user via MFA",
      result: "FAILURE" as const,
      reason: "INVALID_CREDENTIALS",
      severity: "WARN" as const,
      targets: [userTarget(user)],
      debugData: { factor: rejected ? "OKTA_VERIFY_PUSH" : "GOOGLE_AUTHENTICATOR" },
      requestUri: "/api/v1/authn/factors",
    };
    if (!rejected) return [failed];
    const { reason: _, ...push } = failed;
    return [
      {
        ...push,
        eventType: "user.mfa.okta_verify.deny_push",
        displayMessage: "User rejected Okta push verify",
      },
      failed,
    ];
  },
  applicationDenial: (scene, random) => {
    const user = random.pick(scene.active);
    const app = random.pick(scene.daily);
    const requestUri = "/app/sso/saml";
    if (random.chance(0.5)) {
      return [
        {
          ...by(user, random),
          eventType: "app.generic.unauth_app_access_attempt",
          displayMessage: "User attempted unauthorized access to app",
          result: "FAILURE",
          severity: "WARN",
          targets: [app, userTarget(user)],
          requestUri,
        },
      ];
    }
    // Okta tells it in its own name, and as a success: the denial was one.
    return [
      {
        actor: SYSTEM,
        origin: employeeOrigin(random, user.profile.city),
        eventType: "application.policy.sign_on.deny_access",
        displayMessage: "Deny user access due to app sign on policy",
        severity: "WARN",
        targets: [app, userTarget(user)],
        requestUri,
      },
    ];
  },
  lockout: (scene, random) => {
    const user = scene.locked.length > 0 ? random.pick(scene.locked) : random.pick(scene.active);
    const origin = strangerOrigin(random);
    const wrong = { ...session(user, random, "FAILURE", "INVALID_CREDENTIALS"), origin };
    // The last wrong password and the lock that it brings are one request.
    const requestId = random.text(27);
    return [
      wrong,
      { ...wrong, requestId },
      {
        ...by(user, random),
        origin,
        requestId,
        eventType: "user.account.lock",
        displayMessage: "Max sign in attempts exceeded",
        result: "FAILURE",
        reason: "LOCKED_OUT",
        severity: "WARN",
        targets: [userTarget(user)],
      },
    ];
  },
  singleSignOn: (scene, random) => [
    singleSignOn(random.pick(scene.active), random.pick(scene.daily), random),
  ],
  staleSignOn: (scene, random) => [singleSignOn(random.pick(scene.active), random.pick(scene.stale), random)],
  membership: (scene, random) => {
    const user = random.pick(scene.active);
    const added = random.chance(0.7);
    return [
      {
        ...by(scene.admin, random),
        eventType: added ? "group.user_membership.add" : "group.user_membership.remove",
        displayMessage: added ? "Add user to group membership" : "Remove user from group membership",
        targets: [userTarget(user), groupTarget(random.pick(scene.groups))],
        requestUri: "/api/v1/groups",
      },
    ];
  },
  profileUpdate: (scene, random) => [
    {
      ...by(scene.admin, random),
      eventType: "user.account.update_profile",
      displayMessage: "Update user profile for Okta",
      targets: [userTarget(random.pick(scene.active))],
      requestUri: "/api/v1/users",
    },
  ],
  administration: (scene, random) => {
    const policy = random.pick(scene.policies);
    const rule = random.pick(scene.rules);
    const [eventType, displayMessage, targets] = random.pick<readonly [string, string, readonly LogTarget[]]>(
      [
        ["policy.rule.update", "Update policy rule", [ruleTarget(rule)]],
        ["policy.lifecycle.update", "Update policy", [policyTarget(policy)]],
        ["application.lifecycle.update", "Update application", [random.pick(scene.daily)]],
        ["user.lifecycle.activate", "Activate Okta user", [userTarget(random.pick(scene.active))]],
      ],
    );
    return [{ ...by(scene.admin, random), eventType, displayMessage, targets, requestUri: "/admin" }];
  },
} satisfies Record<string, Story>;

function by(user: UserRecord, random: Random): Pick<Happening, "actor" | "origin"> {
  return { actor: actorOf(user), origin: employeeOrigin(random, user.profile.city) };
}

export function actorOf(user: UserRecord): LogActor {
  return { ...userTarget(user), type: "User" };
}

function session(
  user: UserRecord,
  random: Random,
  result: "SUCCESS" | "FAILURE",
  reason?: string,
): Happening {
  return {
    ...by(user, random),
    ...(result === "FAILURE" && random.chance(0.6) ? { origin: strangerOrigin(random) } : {}),
    eventType: "user.session.start",
    displayMessage: "User login to Okta",
    result,
    ...(reason ? { reason } : {}),
    severity: result === "SUCCESS" ? "INFO" : "WARN",
    targets: [],
    requestUri: LOGIN,
  };
}

/** Somebody tries a login that does not exist here. */
function unknownLogin(random: Random): Happening {
  const login = `${random.pick(["admin", "test", "root", "info", "backup"])}@example.com`;
  return {
    actor: { id: "unknown", type: "User", alternateId: login, displayName: "unknown" },
    origin: strangerOrigin(random),
    eventType: "user.session.start",
    displayMessage: "User login to Okta",
    result: "FAILURE",
    reason: "VERIFICATION_ERROR",
    severity: "WARN",
    targets: [],
    requestUri: LOGIN,
  };
}

function singleSignOn(user: UserRecord, app: LogTarget, random: Random): Happening {
  return {
    ...by(user, random),
    eventType: "user.authentication.sso",
    displayMessage: "User single sign on to app",
    targets: [
      app,
      {
        id: `0ua${random.text(17)}`,
        type: "AppUser",
        alternateId: String(user.profile.login),
        displayName: userTarget(user).displayName,
      },
    ],
    requestUri: "/app/sso",
  };
}
