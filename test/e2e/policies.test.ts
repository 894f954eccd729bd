import { policyCases } from "./cases/policies.js";
import { policyRuleCases } from "./cases/policy-rules.js";
import { runToolCases } from "./support/tool-case.js";

runToolCases([...policyCases, ...policyRuleCases]);
