import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Document, Schema } from "../codegen/contract/openapi.js";
import { operations } from "../codegen/contract/walk.js";
import { presentable } from "../src/presentable.js";

const contract: Document = JSON.parse(
  readFileSync(new URL("../specs/okta-management.json", import.meta.url), "utf8"),
);

/** What is secret, written down by hand from Okta's reference: nothing here knows of the redaction table. */
const SECRET_PATHS = [
  /(?:password|secret|token|private_?key|api_?key)$/i,
  /(?:^|\.)activationUrl$/,
  /(?:^|\.)recovery_question\.answer$/,
  /(?:^|\.)password\.hash\.(?:value|salt)$/,
  /(?:^|\.)optionalField[123]Value$/,
  /(?:^|\.)extraFieldValue$/,
];

interface Leaf {
  path: string;
  text: string;
  isSecret: boolean;
}

/** Values for a schema, together holding every property of every variant; each string is one of its own. */
class Values {
  readonly leaves: Leaf[] = [];

  of(
    schema: Schema,
    path: readonly string[] = [],
    within: readonly string[] = [],
    isPart = false,
  ): unknown[] {
    if (schema.$ref !== undefined) return this.#named(schema.$ref, path, within, isPart);
    const variants = isPart ? [] : [...new Set(Object.values(schema.discriminator?.mapping ?? {}))];
    const choices = [...variants.map(($ref) => ({ $ref })), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
    const chosen = choices.flatMap((choice) => this.of(choice, path, within));
    const whole = this.#whole(schema, path, within);
    return [...whole, ...chosen];
  }

  #named(reference: string, path: readonly string[], within: readonly string[], isPart: boolean): unknown[] {
    const name = reference.split("/").at(-1) ?? "";
    const target = contract.components.schemas[name];
    if (!target) throw new Error(`no schema ${name}`);
    // A schema that contains itself, and the variants of a base that each of them names again.
    if (!isPart && within.includes(name)) return [{}];
    return this.of(target, path, [...within, name], isPart);
  }

  #whole(schema: Schema, path: readonly string[], within: readonly string[]): unknown[] {
    if (schema.type === "array") return [this.of(schema.items ?? {}, path, within)];
    const isObject =
      schema.type === "object" || schema.properties || schema.allOf || schema.additionalProperties;
    if (!isObject)
      return schema.type === "number" || schema.type === "boolean" ? [1] : [this.#text(schema, path)];
    const members = Object.entries(schema.properties ?? {}).map(
      ([name, property]) => [name, this.of(property, [...path, name], within)] as const,
    );
    if (typeof schema.additionalProperties === "object") {
      members.push(["custom", this.of(schema.additionalProperties, [...path, "custom"], within)]);
    }
    const parts = (schema.allOf ?? []).map((part) => this.of(part, path, within, true));
    const count = Math.max(1, ...members.map(([, all]) => all.length), ...parts.map((all) => all.length));
    const at = (all: unknown[], index: number) => all[index % all.length];
    return Array.from({ length: count }, (_, index) =>
      Object.assign(
        {},
        ...parts.map((all) => at(all, index)),
        ...members.map(([name, all]) => ({ [name]: at(all, index) })),
      ),
    );
  }

  #text(schema: Schema, path: readonly string[]): string {
    const joined = path.join(".");
    const isSecret = schema.format === "password" || SECRET_PATHS.some((pattern) => pattern.test(joined));
    const text = `${isSecret ? "canary" : "marker"}<${this.leaves.length}>`;
    this.leaves.push({ path: joined, text, isSecret });
    return text;
  }
}

const bodies = operations(contract).flatMap(({ operation }) =>
  [operation.requestBody, ...Object.values(operation.responses)].flatMap((body) => {
    const schema = body?.content?.["application/json"].schema;
    return schema ? [{ operationId: operation.operationId, schema }] : [];
  }),
);
const filled = bodies.map(({ operationId, schema }) => {
  const values = new Values();
  const all = values.of(schema);
  const before = JSON.stringify(all);
  return { operationId, all, leaves: values.leaves.filter(({ text }) => before.includes(text)) };
});
const named = Object.keys(contract.components.schemas).map((name) => {
  const values = new Values();
  return { name, all: values.of({ $ref: name }, ["owner"]), leaves: values.leaves };
});

const lastNames = (leaves: readonly Leaf[], count: number) =>
  [...new Set(leaves.map(({ path }) => path.split(".").slice(-count).join(".")))].sort();

describe("every body of every operation, request and answer, in every variant", () => {
  const leaves = filled.flatMap((body) => body.leaves);

  it("is looked at: the secrets known of are among what was filled in", () => {
    expect(bodies.length).toBeGreaterThan(80);
    expect(leaves.length).toBeGreaterThan(5000);
    expect(
      lastNames(
        leaves.filter(({ isSecret }) => isSecret),
        2,
      ),
    ).toEqual([
      "activationToken",
      "activationUrl",
      "app.extraFieldValue",
      "app.optionalField1Value",
      "app.optionalField2Value",
      "app.optionalField3Value",
      "hash.salt",
      "hash.value",
      "oauthClient.client_secret",
      "password.value",
      "recovery_question.answer",
    ]);
  });

  it("shows no secret", () => {
    const shown = filled.flatMap(({ operationId, all, leaves: own }) => {
      const text = JSON.stringify(presentable(all));
      return own
        .filter(({ isSecret, text: leaf }) => isSecret && text.includes(leaf))
        .map(({ path }) => `${operationId}: ${path}`);
    });
    expect(shown).toEqual([]);
  });

  it("masks nothing else", () => {
    const masked = filled.flatMap(({ operationId, all, leaves: own }) => {
      const text = JSON.stringify(presentable(all));
      return own
        .filter(({ isSecret, text: leaf }) => !isSecret && !text.includes(leaf))
        .map(({ path }) => `${operationId}: ${path}`);
    });
    expect(masked).toEqual([]);
  });

  it("leaves numbers and booleans alone, and shows what it was told to reveal", () => {
    for (const { all } of filled) {
      expect(JSON.stringify(presentable(all)).match(/[:,[]1\b/g)).toEqual(
        JSON.stringify(all).match(/[:,[]1\b/g),
      );
    }
    const every = leaves.filter(({ isSecret }) => isSecret).map(({ path }) => path.split(".").at(-1) ?? "");
    const text = filled.map(({ all }) => JSON.stringify(presentable(all, { reveals: every }))).join("\n");
    expect(text).not.toContain("[hidden]");
  });
});

it("every schema by itself shows no secret whose name or format tells, wherever it may be used one day", () => {
  const shown = named.flatMap(({ name, all, leaves }) => {
    const text = JSON.stringify(presentable(all));
    return leaves
      .filter(({ isSecret, text: leaf }) => isSecret && text.includes(leaf))
      .map(({ path }) => `${name}: ${path}`);
  });
  // The bodies above hold these below `password`, which is what makes them secrets.
  expect(
    shown.filter((line) => !/^(?:AppUserPasswordCredential|PasswordCredential): owner\.value$/.test(line)),
  ).toEqual([]);
});

it("every schema by itself loses nothing else", () => {
  const masked = named.flatMap(({ name, all, leaves }) => {
    const shown = JSON.stringify(presentable(all));
    const before = JSON.stringify(all);
    return leaves
      .filter(({ isSecret, text: leaf }) => !isSecret && before.includes(leaf) && !shown.includes(leaf))
      .map(({ path }) => `${name}: ${path}`);
  });
  expect(masked).toEqual([]);
});
