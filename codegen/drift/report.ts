import type { Drift, ToolChange } from "./drift.js";
import { rule, type Severity } from "./rules.js";

/** A part of a report: lines under headings, in the order in which a person should read them. */
export interface Section {
  title: string;
  /** Whether everyone should see it, or only who asks. */
  isUrgent: boolean;
  groups: { /** The tools it is about. */ tools: string[]; lines: Line[] }[];
}

export interface Line {
  /** The place in the document, or the name of the thing. */
  at: string;
  words: string;
}

const TITLES: Record<Severity, string> = {
  breaking: "Breaking",
  compatible: "Compatible",
  note: "Notes",
};

/** What a drift is in one line. */
export function headline({ from, to, outcome, changes }: Drift): string {
  const counts = (["breaking", "compatible", "note"] as const).map((severity) => {
    const count = changes.filter((change) => change.severity === severity).length;
    return `${count} ${severity}${severity === "note" && count !== 1 ? "s" : ""}`;
  });
  const verdict = {
    none: "nothing changed for our tools",
    compatible: "changed, but compatible",
    breaking: "breaks our tools",
  }[outcome];
  return `Okta management API ${from} -> ${to}: ${verdict} (${counts.join(", ")})`;
}

/** The whole report, worst first; each change once, under the tools it is about. */
export function sections(drift: Drift): Section[] {
  const bySeverity = (["breaking", "compatible", "note"] as const).map((severity) => ({
    title: TITLES[severity],
    isUrgent: severity === "breaking",
    groups: byTools(drift.changes.filter((change) => change.severity === severity)),
  }));
  const removable = drift.removable.map(({ id, reason }) => ({ at: id, words: reason }));
  const candidates = drift.candidates.map(({ operationId, call, stage }) => ({
    at: operationId,
    words: `${call}${stage === undefined ? "" : ` (${stage})`}`,
  }));
  const others = [
    {
      title: "Corrections upstream has made: remove them from codegen/contract/corrections.ts",
      lines: removable,
    },
    { title: "New operations where our tools work: candidates for the allowlist", lines: candidates },
  ].map(({ title, lines }) => ({
    title,
    isUrgent: false,
    groups: lines.length === 0 ? [] : [{ tools: [], lines }],
  }));
  return [...bySeverity, ...others].filter(({ groups }) => groups.length > 0);
}

/** For a terminal. */
export function textReport(drift: Drift): string {
  const parts = sections(drift).map(({ title, groups }) => {
    const texts = groups.map(({ tools, lines }) =>
      [
        ...(tools.length === 0 ? [] : [`  ${tools.join(", ")}`]),
        ...lines.map(({ at, words }) => `    ${at}: ${words}`),
      ].join("\n"),
    );
    return `${title}\n${texts.join("\n")}`;
  });
  return [headline(drift), ...parts].join("\n\n");
}

/** Changes under the tools they are about; within, as they come. */
function byTools(changes: readonly ToolChange[]): Section["groups"] {
  const groups = new Map<string, ToolChange[]>();
  for (const change of changes) {
    const key = change.tools.join();
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((members) => ({
    tools: members[0]?.tools ?? [],
    lines: members.map(lineOf),
  }));
}

function lineOf({ rule: id, words, places }: ToolChange): Line {
  const [first, ...others] = places;
  const more =
    others.length === 0 ? "" : ` (and ${others.length} more place${others.length === 1 ? "" : "s"})`;
  const { next } = rule(id);
  return { at: first?.text ?? "", words: `${words}${more}${next === undefined ? "" : `; ${next}`}` };
}
