import { calls } from "./calls.js";
import { exports } from "./export.js";
import { lists, logs } from "./lists.js";
import { asText, type Figure } from "./report.js";
import { startup } from "./startup.js";

/** `npm run bench [-- --json] [-- <name>…]`: each figure a ratio within one run, against the built program. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  startup,
  calls,
  lists,
  logs,
  export: exports,
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = names.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) throw new Error(`no benchmark ${unknown}; there are ${Object.keys(BENCHMARKS)}`);

const figures: Figure[] = [];
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (names.length === 0 || names.includes(name)) figures.push(...(await run()));
}
const asJson = process.argv.includes("--json");
process.stdout.write(`${asJson ? JSON.stringify(figures, null, 2) : asText(figures)}\n`);
