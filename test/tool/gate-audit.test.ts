import { describe, expect, test } from "vitest";
import type { AuditOutcome } from "../../src/audit/audit-log.js";
import { OktaMcpError } from "../../src/errors.js";
import { type Scene, stage } from "./gate-stage.js";

describe("the audit record", () => {
  test("tells the attempt: tool, object, arguments without secrets, request, who, where, how confirmed", async () => {
    const { records, pass } = stage({ reply: "yes", input: { confirm: "code-0", password: "hunter2" } });
    await pass();
    expect(records).toEqual([
      {
        tool: "delete_group",
        objects: [{ kind: "group", id: "00g1", name: "Legal" }],
        arguments: { group_id: "00g1", password: "[hidden]" },
        request: { method: "DELETE", path: "/api/v1/groups/00g1" },
        who: { method: "private_key_jwt", client_id: "0oa1" },
        org: "example.okta.com",
        confirmation: "elicitation",
      },
      { outcome: "done", http_status: 204 },
    ]);
  });

  test.each<[string, Scene, string]>([
    ["not_needed", { safety: "write" }, "not_needed"],
    ["off", { mode: "off" }, "off"],
  ])("says how it was confirmed: %s", async (_, scene, confirmation) => {
    const { records, pass } = stage(scene);
    await pass();
    expect(records[0]).toMatchObject({ confirmation });
  });

  test("names the object as the caller did where nobody reads it", async () => {
    const { records, pass } = stage({ safety: "write" });
    await pass();
    expect(records[0]).toMatchObject({ objects: [{ kind: "group", id: "00g1" }] });
  });

  test("leaves out what says how the call is made, and keeps the query of the request", async () => {
    const { records, pass } = stage({ mode: "off", input: { dry_run: false, confirm: "code-0" } });
    const profile = { login: "jane@example.com" };
    await pass({
      send: (client) =>
        client.POST("/api/v1/users", { params: { query: { activate: false } }, body: { profile } }),
    });
    expect(records[0]).toMatchObject({ request: { method: "POST", path: "/api/v1/users?activate=false" } });
    expect(Object.keys((records[0] as { arguments: object }).arguments)).toEqual(["group_id"]);
  });

  test("shows no token that was taken for an id", async () => {
    const groupId = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    const { records, pass } = stage({ mode: "off" });
    await pass({
      send: (client) => client.DELETE("/api/v1/groups/{groupId}", { params: { path: { groupId } } }),
    });
    expect(records[0]).toMatchObject({ request: { path: "/api/v1/groups/[hidden]" } });
  });

  test("shows nothing invisible of a name", async () => {
    const { records, pass } = stage({ mode: "off", groups: [{ id: "00g1", profile: { name: "A\u202eb" } }] });
    await pass();
    expect(records[0]).toMatchObject({ objects: [{ name: "A\\u{202e}b" }] });
  });

  const body = (errorCode: string) => JSON.stringify({ errorCode, errorSummary: "No." });
  const headers = { "content-type": "application/json", "x-okta-request-id": "req-1" };
  const answering = (status: number, text: string | null) => () => new Response(text, { status, headers });

  test.each<[string, () => Response, AuditOutcome]>([
    ["done", answering(204, null), { outcome: "done", http_status: 204, okta_request_id: "req-1" }],
    [
      "refused by Okta",
      answering(400, body("E0000001")),
      { outcome: "failed", code: "okta_rejected", http_status: 400, okta_request_id: "req-1" },
    ],
    [
      "not there",
      answering(404, body("E0000007")),
      { outcome: "failed", code: "not_found", http_status: 404, okta_request_id: "req-1" },
    ],
    [
      "in conflict",
      answering(412, body("E0000231")),
      { outcome: "failed", code: "conflict", http_status: 412, okta_request_id: "req-1" },
    ],
    [
      "a server error, after which nobody knows",
      answering(503, body("E0000009")),
      { outcome: "unknown", code: "okta_unavailable", http_status: 503, okta_request_id: "req-1" },
    ],
    [
      "no JSON, after which nobody knows",
      answering(200, "<html>"),
      { outcome: "unknown", code: "unexpected_response" },
    ],
    [
      "a connection lost, after which nobody knows",
      () => {
        throw new OktaMcpError("outcome_unknown", "Lost.");
      },
      { outcome: "unknown", code: "outcome_unknown" },
    ],
    [
      "a cancel in flight, after which nobody knows",
      () => {
        throw new OktaMcpError("cancelled", "Too late.", { mayBeMade: true });
      },
      { outcome: "unknown", code: "cancelled" },
    ],
    [
      "a cancel before it went out",
      () => {
        throw new OktaMcpError("cancelled", "In time.");
      },
      { outcome: "failed", code: "cancelled" },
    ],
    [
      "no connection",
      () => {
        throw new OktaMcpError("network_unreachable", "Refused.");
      },
      { outcome: "failed", code: "network_unreachable" },
    ],
    [
      "a fault we know of, after which nobody knows",
      () => {
        throw new OktaMcpError("internal", "An error answer passed unnoticed.");
      },
      { outcome: "unknown", code: "internal" },
    ],
    [
      "a fault of ours, after which nobody knows",
      () => {
        throw new TypeError("x");
      },
      { outcome: "unknown", code: "internal" },
    ],
  ])("says how it ended: %s", async (_, answer, outcome) => {
    const { records, pass } = stage({ safety: "write", answer });
    await pass().catch(() => undefined);
    expect(records).toHaveLength(2);
    expect(records[1]).toEqual(outcome);
  });
});
