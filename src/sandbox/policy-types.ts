/** The twelve policy types: which rules they hold and what Okta lets a caller do with them. */
export interface PolicyTypeFacts {
  /** The `type` of this policy's rules. */
  readonly ruleType: string;
  /** Whether callers may create policies of this type; of the others the org has exactly one. */
  readonly creatable: boolean;
  /** A new policy starts with a system rule of this name. */
  readonly catchAll?: string;
  /** Okta always shows `conditions: null` for the policies that have none. */
  readonly conditionless: boolean;
  /** A setting that is Okta's own: whatever a request says of it, it stays. */
  readonly fixedSetting?: string;
}

const facts = (ruleType: string, more: Partial<PolicyTypeFacts> = {}): PolicyTypeFacts => ({
  ruleType,
  creatable: false,
  conditionless: true,
  ...more,
});

export const POLICY_TYPES: Readonly<Record<string, PolicyTypeFacts>> = {
  OKTA_SIGN_ON: facts("SIGN_ON", { creatable: true, conditionless: false }),
  PASSWORD: facts("PASSWORD", {
    creatable: true,
    conditionless: false,
    fixedSetting: "settings.recovery.factors.recovery_question.properties.complexity.minLength",
  }),
  MFA_ENROLL: facts("MFA_ENROLL", { creatable: true, conditionless: false }),
  ACCESS_POLICY: facts("ACCESS_POLICY", { creatable: true, catchAll: "Catch-all Rule" }),
  PROFILE_ENROLLMENT: facts("PROFILE_ENROLLMENT", { creatable: true, catchAll: "Catch-all Rule" }),
  DEVICE_SIGNAL_COLLECTION: facts("DEVICE_SIGNAL_COLLECTION", { creatable: true }),
  IDP_DISCOVERY: facts("IDP_DISCOVERY"),
  POST_AUTH_SESSION: facts("POST_AUTH_SESSION"),
  ENTITY_RISK: facts("ENTITY_RISK"),
  SESSION_VIOLATION_DETECTION: facts("SESSION_VIOLATION_DETECTION"),
  CLIENT_UPDATE: facts("CLIENT_UPDATE"),
  IDENTITY_CLAIM_SOURCING: facts("IDENTITY_CLAIM_SOURCING"),
};

/** What the system rule of a new policy does. */
export const CATCH_ALL_ACTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  ACCESS_POLICY: {
    appSignOn: {
      access: "ALLOW",
      verificationMethod: { type: "ASSURANCE", factorMode: "2FA", reauthenticateIn: "PT2H", constraints: [] },
    },
  },
  PROFILE_ENROLLMENT: {
    profileEnrollment: {
      access: "ALLOW",
      unknownUserAction: "DENY",
      profileAttributes: [{ name: "email", label: "Email", required: true }],
      activationRequirements: { emailVerification: true },
    },
  },
};
