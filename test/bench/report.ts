/** One figure of a benchmark; ratios are taken within one run, since machines are shared and noisy. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "%" | "x" | "MB";
  readonly goal?: string;
  readonly reached?: boolean;
}

export function asText(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map(({ name, value, unit, goal, reached }) => {
      const verdict = goal === undefined ? "" : `  (${goal}: ${reached ? "reached" : "missed"})`;
      return `${name.padEnd(width)}  ${value.toFixed(2).padStart(8)} ${unit}${verdict}`;
    })
    .join("\n");
}
