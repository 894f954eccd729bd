import { describe, expect, it } from "vitest";
import { type ErrorCode, OktaMcpError } from "../../src/errors.js";
import { noteOf, settle } from "../../src/http/doubt.js";
import type { Outcome } from "../../src/http/retry.js";

const answer = (status: number): Outcome => ({ response: new Response(null, { status }) });
const failed = (code: ErrorCode): Outcome => ({ error: new OktaMcpError(code, `It was ${code}.`) });
const LOST = failed("outcome_unknown");
const TROUBLE = answer(503);

/** The status that the caller is given, or the error's code and message. */
function told(method: string, earlier: Outcome, last: Outcome): readonly unknown[] {
  const settled = settle(method, earlier, last);
  if ("response" in settled) return [settled.response.status, noteOf(settled.response)];
  return [settled.error.code, settled.error.message];
}
const OPEN = "So the change may or may not have been made.";
const GONE = expect.stringContaining("Okta says that it is gone.");

describe("a change one of whose tries may have taken effect is", () => {
  it.each<[string, string, Outcome, Outcome, readonly unknown[]]>([
    ["done by a success", "PUT", LOST, answer(200), [200, undefined]],
    ["done where what was to be deleted is gone", "DELETE", LOST, answer(404), [204, GONE]],
    ["the same after a server error", "DELETE", TROUBLE, answer(404), [204, GONE]],
    [
      "open where what was to be changed is gone",
      "PUT",
      LOST,
      answer(404),
      [
        "outcome_unknown",
        `The answer to an earlier try was lost. The last try was answered with HTTP 404. ${OPEN}`,
      ],
    ],
    [
      "open after a refusal, a server error before it",
      "PUT",
      TROUBLE,
      answer(400),
      [
        "outcome_unknown",
        `An earlier try was answered with server error 503. The last try was answered with HTTP 400. ${OPEN}`,
      ],
    ],
    ["in Okta's words after one server error more", "PUT", TROUBLE, answer(500), [500, undefined]],
    [
      "open after a server error, an answer lost before it",
      "PUT",
      LOST,
      answer(503),
      ["outcome_unknown", expect.stringMatching(/^The answer to an earlier try was lost\. .* HTTP 503\./)],
    ],
    [
      "open by the last loss itself",
      "DELETE",
      TROUBLE,
      failed("outcome_unknown"),
      ["outcome_unknown", "It was outcome_unknown."],
    ],
    [
      "open after a failure that by itself is none of the change",
      "PUT",
      TROUBLE,
      failed("conflict"),
      [
        "outcome_unknown",
        `An earlier try was answered with server error 503. Before or at the next try: It was conflict. ${OPEN}`,
      ],
    ],
    [
      "cancelled, with the doubt in words",
      "PUT",
      LOST,
      failed("cancelled"),
      ["cancelled", "It was cancelled. An earlier try had been sent: the change may have been made."],
    ],
  ])("%s", (_, method, earlier, last, wanted) => {
    expect(told(method, earlier, last)).toEqual(wanted);
  });
});

it("the last failure is the cause of the doubt, for whoever looks into it", () => {
  const last = new OktaMcpError("network_unreachable", "Refused.");
  expect(settle("PUT", LOST, { error: last })).toMatchObject({ error: { cause: last } });
});
