import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import { descriptors } from "./tools.js";

/** Tokens of what reaches a model, by o200k. */
const costs = descriptors.map(({ name, description, inputSchema }) => ({
  name,
  tokens: countTokens(JSON.stringify({ name, description, inputSchema })),
}));

const MAX_PER_TOOL = 350;
const MAX_IN_ALL = 7_000;

describe("what the tools cost in a model's context", () => {
  it(`at most ${MAX_PER_TOOL} tokens each`, () => {
    expect(costs.filter(({ tokens }) => tokens > MAX_PER_TOOL)).toEqual([]);
  });

  it(`at most ${MAX_IN_ALL} tokens in all`, () => {
    expect(costs.length).toBeGreaterThanOrEqual(43);
    expect(costs.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(MAX_IN_ALL);
  });
});
