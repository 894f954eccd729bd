import { apiToken } from "../../src/auth/api-token.js";
import { createOktaClient } from "../../src/http/client.js";
import { createContext } from "../../src/tool/context.js";
import type { Gate } from "../../src/tool/gate.js";
import type { OktaCall } from "../../src/tool/tool.js";
import { openGate } from "./open-gate.js";

const orgUrl = "https://example.okta.com";
/** Reaches nothing: the calls of these tests are given, not made. */
export const okta = createOktaClient({ orgUrl }, apiToken({ method: "api_token", token: "x" }, orgUrl), {
  fetch: () => Promise.reject(new Error("A test sent a request.")),
});
export const contextWith = (gate: Gate = openGate(okta), reveals?: readonly string[]) =>
  createContext({
    tool: "list_things",
    okta,
    gate,
    reveals,
    session: {
      status: async () => ({ org: orgUrl, method: "api_token", signed_in: true }),
      tools: () => [],
      rateLimits: () => [],
    },
    orgUrl,
    signal: new AbortController().signal,
  });
export const context = contextWith();

export const answering =
  (data?: unknown, headers: Record<string, string> = {}): OktaCall =>
  async () => ({ data, response: new Response(null, { headers }) });
