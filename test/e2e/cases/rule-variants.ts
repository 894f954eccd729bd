import type { Variant } from "./variant.js";

const anywhere = { network: { connection: "ANYWHERE" } };

/** `kind` is the rule's type; of its policy's types only the sign-on policy's has another name. */
export const ruleVariants: readonly Variant[] = [
  {
    kind: "ACCESS_POLICY",
    body: {
      name: "Two factors on managed devices",
      conditions: { ...anywhere, device: { registered: true, managed: true }, riskScore: { level: "ANY" } },
      actions: {
        appSignOn: {
          access: "ALLOW",
          verificationMethod: {
            type: "ASSURANCE",
            factorMode: "2FA",
            reauthenticateIn: "PT2H",
            constraints: [{ possession: { deviceBound: "REQUIRED" } }],
          },
        },
      },
    },
    changes: { actions: { appSignOn: { verificationMethod: { reauthenticateIn: "PT1H" } } } },
    changed: ["actions.appSignOn.verificationMethod.reauthenticateIn"],
  },
  {
    kind: "CLIENT_UPDATE",
    body: {
      name: "No updates",
      actions: { updateControls: { actions: [{ action: "OKTA_VERIFY_UPDATE", value: "DENY" }] } },
    },
    changes: { actions: { updateControls: { actions: [{ action: "OKTA_VERIFY_UPDATE", value: "ALLOW" }] } } },
    changed: ["actions.updateControls.actions"],
  },
  {
    kind: "DEVICE_SIGNAL_COLLECTION",
    body: {
      name: "Posture",
      conditions: { platform: { include: [{ type: "DESKTOP", os: { type: "WINDOWS" } }] } },
      actions: {
        deviceSignalCollection: {
          deviceContextProviders: [{ key: "OKTA_VERIFY", userIdentification: "ALLOW" }],
        },
      },
    },
    changes: { name: "Posture of desktops" },
    changed: ["name"],
  },
  {
    kind: "ENTITY_RISK",
    body: {
      name: "Medium risk",
      conditions: {
        entityRisk: { level: "MEDIUM" },
        riskDetectionTypes: { include: ["BRUTE_FORCE_ATTACK"] },
      },
      actions: { entityRisk: { actions: [{ action: "RUN_WORKFLOW", workflow: { id: 123456 } }] } },
    },
    changes: { conditions: { entityRisk: { level: "HIGH" } } },
    changed: ["conditions.entityRisk.level"],
  },
  {
    kind: "IDENTITY_CLAIM_SOURCING",
    body: {
      name: "From the partner",
      actions: { claimSourcing: { redirectType: "IDP_DISCOVERY", refresh: { redirectType: "NONE" } } },
    },
    changes: { actions: { claimSourcing: { refresh: { redirectType: "FIXED" } } } },
    changed: ["actions.claimSourcing.refresh.redirectType"],
  },
  {
    kind: "IDP_DISCOVERY",
    body: {
      name: "Subsidiary",
      conditions: {
        ...anywhere,
        userIdentifier: { type: "IDENTIFIER", patterns: [{ matchType: "SUFFIX", value: "sub.example.com" }] },
      },
      actions: {
        idp: { idpSelectionType: "SPECIFIC", providers: [{ type: "SAML2", id: "0oaIdentityProvider1" }] },
      },
    },
    changes: {
      conditions: { userIdentifier: { patterns: [{ matchType: "EQUALS", value: "x@sub.example.com" }] } },
    },
    changed: ["conditions.userIdentifier.patterns"],
  },
  {
    kind: "MFA_ENROLL",
    body: { name: "At first sign-in", conditions: anywhere, actions: { enroll: { self: "LOGIN" } } },
    changes: { actions: { enroll: { self: "CHALLENGE" } } },
    changed: ["actions.enroll.self"],
  },
  {
    kind: "PASSWORD",
    body: {
      name: "Reset by phone",
      conditions: { ...anywhere, people: { users: { exclude: [] } } },
      actions: {
        passwordChange: { access: "ALLOW" },
        selfServiceUnlock: { access: "DENY" },
        selfServicePasswordReset: {
          access: "ALLOW",
          requirement: { primary: { methods: ["sms"] }, stepUp: { required: false } },
        },
      },
    },
    changes: { actions: { selfServiceUnlock: { access: "ALLOW" } } },
    changed: ["actions.selfServiceUnlock.access"],
  },
  {
    kind: "POST_AUTH_SESSION",
    body: {
      name: "Run a workflow",
      conditions: { people: { groups: { include: [] } } },
      actions: { postAuthSession: { failureActions: [{ action: "RUN_WORKFLOW", workflow: { id: 1 } }] } },
    },
    changes: { actions: { postAuthSession: { failureActions: [{ action: "TERMINATE_SESSION" }] } } },
    changed: ["actions.postAuthSession.failureActions"],
  },
  {
    kind: "PROFILE_ENROLLMENT",
    body: {
      name: "Register",
      actions: {
        profileEnrollment: {
          access: "ALLOW",
          unknownUserAction: "REGISTER",
          profileAttributes: [{ name: "email", label: "E-mail", required: true }],
          activationRequirements: { emailVerification: true },
        },
      },
    },
    changes: { actions: { profileEnrollment: { activationRequirements: { emailVerification: false } } } },
    changed: ["actions.profileEnrollment.activationRequirements.emailVerification"],
  },
  {
    kind: "SESSION_VIOLATION_DETECTION",
    body: {
      name: "Watch high risk",
      conditions: { ...anywhere, riskScore: { minRiskLevel: "HIGH" } },
      actions: { sessionViolationDetection: { policyEvaluation: { enabled: false } } },
    },
    changes: { actions: { sessionViolationDetection: { policyEvaluation: { enabled: true } } } },
    changed: ["actions.sessionViolationDetection.policyEvaluation.enabled"],
  },
  {
    kind: "SIGN_ON",
    body: {
      name: "Twice a day",
      conditions: { ...anywhere, authContext: { authType: "ANY" } },
      actions: {
        signon: {
          access: "ALLOW",
          requireFactor: true,
          factorPromptMode: "SESSION",
          session: { maxSessionIdleMinutes: 60, maxSessionLifetimeMinutes: 720, usePersistentCookie: false },
        },
      },
    },
    changes: { actions: { signon: { session: { maxSessionLifetimeMinutes: 480 } } } },
    changed: ["actions.signon.session.maxSessionLifetimeMinutes"],
  },
];
