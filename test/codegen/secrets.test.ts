import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SECRET_NAME, type SecretEntry, secrets } from "../../codegen/allowlist/secrets.js";
import type { Document, Schema } from "../../codegen/contract/openapi.js";
import { emitSecrets } from "../../codegen/emit/secrets.js";
import { CodegenError } from "../../codegen/problems.js";
import { readSecrets } from "../../codegen/secrets.js";
import { ref } from "./contract/documents.js";

const okta: Document = JSON.parse(
  readFileSync(new URL("../../specs/okta-management.json", import.meta.url), "utf8"),
);
const text: Schema = { type: "string" };
const object = (properties: Record<string, Schema>): Schema => ({ type: "object", properties });

/** A contract of one operation, `readThing`, that answers the schema `Thing`. */
function contractOf(schemas: Record<string, Schema>): Document {
  const content = { "application/json": { schema: ref("Thing") } };
  return {
    openapi: "3.0.3",
    info: { title: "T", version: "1" },
    paths: {
      "/thing": { get: { operationId: "readThing", responses: { 200: { description: "", content } } } },
    },
    components: { schemas, securitySchemes: {} },
  };
}

const derived = (schemas: Record<string, Schema>) => [
  ...readSecrets(contractOf(schemas), []).properties.keys(),
];

describe("what the contract tells itself", () => {
  it.each<[string, Schema, string[]]>([
    ["a name that tells, alone", object({ client_secret: text, name: text }), ["client_secret"]],
    ["camel case as well", object({ settings: object({ apiKey: text }) }), ["apiKey"]],
    [
      "the format password, with the parent of a name that means nothing",
      object({ login: object({ entry: object({ value: { type: "string", format: "password" } }) }) }),
      ["entry.value"],
    ],
    ["a list of secrets", object({ tokens: { type: "array", items: text } }), ["tokens"]],
    ["no object of settings", object({ password: object({ minLength: { type: "integer" } }) }), []],
    [
      "no number, no choice, no time",
      object({
        token: { type: "integer" },
        secret: { type: "string", enum: ["SHOWN", "NONE"] },
        password: { type: "string", format: "date-time" },
      }),
      [],
    ],
    ["no name that only begins so", object({ passwordField: text, token_endpoint_auth_method: text }), []],
  ])("%s", (_, schema, paths) => {
    expect(derived({ Thing: schema })).toEqual(paths);
  });

  it("behind references, unions, variants, arrays and maps, and past circles", () => {
    const schemas: Record<string, Schema> = {
      Thing: {
        type: "object",
        discriminator: { propertyName: "kind", mapping: { A: "#/components/schemas/Variant" } },
        properties: {
          parts: { type: "array", items: ref("Part") },
          map: { additionalProperties: ref("Mapped") },
        },
      },
      Variant: { allOf: [ref("Thing"), object({ variantSecret: text })] },
      Part: {
        oneOf: [object({ oneSecret: text }), { anyOf: [object({ anySecret: text, whole: ref("Thing") })] }],
      },
      Mapped: object({ mapSecret: text }),
    };
    expect(derived(schemas)).toEqual(["anySecret", "mapSecret", "oneSecret", "variantSecret"]);
  });
});

describe("every place where the contract has it is looked at", () => {
  it("each way to a schema, by the parent's name", () => {
    const Entry = object({ value: { type: "string", format: "password" } });
    expect(derived({ Thing: object({ a: ref("Entry"), b: ref("Entry") }), Entry })).toEqual([
      "a.value",
      "b.value",
    ]);
  });

  it("a property that is a reference itself", () => {
    const Hidden: Schema = { type: "string", format: "password" };
    const Choice: Schema = { type: "string", enum: ["A"] };
    expect(derived({ Thing: object({ a: ref("Hidden"), token: ref("Choice") }), Hidden, Choice })).toEqual([
      "a",
    ]);
  });

  it("what is only sent, and never answered", () => {
    const contract = contractOf({ Thing: object({ name: text }), Sent: object({ newPassword: text }) });
    const content = { "application/json": { schema: ref("Sent") } };
    const operation = { operationId: "writeThing", requestBody: { content }, responses: {} };
    const { paths } = contract;
    const { properties } = readSecrets({ ...contract, paths: { ...paths, "/sent": { put: operation } } }, []);
    expect([...properties.keys()]).toEqual(["newPassword"]);
  });
});

describe("curated entries", () => {
  const thing = {
    Thing: object({ question: object({ reply: text }), number: object({ kty: text, d: text }) }),
  };
  const read = (...entries: SecretEntry[]) => readSecrets(contractOf(thing), entries);
  const failure = (...entries: SecretEntry[]) => {
    try {
      return read(...entries);
    } catch (error) {
      return error instanceof CodegenError ? error.problems : error;
    }
  };

  it("are held against the operations they name", () => {
    const reply = { path: "question.reply", reason: "R", operations: ["readThing"] };
    expect([...read(reply).properties]).toEqual([["question.reply", "R"]]);
    expect(failure({ ...reply, path: "answer.reply" }, { ...reply, path: "question.repl" })).toEqual([
      "codegen/allowlist/secrets.ts: answer.reply: readThing does not have it: find where it went, or remove the entry",
      "codegen/allowlist/secrets.ts: question.repl: readThing does not have it: find where it went, or remove the entry",
    ]);
  });

  it("are found by whole names, in every operation they name", () => {
    const reply = { reason: "R", operations: ["readThing"] };
    for (const path of ["ply", "tion.reply", "uestion.reply"]) {
      expect(failure({ ...reply, path })).toHaveLength(1);
    }
    const contract = contractOf(thing);
    const other = { operationId: "readOther", responses: {} };
    const wider = { ...contract, paths: { ...contract.paths, "/other": { get: other } } };
    const entry = { path: "question.reply", reason: "R", operations: ["readThing", "readOther"] };
    expect(() => readSecrets(wider, [entry])).toThrow("question.reply: readOther does not have it");
  });

  it("of operations that are not in the contract stay, unused", () => {
    const elsewhere = { path: "answer", reason: "R", operations: ["readOther"] };
    expect([...read(elsewhere).properties]).toEqual([["answer", "R"]]);
  });

  it("said to be beyond the contract must be", () => {
    const beyond = (path: string) => ({ path, reason: "R", beyondContract: true as const });
    expect([...read(beyond("hidden")).properties.keys()]).toEqual(["hidden"]);
    expect(failure(beyond("reply"))).toEqual([
      "codegen/allowlist/secrets.ts: reply: the contract knows it now, in readThing: name its operations",
    ]);
  });

  it("that depend on a neighbour stand by it", () => {
    const d = { path: "d", beside: "kty", reason: "R", operations: ["readThing"] };
    expect(read(d).beside).toEqual(new Map([["kty", ["d"]]]));
    expect(read(d).properties.size).toBe(0);
    expect(failure({ ...d, beside: "crv" })).toHaveLength(1);
  });
});

describe("the table of Okta's contract", () => {
  it("is this, reviewed", () => {
    const { properties, beside } = readSecrets(okta, secrets);
    expect([...properties.keys()]).toEqual([
      "activationToken",
      "activationUrl",
      "authScheme.value",
      "client_secret",
      "extraFieldValue",
      "optionalField1Value",
      "optionalField2Value",
      "optionalField3Value",
      "oth.d",
      "oth.r",
      "oth.t",
      "password.hash.salt",
      "password.hash.value",
      "password.value",
      "recoveryUrl",
      "recovery_question.answer",
      "resetPasswordUrl",
    ]);
    expect([...beside]).toEqual([["kty", ["d", "dp", "dq", "k", "p", "q", "qi"]]]);
  });

  it("needs every curated entry: none is found without", () => {
    const found = readSecrets(okta, []).properties;
    expect(secrets.filter(({ path }) => found.has(path))).toEqual([]);
  });
});

it("the emitted file is data alone: no import, each path with its reason", () => {
  const table = { properties: new Map([["a.b", "Why."]]), beside: new Map([["kty", ["d"]]]) };
  const { path, text: source } = emitSecrets(table, SECRET_NAME);
  expect(path).toBe("secrets.ts");
  expect(source).not.toContain("import");
  expect(source).toContain('// Why.\n"a.b",');
  expect(source).toContain('{ kty: ["d"] }');
});
