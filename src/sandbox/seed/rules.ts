import { CATCH_ALL_ACTIONS } from "../policy-types.js";
import type { Json, Lifecycle } from "../types.js";

export interface RulePlan {
  readonly status?: Lifecycle;
  readonly system?: boolean;
  readonly body: Json;
}

const rule = (name: string, actions: Json, conditions: Json | null = {}): RulePlan => ({
  body: { name, conditions, actions },
});
const systemRule = (name: string, actions: Json, conditions?: Json | null): RulePlan => ({
  ...rule(name, actions, conditions),
  system: true,
});

const anywhere = { network: { connection: "ANYWHERE" } };
/** Zones are not among the sandbox's operations, so their ids stand for themselves. */
const officeZone = "nzoSandboxOffices000";
const office = { network: { connection: "ZONE", include: [officeZone] } };
const notPeople = (...ids: string[]): Json => ({ people: { users: { exclude: ids } } });

const signon = (access: string, requireFactor: boolean, lifetime: number): Json => ({
  signon: {
    access,
    requireFactor,
    primaryFactor: "PASSWORD_IDP",
    ...(requireFactor ? { factorPromptMode: "ALWAYS" } : {}),
    rememberDeviceByDefault: false,
    session: { usePersistentCookie: false, maxSessionIdleMinutes: 120, maxSessionLifetimeMinutes: lifetime },
  },
});

const selfService = (access: string): Json => ({
  passwordChange: { access: "ALLOW" },
  selfServicePasswordReset: {
    access,
    requirement: {
      accessControl: "LEGACY",
      primary: { methods: ["email"] },
      stepUp: { required: true, methods: ["security_question"] },
    },
  },
  selfServiceUnlock: { access: "DENY" },
});

const assurance = (factorMode: string, reauthenticateIn: string): Json => ({
  appSignOn: {
    access: "ALLOW",
    verificationMethod: {
      type: "ASSURANCE",
      factorMode,
      reauthenticateIn,
      constraints: [{ possession: { deviceBound: "REQUIRED", phishingResistant: "REQUIRED" } }],
    },
  },
});
const denyAccess: Json = { appSignOn: { access: "DENY" } };

/** Rules of the policies that an administrator made. */
export const STANDALONE_RULES = (contractors: string) =>
  ({
    adminSignOn: [
      rule("Second factor always", signon("ALLOW", true, 480), {
        ...anywhere,
        authContext: { authType: "ANY" },
      }),
    ],
    contractorSignOn: [
      rule("From the office", signon("ALLOW", true, 480), office),
      { ...rule("From elsewhere", signon("DENY", false, 0), anywhere), status: "INACTIVE" as const },
    ],
    password: [rule("Reset by e-mail", selfService("ALLOW"), { ...anywhere, ...notPeople() })],
    enroll: [rule("Enroll at sign-in", { enroll: { self: "CHALLENGE" } }, { ...anywhere, ...notPeople() })],
    sensitiveAccess: [
      rule("Not for contractors", denyAccess, { people: { groups: { include: [contractors] } } }),
      rule("Managed devices", assurance("2FA", "PT1H"), {
        ...office,
        device: { registered: true, managed: true },
        riskScore: { level: "LOW" },
      }),
    ],
    remoteAccess: [
      rule("Blocked locations", denyAccess, {
        network: { connection: "ZONE", include: ["nzoSandboxBlocked000"] },
      }),
      rule("Remote staff", assurance("2FA", "PT8H"), {
        ...anywhere,
        platform: {
          include: [
            { type: "DESKTOP", os: { type: "MACOS" } },
            { type: "DESKTOP", os: { type: "WINDOWS" } },
          ],
        },
      }),
    ],
    deviceSignals: [
      rule(
        "Chrome and Okta Verify",
        {
          deviceSignalCollection: {
            deviceContextProviders: [
              { key: "OKTA_VERIFY", userIdentification: "ALLOW" },
              { key: "CHROME_DEVICE_TRUST", id: "autSandboxChrome0000", userIdentification: "IGNORE" },
            ],
          },
        },
        { platform: { include: [{ type: "DESKTOP", os: { type: "MACOS" } }] } },
      ),
    ],
  }) satisfies Record<string, readonly RulePlan[]>;

/** Rules of the default policies; the last one of most is the org's own. */
export const DEFAULT_RULES: Readonly<Record<string, readonly RulePlan[]>> = {
  OKTA_SIGN_ON: [
    systemRule("Default Rule", signon("ALLOW", false, 0), { ...anywhere, authContext: { authType: "ANY" } }),
  ],
  PASSWORD: [systemRule("Default Rule", selfService("ALLOW"), { ...anywhere, ...notPeople() })],
  MFA_ENROLL: [systemRule("Default Rule", { enroll: { self: "LOGIN" } }, { ...anywhere, ...notPeople() })],
  ACCESS_POLICY: [systemRule("Catch-all Rule", CATCH_ALL_ACTIONS.ACCESS_POLICY ?? {})],
  PROFILE_ENROLLMENT: [systemRule("Catch-all Rule", CATCH_ALL_ACTIONS.PROFILE_ENROLLMENT ?? {}, null)],
  IDP_DISCOVERY: [
    rule(
      "Partners to their own identity provider",
      { idp: { providers: [{ id: "0oaSandboxPartner000", type: "SAML2" }], idpSelectionType: "SPECIFIC" } },
      {
        userIdentifier: {
          type: "IDENTIFIER",
          patterns: [{ matchType: "SUFFIX", value: "partner.example.net" }],
        },
        platform: { include: [{ type: "ANY", os: { type: "ANY" } }] },
      },
    ),
    systemRule("Default Rule", {
      idp: { providers: [{ type: "OKTA_INTEGRATION" }], idpSelectionType: "SPECIFIC" },
    }),
  ],
  POST_AUTH_SESSION: [
    rule(
      "End risky sessions",
      { postAuthSession: { failureActions: [{ action: "TERMINATE_SESSION" }] } },
      { people: { groups: { include: [] } } },
    ),
  ],
  ENTITY_RISK: [
    rule(
      "High risk ends all sessions",
      { entityRisk: { actions: [{ action: "TERMINATE_ALL_SESSIONS" }] } },
      {
        entityRisk: { level: "HIGH" },
        riskDetectionTypes: { include: ["BRUTE_FORCE_ATTACK", "SUSPICIOUS_APP_ACCESS"] },
      },
    ),
    systemRule("Catch-all Rule", { entityRisk: { actions: [] } }, { entityRisk: { level: "ANY" } }),
  ],
  SESSION_VIOLATION_DETECTION: [
    rule(
      "Watch risky sessions",
      { sessionViolationDetection: { policyEvaluation: { enabled: true } } },
      { riskScore: { minRiskLevel: "MEDIUM" } },
    ),
  ],
  CLIENT_UPDATE: [
    rule(
      "Hotfixes only",
      { updateControls: { actions: [{ action: "OKTA_VERIFY_UPDATE", value: "HOTFIX_ONLY" }] } },
      null,
    ),
  ],
  IDENTITY_CLAIM_SOURCING: [
    rule(
      "Fresh claims",
      { claimSourcing: { redirectType: "IDP_DISCOVERY", refresh: { redirectType: "NONE" } } },
      null,
    ),
  ],
};
