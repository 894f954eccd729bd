import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Document, JSON_CONTENT, type Schema } from "../../codegen/contract/openapi.js";
import { operations } from "../../codegen/contract/walk.js";
import * as applications from "../../generated/schemas/applications.js";
import * as groups from "../../generated/schemas/groups.js";
import * as policies from "../../generated/schemas/policies.js";
import * as users from "../../generated/schemas/users.js";
import { Declared, type Shown } from "./declared.js";

const contract: Document = JSON.parse(
  readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"),
);
const bodies: Readonly<Record<string, z.ZodType | undefined>> = {
  ...applications,
  ...groups,
  ...policies,
  ...users,
};

function bodyOf(operationId: string): Schema {
  const found = operations(contract).find(({ operation }) => operation.operationId === operationId);
  const schema = found?.operation.requestBody?.content[JSON_CONTENT].schema;
  if (!schema) throw new Error(`${operationId} takes no body`);
  return schema;
}

function shown(constant: string): Shown {
  const body = bodies[constant];
  if (!body) throw new Error(`generated/schemas has no ${constant}`);
  return JSON.parse(JSON.stringify(z.toJSONSchema(body, { io: "input" })));
}

/** Bodies of one shape share the constant that is named after the first operation. */
const cases: [operationId: string, constant: string, variants: number, objects: number][] = [
  ["createApplication", "createApplicationBody", 9, 100],
  ["replaceApplication", "createApplicationBody", 9, 100],
  ["createPolicy", "createPolicyBody", 6, 30],
  ["replacePolicy", "createPolicyBody", 6, 30],
  ["createPolicyRule", "createPolicyRuleBody", 12, 100],
  ["replacePolicyRule", "createPolicyRuleBody", 12, 100],
  ["addGroup", "addGroupBody", 0, 2],
  ["replaceGroup", "addGroupBody", 0, 2],
  ["createUser", "createUserBody", 0, 5],
  ["updateUser", "updateUserBody", 0, 5],
];

describe("the generated schemas hold exactly what the contract lets a request hold", () => {
  it.each(cases)("%s in %s", (operationId, constant, variants, objects) => {
    const declared = new Declared(contract.components.schemas, operationId === "updateUser");
    const body = shown(constant);
    declared.compare(bodyOf(operationId), body, operationId);
    expect(declared.differences).toEqual([]);
    expect(declared.objects).toBeGreaterThanOrEqual(objects);
    expect(body.oneOf ?? []).toHaveLength(variants);
  });

  it("covers every operation of the contract that takes a body", () => {
    const taking = operations(contract).filter(({ operation }) => operation.requestBody);
    expect(cases.map(([operationId]) => operationId).sort()).toEqual(
      taking.map(({ operation }) => operation.operationId).sort(),
    );
  });

  it("would see a property left out, one too many, and one that is read-only", () => {
    const schema: Schema = {
      type: "object",
      properties: { id: { type: "string", readOnly: true }, name: { type: "string" } },
      required: ["name"],
    };
    const faults = [{}, { id: {}, name: {} }, { name: {}, more: {} }].map((properties) => {
      const declared = new Declared({}, false);
      const typed = Object.fromEntries(Object.keys(properties).map((name) => [name, { type: "string" }]));
      declared.compare(
        schema,
        { type: "object", properties: typed, required: ["name"], additionalProperties: false },
        "x",
      );
      return declared.differences.filter((line) => line.startsWith("x: properties")).length;
    });
    expect(faults).toEqual([1, 1, 1]);
  });
});
