import { describe, expect, it } from "vitest";
import { ALL, attributesOf, compile, type Grammar, ORDERED, SEARCH } from "../../src/sandbox/scim.js";

const record = {
  id: "00u1",
  status: "ACTIVE",
  created: "2026-03-01T08:00:00.000Z",
  profile: {
    firstName: "Zoë",
    department: "Engineering",
    floor: 7,
    remote: true,
    skills: ["sql", "Python"],
    boss: null,
  },
  target: [
    { id: "0oa1", type: "AppInstance" },
    { id: "00u2", type: "User" },
  ],
};

const open: Grammar = { operators: ALL, attribute: (path) => path };
const matches = (expression: string) => compile(expression, open)(record);

describe("expressions", () => {
  it.each([
    ['status eq "ACTIVE"', true],
    ['STATUS EQ "active"', true],
    ['status eq "STAGED"', false],
    ['status ne "STAGED"', true],
    ['profile.nosuch ne "x"', true],
    ['profile.department sw "eng"', true],
    ['profile.department ew "ring"', true],
    ['profile.department co "GINE"', true],
    ["profile.department pr", true],
    ["profile.boss pr", false],
    ["profile.nosuch pr", false],
    ["profile.floor gt 6", true],
    ["profile.floor ge 7", true],
    ["profile.floor lt 7", false],
    ['profile.floor eq "7"', false],
    ["profile.remote eq true", true],
    ['created gt "2026-03-01T07:59:59.000Z"', true],
    ['created gt "2026-03-01T09:00:00.000+02:00"', true],
    ['created lt "2026-03-01"', false],
    ['status lt "BLOCKED"', true],
    ['profile.skills eq "python"', true],
    ['profile.skills eq "cobol"', false],
    ['target.id eq "00u2"', true],
    ['target[type eq "AppInstance" and id eq "0oa1"]', true],
    ['target[type eq "AppInstance" and id eq "00u2"]', false],
    ['not (status eq "ACTIVE")', false],
    ['not (status eq "STAGED") and profile.floor eq 7', true],
    ['status eq "STAGED" or status eq "ACTIVE" and profile.floor eq 8', false],
    ['(status eq "STAGED" or status eq "ACTIVE") and profile.floor eq 7', true],
    ['profile.firstName eq "Zoe"', false],
    ['profile.firstName eq "zoë"', true],
  ])("%s is %s", (expression, wanted) => {
    expect(matches(expression)).toBe(wanted);
  });
});

describe("refusals", () => {
  const grammar: Grammar = {
    operators: SEARCH,
    attribute: attributesOf(["status", "lastUpdated"]),
    operatorsOf: (attribute) => (attribute === "status" ? new Set(["eq"]) : ORDERED),
  };
  it.each([
    ["status eq ACTIVE"],
    ['status is "ACTIVE"'],
    ['status eq "ACTIVE" and'],
    ['(status eq "ACTIVE"'],
    ['status eq "ACTIVE") or true'],
    [""],
    ["status"],
    ['status ne "ACTIVE"'],
    ['status sw "ACT"'],
    ['nosuch eq "x"'],
    [`status eq "${"x".repeat(9000)}"`],
    ["(".repeat(7000)],
  ])("%.40s", (expression) => {
    expect(() => compile(expression, grammar)).toThrowError(
      expect.objectContaining({ errorCode: "E0000031" }),
    );
  });

  it("finds attributes in any case", () => {
    expect(compile('LASTUPDATED ge "2026-01-01"', grammar)({ lastUpdated: "2026-02-01T00:00:00Z" })).toBe(
      true,
    );
  });
});
