import { groupCases } from "./cases/groups.js";
import { runToolCases } from "./support/tool-case.js";

runToolCases(groupCases);
