import { newId } from "../ids.js";
import type { Org } from "../org.js";
import { POLICY_TYPES } from "../policy-types.js";
import { createRandom } from "../random.js";
import type { Json, Lifecycle } from "../types.js";
import { groupNamed } from "./groups.js";
import { DEFAULT_RULES, type RulePlan, STANDALONE_RULES } from "./rules.js";

interface PolicyPlan {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly status?: Lifecycle;
  readonly system?: boolean;
  readonly body?: Json;
  readonly rules: readonly RulePlan[];
}

const passwordSettings = (minLength: number, maxAgeDays: number): Json => ({
  settings: {
    password: {
      complexity: {
        minLength,
        minLowerCase: 1,
        minUpperCase: 1,
        minNumber: 1,
        minSymbol: 0,
        excludeUsername: true,
        excludeAttributes: [],
        dictionary: { common: { exclude: true } },
      },
      age: { maxAgeDays, expireWarnDays: 7, minAgeMinutes: 0, historyCount: 4 },
      lockout: {
        maxAttempts: 10,
        autoUnlockMinutes: 0,
        showLockoutFailures: false,
        userLockoutNotificationChannels: [],
      },
    },
    recovery: {
      factors: {
        okta_email: { status: "ACTIVE", properties: { recoveryToken: { tokenLifetimeMinutes: 60 } } },
        okta_sms: { status: "INACTIVE" },
        okta_call: { status: "INACTIVE" },
        recovery_question: { status: "ACTIVE", properties: { complexity: { minLength: 4 } } },
      },
    },
    delegation: { options: { skipUnlock: false } },
  },
});

const authenticators = (phone: string): Json => ({
  settings: {
    type: "AUTHENTICATORS",
    authenticators: [
      { key: "okta_password", enroll: { self: "REQUIRED" } },
      { key: "okta_verify", enroll: { self: "REQUIRED" } },
      { key: "phone_number", enroll: { self: phone } },
      { key: "webauthn", enroll: { self: "OPTIONAL" } },
    ],
  },
});

const people = (...ids: string[]): Json => ({ people: { groups: { include: ids } } });
const okta = { authProvider: { provider: "OKTA" } };

function plans(org: Org): readonly PolicyPlan[] {
  const everyone = groupNamed(org, "Everyone").id;
  const admins = groupNamed(org, "Okta Administrators").id;
  const contractors = groupNamed(org, "Contractors").id;
  const rules = STANDALONE_RULES(contractors);
  const standard = (type: string, body: Json = {}): PolicyPlan => ({
    type,
    name: type === "ACCESS_POLICY" ? "Any two factors" : "Default Policy",
    description: "The default policy applies in all situations if no other policy applies.",
    system: true,
    body,
    rules: DEFAULT_RULES[type] ?? [],
  });
  return [
    {
      type: "OKTA_SIGN_ON",
      name: "Administrators",
      description: "Short sessions and a second factor",
      body: { conditions: people(admins) },
      rules: rules.adminSignOn,
    },
    {
      type: "OKTA_SIGN_ON",
      name: "Contractors",
      description: "From known networks only",
      status: "INACTIVE",
      body: { conditions: people(contractors) },
      rules: rules.contractorSignOn,
    },
    standard("OKTA_SIGN_ON", { conditions: people(everyone) }),
    {
      type: "PASSWORD",
      name: "Long passwords",
      description: "For administrators",
      body: { conditions: { ...people(admins), ...okta }, ...passwordSettings(14, 90) },
      rules: rules.password,
    },
    standard("PASSWORD", { conditions: { ...people(everyone), ...okta }, ...passwordSettings(8, 0) }),
    {
      type: "MFA_ENROLL",
      name: "Phishing-resistant pilot",
      description: "No phones",
      body: { conditions: people(groupNamed(org, "MFA Pilot").id), ...authenticators("NOT_ALLOWED") },
      rules: rules.enroll,
    },
    standard("MFA_ENROLL", { conditions: people(everyone), ...authenticators("OPTIONAL") }),
    {
      type: "ACCESS_POLICY",
      name: "Sensitive applications",
      description: "Finance and HR systems",
      rules: rules.sensitiveAccess,
    },
    {
      type: "ACCESS_POLICY",
      name: "Remote workers",
      description: "Location restrictions for staff away from an office",
      rules: rules.remoteAccess,
    },
    standard("ACCESS_POLICY"),
    {
      type: "PROFILE_ENROLLMENT",
      name: "Partner registration",
      description: "Partners register themselves",
      rules: [],
    },
    standard("PROFILE_ENROLLMENT"),
    {
      type: "DEVICE_SIGNAL_COLLECTION",
      name: "Laptop signals",
      description: "Collect signals from managed laptops",
      rules: rules.deviceSignals,
    },
    ...[
      "IDP_DISCOVERY",
      "POST_AUTH_SESSION",
      "ENTITY_RISK",
      "SESSION_VIOLATION_DETECTION",
      "CLIENT_UPDATE",
      "IDENTITY_CLAIM_SOURCING",
    ].map((type) => standard(type)),
  ];
}

/** Adds at least one policy of each of the twelve types, with rules of the fitting types. */
export function seedPolicies(org: Org): void {
  const random = createRandom(org.seed, "policies");
  const time = org.now().getTime();
  const priorities = new Map<string, number>();
  for (const plan of plans(org)) {
    const facts = POLICY_TYPES[plan.type];
    const priority = (priorities.get(plan.type) ?? 0) + 1;
    priorities.set(plan.type, priority);
    const created = new Date(time - random.between(100, 1400) * 86_400_000).toISOString();
    const dates = { created, lastUpdated: created };
    const policy = org.policies.add({
      id: newId("policy", random),
      seq: org.nextSeq(),
      ...dates,
      status: plan.status ?? "ACTIVE",
      type: plan.type,
      system: plan.system ?? false,
      priority,
      body: {
        name: plan.name,
        description: plan.description,
        ...(facts?.conditionless ? { conditions: null } : {}),
        ...plan.body,
      },
    });
    const last =
      facts?.catchAll === undefined || plan.system
        ? []
        : (DEFAULT_RULES[plan.type] ?? []).filter((rule) => rule.system);
    for (const [index, rule] of [...plan.rules, ...last].entries()) {
      org.rules.add({
        id: newId("rule", random),
        seq: org.nextSeq(),
        policyId: policy.id,
        ...dates,
        status: rule.status ?? "ACTIVE",
        type: facts?.ruleType ?? plan.type,
        system: rule.system ?? false,
        priority: index + 1,
        body: rule.body,
      });
    }
  }
}
