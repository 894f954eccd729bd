import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createApplicationBody } from "../../generated/schemas/applications.js";
import { createPolicyBody } from "../../generated/schemas/policies.js";
import type { AnswerOnlyFields } from "../../src/tool/change.js";
import { prepareUpdate } from "../../src/tool/update.js";
import { failureOf } from "../failure.js";

const ANYTHING = { whole: { body: z.unknown(), answerOnly: { always: [] } } };

/** RFC 7396, appendix A, as far as target and patch are objects: a tool's `changes` is always one. */
describe("JSON Merge Patch", () => {
  test.each<[string, string, string]>([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', "{}"],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
    // Members that every JavaScript object seems to have.
    ["{}", '{"constructor":{"name":1}}', '{"constructor":{"name":1}}'],
    ['{"toString":1}', '{"toString":null}', "{}"],
    ['{"__proto__":{"a":1}}', '{"b":2}', '{"__proto__":{"a":1},"b":2}'],
  ])("%s patched by %s is %s", (target, patch, result) => {
    const { body } = prepareUpdate(JSON.parse(target), { ...ANYTHING, changes: JSON.parse(patch) });
    expect(JSON.stringify(body)).toBe(result);
  });
});

describe("what changed", () => {
  const current = { name: "a", description: null, deep: { x: 1, y: [1, 2] }, gone: "soon" };
  test.each<[string, object, object[]]>([
    ["a value", { name: "b" }, [{ path: ["name"], from: "a", to: "b" }]],
    ["a member inside", { deep: { x: 2 } }, [{ path: ["deep", "x"], from: 1, to: 2 }]],
    ["an array is one field", { deep: { y: [2] } }, [{ path: ["deep", "y"], from: [1, 2], to: [2] }]],
    ["a field removed", { gone: null }, [{ path: ["gone"], from: "soon", to: null }]],
    ["a field added", { more: { z: 1 } }, [{ path: ["more"], from: null, to: { z: 1 } }]],
    ["a field named as every object's method", { toString: 1 }, [{ path: ["toString"], from: null, to: 1 }]],
    ["nothing, by the same value", { name: "a", deep: { y: [1, 2] } }, []],
    ["nothing, by removing what is null or absent", { description: null, other: null }, []],
  ])("%s", (_, changes, changed) => {
    expect(prepareUpdate(current, { ...ANYTHING, changes: { ...changes } }).changed).toEqual(changed);
  });
});

describe("a field that another tool changes", () => {
  const refuses = { status: "Use deactivate_policy." };
  const current = { status: "ACTIVE", name: "a" };
  const update = (changes: Record<string, unknown>) =>
    prepareUpdate(current, { ...ANYTHING, refuses, changes });

  test.each([["INACTIVE"], [null], [{}]])("is refused as %j, with the tool to use", async (status) => {
    const error = await failureOf(() => update({ name: "b", status }));
    expect(error).toMatchObject({
      code: "arguments_invalid",
      field: "changes.status",
      next: "Use deactivate_policy.",
    });
  });

  test("may be sent back as it is", () => {
    expect(update({ name: "b", status: "ACTIVE" }).body).toEqual({ status: "ACTIVE", name: "b" });
  });

  test("may be sent back as it is, an object in another order", async () => {
    const held = { people: { users: ["a"], groups: ["b"] }, name: "a" };
    const sent = (users: string[]) =>
      prepareUpdate(held, {
        ...ANYTHING,
        refuses: { people: "No." },
        changes: { name: "b", people: { groups: ["b"], users } },
      });
    expect(sent(["a"]).changed).toEqual([{ path: ["name"], from: "a", to: "b" }]);
    expect(await failureOf(() => sent(["c"]))).toMatchObject({ field: "changes.people" });
  });
});

const answerOnly: AnswerOnlyFields = {
  always: ["id", "status", "_links", "credentials.signing.lastRotated"],
  byVariant: {
    property: "signOnMode",
    paths: { BOOKMARK: ["settings.app.preview"], AUTO_LOGIN: ["settings.app.url"] },
  },
};

/** A bookmark as Okta might answer it, with a null no schema allows and fields no schema knows. */
const bookmark = () => ({
  id: "0oa1",
  status: "ACTIVE",
  signOnMode: "BOOKMARK",
  name: "bookmark",
  label: "Wiki",
  _links: { self: {} },
  accessibility: { selfService: false, errorRedirectUrl: null },
  credentials: { signing: { kid: "k", lastRotated: "2026-01-01T00:00:00Z" } },
  settings: { app: { url: "https://wiki.example.com", preview: true, requestIntegration: false } },
  newerThanOurSchema: { a: 1 },
});
const application = (changes: Record<string, unknown>) =>
  prepareUpdate(bookmark(), { changes, whole: { body: createApplicationBody, answerOnly } });
const refusal = (changes: Record<string, unknown>) => failureOf(() => application(changes));

describe("an object of Okta's", () => {
  test("is sent without what Okta only answers, its own variant's fields included", () => {
    const { id: _, status: _s, _links, ...rest } = bookmark();
    expect(application({ label: "Handbook" }).body).toEqual({
      ...rest,
      label: "Handbook",
      credentials: { signing: { kid: "k" } },
      settings: { app: { url: "https://wiki.example.com", requestIntegration: false } },
    });
  });

  test("may have problems of its own; the caller is not blamed for them", () => {
    expect(application({ label: "Handbook" }).changed).toEqual([
      { path: ["label"], from: "Wiki", to: "Handbook" },
    ]);
  });

  test("lets fields be changed that it has, though our schema does not know them", () => {
    expect(application({ newerThanOurSchema: { a: 2 } }).body).toMatchObject({
      newerThanOurSchema: { a: 2 },
    });
  });
});

test("a nested variant that only Okta knows is kept as it is", () => {
  const saml = {
    signOnMode: "SAML_2_0",
    label: "HR",
    settings: {
      signOn: {
        allowMultipleAcsEndpoints: false,
        assertionSigned: true,
        honorForceAuthn: true,
        requestCompressed: false,
        responseSigned: true,
        attributeStatements: [{ type: "NEWER", name: "x" }],
      },
    },
  };
  const { body } = prepareUpdate(saml, {
    changes: { label: "People" },
    whole: { body: createApplicationBody, answerOnly },
  });
  expect(body).toEqual({ ...saml, label: "People" });
});

describe("a patch is refused when", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["it is empty", {}, "`changes` is empty: name at least one field."],
    ["it sets a read-only field", { id: "0oa2" }, "Okta sets id itself: read-only."],
    ["it clears a read-only field", { status: null }, "Okta sets status itself: read-only."],
    [
      "it sets a variant's read-only field",
      { settings: { app: { preview: false } } },
      "Okta sets settings.app.preview itself: read-only.",
    ],
    ["a value has the wrong type", { label: 5 }, "changes.label: must be string, not number"],
    [
      "it takes away what is required",
      { settings: { app: { url: null } } },
      "changes.settings.app.url: is required (string)",
    ],
    [
      "a field is unknown",
      { lable: "x" },
      "changes.lable: is not known here; did you mean changes.label? Known: signOnMode, accessibility, label, licensing, profile, visibility, credentials, name, settings",
    ],
    [
      "it makes a problem of Okta's its own",
      { accessibility: { errorRedirectUrl: 5 } },
      "changes.accessibility.errorRedirectUrl: must be string, not number",
    ],
  ])("%s", async (_, changes, message) => {
    expect(await refusal(changes)).toMatchObject({ code: "arguments_invalid", message });
  });

  test("it asks for a variant there is not", async () => {
    expect((await refusal({ signOnMode: "LDAP" })).message).toMatch(
      /^changes.signOnMode: must be one of AUTO_LOGIN, /,
    );
  });

  test("Okta does not take the object's own variant for writing, whatever the change", async () => {
    const policy = { id: "00p1", type: "IDP_DISCOVERY", name: "Routing", conditions: null };
    const error = await failureOf(() =>
      prepareUpdate(policy, {
        changes: { name: "x" },
        whole: { body: createPolicyBody, answerOnly: { always: ["id"] } },
      }),
    );
    expect(error.code).toBe("precondition_failed");
    expect(error.message).toMatch(/objects of this kind be updated: type must be one of ACCESS_POLICY, /);
  });

  test("the field of the error is the one at fault", async () => {
    expect((await refusal({ label: 5 })).field).toBe("changes.label");
  });
});

describe("where Okta keeps what a body leaves out", () => {
  const current = {
    id: "00u1",
    status: "ACTIVE",
    profile: { login: "a@x.org", title: "Clerk" },
    credentials: {},
  };

  test("the patch itself is the body", () => {
    const changes = { profile: { title: "Counsel", nickName: null } };
    expect(prepareUpdate(current, { changes })).toMatchObject({
      body: changes,
      changed: [{ path: ["profile", "title"], from: "Clerk", to: "Counsel" }],
    });
  });

  test("what Okta never answers, such as a password, is a change", () => {
    const changes = { credentials: { password: { value: "new" } } };
    expect(prepareUpdate(current, { changes }).changed).toMatchObject([{ to: { value: "new" } }]);
  });

  test("the same values change nothing", () => {
    expect(prepareUpdate(current, { changes: { profile: { title: "Clerk" } } }).changed).toEqual([]);
  });

  test("an empty patch is refused", async () => {
    expect((await failureOf(() => prepareUpdate(current, { changes: {} }))).code).toBe("arguments_invalid");
  });
});
