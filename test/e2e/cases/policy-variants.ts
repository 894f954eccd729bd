import type { Variant } from "./variant.js";

export const policyVariants: readonly Variant[] = [
  {
    kind: "ACCESS_POLICY",
    body: { name: "Payroll access", description: "For payroll" },
    changes: { description: "For payroll and banking" },
    changed: ["description"],
  },
  {
    kind: "DEVICE_SIGNAL_COLLECTION",
    body: { name: "Phone signals", description: "From phones" },
    changes: { name: "Signals of phones" },
    changed: ["name"],
  },
  {
    kind: "MFA_ENROLL",
    body: {
      name: "Pilot enrolment",
      description: "For the pilot",
      settings: {
        type: "AUTHENTICATORS",
        authenticators: [
          { key: "okta_verify", enroll: { self: "REQUIRED" } },
          {
            key: "okta_email",
            enroll: { self: "OPTIONAL", gracePeriod: { type: "BY_SKIP_COUNT", skipCount: 3 } },
          },
        ],
      },
    },
    changes: { settings: { authenticators: [{ key: "webauthn", enroll: { self: "REQUIRED" } }] } },
    changed: ["settings.authenticators"],
  },
  {
    kind: "OKTA_SIGN_ON",
    body: {
      name: "Visitors",
      description: "People without a desk",
      conditions: { people: { groups: { include: [] } } },
    },
    changes: { description: null },
    changed: ["description"],
  },
  {
    kind: "PASSWORD",
    body: {
      name: "Long passwords for visitors",
      conditions: { authProvider: { provider: "OKTA" } },
      settings: {
        password: {
          complexity: { minLength: 12, minNumber: 1 },
          age: { maxAgeDays: 90 },
          lockout: { maxAttempts: 5 },
        },
        recovery: { factors: { okta_email: { status: "ACTIVE" }, okta_sms: { status: "INACTIVE" } } },
        delegation: { options: { skipUnlock: false } },
      },
    },
    changes: {
      settings: { password: { complexity: { minLength: 16 } }, recovery: { factors: { okta_sms: null } } },
    },
    changed: ["settings.password.complexity.minLength", "settings.recovery.factors.okta_sms"],
  },
  {
    kind: "PROFILE_ENROLLMENT",
    body: { name: "Partners", description: "Self-service for partners" },
    changes: { description: "For partners" },
    changed: ["description"],
  },
];
