import type { OktaClient } from "../../src/http/client.js";
import type { Gate } from "../../src/tool/gate.js";

/** A gate that lets every change pass: for tests of what lies on either side of it. */
export function openGate(okta: OktaClient): Gate {
  return { isDryRun: false, pass: async (step) => ({ answer: await step.send(okta) }) };
}
