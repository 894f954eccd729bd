import type { ToolCase } from "../support/tool-case.js";
import { applicationCases } from "./applications.js";
import { groupCases } from "./groups.js";
import { logCases } from "./logs.js";
import { policyCases } from "./policies.js";
import { policyRuleCases } from "./policy-rules.js";
import { userCases } from "./users.js";

/** One for each generated tool. */
export const generatedCases: readonly ToolCase[] = [
  ...userCases,
  ...groupCases,
  ...applicationCases,
  ...policyCases,
  ...policyRuleCases,
  ...logCases,
];
