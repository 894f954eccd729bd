import { applicationCases } from "./cases/applications.js";
import { runToolCases } from "./support/tool-case.js";

runToolCases(applicationCases);
