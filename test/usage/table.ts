import type { Cost, Usage } from "./usage.js";

export interface Measured extends Cost, Pick<Usage, "sentence"> {
  readonly tool: string;
}

/** The middle one; of an even number, the higher of the two in the middle, so that no bound is met by luck. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("There is no median of nothing.");
  return middle;
}

export function medianCost(costs: readonly Cost[]): Cost {
  return {
    calls: median(costs.map(({ calls }) => calls)),
    tokens: median(costs.map(({ tokens }) => tokens)),
  };
}

/** One row for each tool, in the order given: its sentences, and what they cost in the median. */
export function usageTable(measured: readonly Measured[]): string {
  const all = medianCost(measured);
  const tools = [...new Set(measured.map(({ tool }) => tool))];
  const rows = tools.map((tool) => {
    const its = measured.filter((each) => each.tool === tool);
    const { calls, tokens } = medianCost(its);
    return `| \`${tool}\` | ${its.map(({ sentence }) => sentence).join("<br>")} | ${calls} | ${toTen(tokens)} |`;
  });
  return [
    `The median of all ${measured.length}: ${all.calls} calls, ${toTen(all.tokens)} tokens.`,
    "",
    "| Tool | What an administrator asks | Calls | Tokens |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

const toTen = (tokens: number): number => Math.round(tokens / 10) * 10;
