import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createCatalog } from "../../src/tools/catalog.js";
import { expectSection } from "../readme-sections.js";
import { usages } from "./plans/index.js";
import { NOW, run } from "./run.js";
import { type Measured, medianCost, usageTable } from "./table.js";
import type { Cost, Usage } from "./usage.js";

const SENTENCES_OF_A_TOOL = 3;
/** Of any one sentence, where its plan does not say otherwise; a call more to confirm by code. */
const MOST: Cost = { calls: 3, tokens: 1_000 };
const MOST_IN_THE_MEDIAN: Cost = { calls: 2, tokens: 1_500 };

const toolNames = createCatalog({ exportDirectory: "/exports" }).descriptors.map(({ name }) => name);
const all = toolNames.flatMap((tool) => (usages[tool] ?? []).map((usage) => ({ tool, usage })));

beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterAll(() => void vi.useRealTimers());

const costs = new Map<Usage, Promise<Cost>>();
function costOf(tool: string, usage: Usage): Promise<Cost> {
  const cost = costs.get(usage) ?? run(tool, usage);
  costs.set(usage, cost);
  return cost;
}

function expectWithin({ calls, tokens }: Cost, most: Cost): void {
  expect(calls).toBeLessThanOrEqual(most.calls);
  expect(tokens).toBeLessThanOrEqual(most.tokens);
}

async function measureAll(): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const { tool, usage } of all)
    measured.push({ tool, sentence: usage.sentence, ...(await costOf(tool, usage)) });
  return measured;
}

describe("the examples", () => {
  test.each(toolNames)(`%s is shown by at least ${SENTENCES_OF_A_TOOL} sentences`, (tool) => {
    expect(new Set(usages[tool]?.map(({ sentence }) => sentence)).size).toBeGreaterThanOrEqual(
      SENTENCES_OF_A_TOOL,
    );
  });

  test("are all of tools that there are", () => {
    expect(Object.keys(usages).filter((tool) => !toolNames.includes(tool))).toEqual([]);
  });

  test("have no sentence twice", () => {
    const sentences = all.map(({ usage }) => usage.sentence);
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
  });
});

describe.each(toolNames)("%s", (tool) => {
  test.each(usages[tool] ?? [])("$sentence", async (usage) => {
    const usual = { ...MOST, calls: MOST.calls + (usage.cannotAsk ? 1 : 0) };
    const cost = await costOf(tool, usage);
    expectWithin(cost, usage.most ?? usual);
    // A bound of its own that is not needed any more has to go.
    if (usage.most) expect(() => expectWithin(cost, usual)).toThrow();
  });
});

describe("all sentences together", () => {
  test(`cost at most ${MOST_IN_THE_MEDIAN.calls} calls and ${MOST_IN_THE_MEDIAN.tokens} tokens in the median`, async () => {
    expectWithin(medianCost(await measureAll()), MOST_IN_THE_MEDIAN);
  });

  test("stand in the README with what they cost", async () => {
    expectSection("usage", usageTable(await measureAll()));
  });
});
