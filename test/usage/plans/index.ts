import type { Usages } from "../usage.js";
import { applicationLifecycle } from "./application-lifecycle.js";
import { applications } from "./applications.js";
import { groupMembers } from "./group-members.js";
import { groups } from "./groups.js";
import { logs } from "./logs.js";
import { org } from "./org.js";
import { policies } from "./policies.js";
import { policyLifecycle } from "./policy-lifecycle.js";
import { ruleLifecycle } from "./rule-lifecycle.js";
import { rules } from "./rules.js";
import { userFacts } from "./user-facts.js";
import { userLifecycle } from "./user-lifecycle.js";
import { users } from "./users.js";

/** Every example, by tool. */
export const usages: Usages = {
  ...users,
  ...userLifecycle,
  ...userFacts,
  ...groups,
  ...groupMembers,
  ...applications,
  ...applicationLifecycle,
  ...policies,
  ...policyLifecycle,
  ...rules,
  ...ruleLifecycle,
  ...logs,
  ...org,
};
