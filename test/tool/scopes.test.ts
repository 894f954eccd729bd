import { expect, test } from "vitest";
import { grantSteps, missingScopes } from "../../src/tool/scopes.js";

test.each<[needed: string[], granted: string[] | undefined, missing: string[]]>([
  [["okta.users.read"], ["okta.users.read"], []],
  [["okta.users.read"], ["okta.users.manage"], []],
  [["okta.users.manage"], ["okta.users.read"], ["okta.users.manage"]],
  [["okta.users.read"], ["okta.groups.manage"], ["okta.users.read"]],
  [["okta.users.read"], ["okta.users.manage.self"], ["okta.users.read"]],
  [["okta.users.read", "okta.groups.manage"], ["okta.users.read"], ["okta.groups.manage"]],
  [["okta.users.read"], [], ["okta.users.read"]],
  [["okta.users.read"], undefined, []],
  [[], [], []],
])("a tool that needs %j, with %j granted, lacks %j", (needed, granted, missing) => {
  expect(missingScopes(needed, granted)).toEqual(missing);
});

test("the steps name every scope, where it is granted and where it is asked for", () => {
  const steps = grantSteps(["okta.apps.read", "okta.users.manage"]);
  expect(steps).toMatch(/okta\.apps\.read, okta\.users\.manage.*Admin Console.*Okta API Scopes.*OKTA_SCOPES/);
});
