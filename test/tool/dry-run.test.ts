import { describe, expect, test } from "vitest";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";
import { type DryRunParts, dryRunResult } from "../../src/tool/dry-run.js";
import { MAX_RESULT, size } from "../../src/tool/shape.js";

const URL = "https://example.okta.com/api/v1/groups/00g1";
const NOTHING = { subjects: [], dependents: [] };

const of = (request: OutgoingRequest, more: Partial<DryRunParts> = {}) =>
  dryRunResult({ request, facts: NOTHING, asks: false, ...more });

describe("the request", () => {
  test.each<[string, OutgoingRequest, object]>([
    [
      "without a body",
      new OutgoingRequest(URL, { method: "DELETE" }),
      { method: "DELETE", path: "/api/v1/groups/00g1" },
    ],
    [
      "with a body",
      new OutgoingRequest(URL, { method: "PUT", body: '{"profile":{"name":"A"}}' }),
      { method: "PUT", path: "/api/v1/groups/00g1", body: { profile: { name: "A" } } },
    ],
    [
      "with a query, as it is encoded",
      new OutgoingRequest(`${URL}?activate=false&q=a%20b`, { method: "POST" }),
      { method: "POST", path: "/api/v1/groups/00g1?activate=false&q=a%20b" },
    ],
    [
      "with the version that Okta compares",
      new OutgoingRequest(URL, {
        method: "POST",
        headers: { "If-Match": 'W/"1"', Accept: "application/json" },
      }),
      { method: "POST", path: "/api/v1/groups/00g1", headers: { "If-Match": 'W/"1"' } },
    ],
    [
      "with a secret, which is masked",
      new OutgoingRequest(URL, { method: "POST", body: '{"credentials":{"password":{"value":"hunter2"}}}' }),
      {
        method: "POST",
        path: "/api/v1/groups/00g1",
        body: { credentials: { password: { value: "[hidden]" } } },
      },
    ],
  ])("%s", (_, request, shown) => {
    expect(of(request)).toEqual({
      dry_run: true,
      request: shown,
      asks_first: false,
      note: "Nothing was sent or changed.",
    });
  });

  test("shows no credentials", () => {
    const headers = { Authorization: "SSWS 00secret", DPoP: "eyJ.secret" };
    expect(JSON.stringify(of(new OutgoingRequest(URL, { method: "PUT", headers })))).not.toContain("secret");
  });
});

const remove = new OutgoingRequest(URL, { method: "DELETE" });

test("tells what it is about, what depends on it, and that the user would be asked", () => {
  const facts = {
    subjects: [
      {
        kind: "group",
        id: "00g1",
        name: "Legal",
        state: "OKTA_GROUP",
        lastUpdated: "2026-05-01",
        object: { id: "00g1" },
        etag: "x",
      },
      { kind: "policy", id: "00p1" },
    ],
    dependents: [
      { kind: "members", count: 200, more: true, names: ["a@x.org"] },
      { kind: "applications", names: [] },
    ],
  };
  expect(of(remove, { facts, asks: true })).toEqual({
    dry_run: true,
    request: { method: "DELETE", path: "/api/v1/groups/00g1" },
    about: [
      { kind: "group", id: "00g1", name: "Legal", state: "OKTA_GROUP", last_updated: "2026-05-01" },
      { kind: "policy", id: "00p1" },
    ],
    depends_on_it: [
      { kind: "members", count: 200, more: true, names: ["a@x.org"] },
      { kind: "applications", names: [] },
    ],
    asks_first: true,
    note: "Nothing was sent or changed.",
  });
});

test("tells each field that changes, its secrets masked", () => {
  const changed = [
    { path: ["profile", "name"], from: "A", to: "B" },
    { path: ["credentials", "password", "value"], from: null, to: "hunter2" },
  ];
  expect(of(remove, { changed })).toMatchObject({
    changed: [
      { field: "profile.name", from: "A", to: "B" },
      { field: "credentials.password.value", from: null, to: "[hidden]" },
    ],
  });
});

test("stays under the cap, and says what it leaves out", () => {
  const body = JSON.stringify({ profile: { notes: "x".repeat(100_000) } });
  const result = of(new OutgoingRequest(URL, { method: "PUT", body }));
  expect(size(result)).toBeLessThanOrEqual(MAX_RESULT);
  expect(result).toMatchObject({ dry_run: true, omitted: ["request"] });
});
