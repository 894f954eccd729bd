import type { Route } from "../router.js";
import { applicationAssignmentRoutes } from "./application-assignments.js";
import { applicationRoutes } from "./applications.js";
import { groupMemberRoutes } from "./group-members.js";
import { groupRoutes } from "./groups.js";
import { logRoutes } from "./logs.js";
import { policyRoutes } from "./policies.js";
import { policyRuleRoutes } from "./policy-rules.js";
import { schemaRoutes } from "./schemas.js";
import { userLifecycleRoutes } from "./user-lifecycle.js";
import { userRoutes } from "./users.js";

/** The management API of the sandbox: one route per operation. */
export const MANAGEMENT_ROUTES: readonly Route[] = [
  ...userRoutes,
  ...userLifecycleRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...applicationRoutes,
  ...applicationAssignmentRoutes,
  ...policyRoutes,
  ...policyRuleRoutes,
  ...logRoutes,
  ...schemaRoutes,
];
