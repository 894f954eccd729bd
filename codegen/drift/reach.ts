import type { LocalFinding, Step } from "./finding.js";
import type { Side } from "./rules.js";
import type { Pair, SchemaComparer } from "./schemas.js";

/** A change and the shortest ways to it from where an operation uses it. */
export interface Reached {
  finding: LocalFinding;
  paths: readonly (readonly Step[])[];
}

/** As many as a report needs to say "in each of these variants". */
const MAX_PATHS = 24;

/** Every change that a schema of an operation leads to, near ones first. */
export function reach(comparer: SchemaComparer, root: Pair, side: Side): Reached[] {
  const reached: Reached[] = [];
  const seen = new Set<string>();
  let level = new Map([[comparer.key(root, side), { pair: root, paths: [[] as readonly Step[]] }]]);
  while (level.size > 0) {
    const next: typeof level = new Map();
    for (const key of level.keys()) seen.add(key);
    for (const { pair, paths } of level.values()) {
      const { findings, edges } = comparer.compare(pair, side);
      for (const finding of findings) {
        reached.push({ finding, paths: paths.map((path) => [...path, ...finding.at]) });
      }
      for (const { step, to } of edges) {
        const key = comparer.key(to, side);
        if (seen.has(key)) continue;
        const entry = next.get(key) ?? { pair: to, paths: [] };
        const further = paths.map((path) => (step ? [...path, step] : path));
        entry.paths = [...entry.paths, ...further].slice(0, MAX_PATHS);
        next.set(key, entry);
      }
    }
    level = next;
  }
  return reached;
}
