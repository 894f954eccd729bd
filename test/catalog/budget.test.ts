import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { beforeAll, describe, expect, it } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";

const MAX_PER_TOOL = 350;
const MAX_IN_ALL = 7_000;
const MAX_READ_ONLY = 3_500;

/** Tokens of what reaches a model, by o200k: the tools listed by default. */
const costs = createCatalog().descriptors.map(({ name, safety, description, inputSchema }) => ({
  name,
  safety,
  tokens: countTokens(JSON.stringify({ name, description, inputSchema })),
}));

const total = (rows: typeof costs) => rows.reduce((sum, { tokens }) => sum + tokens, 0);
const readOnly = costs.filter(({ safety }) => safety === "read");

describe("what the tools cost in a model's context", () => {
  beforeAll(() => {
    const rows = costs.toSorted((a, b) => b.tokens - a.tokens).map(({ name, tokens }) => [tokens, name]);
    rows.push([total(costs), `in all, ${costs.length} tools`]);
    rows.push([total(readOnly), `read-only, ${readOnly.length} tools`]);
    process.stdout.write(
      `${rows.map(([tokens, name]) => `${String(tokens).padStart(6)}  ${name}`).join("\n")}\n`,
    );
  });

  it(`at most ${MAX_PER_TOOL} tokens each`, () => {
    expect(costs.filter(({ tokens }) => tokens > MAX_PER_TOOL)).toEqual([]);
  });

  it(`at most ${MAX_IN_ALL} tokens in all`, () => {
    expect(costs.length).toBeGreaterThanOrEqual(48);
    expect(total(costs)).toBeLessThanOrEqual(MAX_IN_ALL);
  });

  it(`at most ${MAX_READ_ONLY} tokens read-only`, () => {
    expect(readOnly.length).toBeGreaterThanOrEqual(16);
    expect(total(readOnly)).toBeLessThanOrEqual(MAX_READ_ONLY);
  });
});
