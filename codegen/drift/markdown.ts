import type { Drift } from "./drift.js";
import { headline, type Section, sections } from "./report.js";

/** More lines than this, and what is not urgent is folded. */
const MAX_OPEN = 25;

/** GitHub takes 65,536 characters as the text of a pull request. */
const MAX_LENGTH = 60_000;
const MAX_APPENDIX = 20_000;

/** For the text of a pull request; with what follows from adopting the document, as plain text. */
export function markdownReport(drift: Drift, consequences?: string): string {
  const all = sections(drift);
  const isLong = count(all) > MAX_OPEN;
  const lines = [
    `## ${headline(drift)}`,
    ...all.flatMap((section) => ["", ...sectionLines(section, isLong && !section.isUrgent)]),
  ];
  const appendix = consequences === undefined ? "" : folded(consequences);
  return `${clipped(lines, MAX_LENGTH - appendix.length)}\n${appendix}`;
}

function folded(text: string): string {
  const shown =
    text.length > MAX_APPENDIX ? `${text.slice(0, MAX_APPENDIX)}\n… more: npm run drift -- --apply` : text;
  const lines = ["", "<details>", "<summary>What follows from adopting it</summary>", "", "```text", shown];
  return [...lines, "```", "", "</details>", ""].join("\n");
}

function sectionLines(section: Section, isFolded: boolean): string[] {
  const body = section.groups.flatMap(({ tools, lines }) => [
    "",
    ...(tools.length === 0 ? [] : [tools.map((tool) => `**\`${tool}\`**`).join(", "), ""]),
    ...lines.map(({ at, words }) => `- \`${at}\`: ${escaped(words)}`),
  ]);
  if (!isFolded) return [`### ${section.title}`, ...body];
  return [
    "<details>",
    `<summary>${section.title} (${count([section])})</summary>`,
    ...body,
    "",
    "</details>",
  ];
}

/** Marks of Markdown and HTML mean themselves, except in code marks, where they do anyway. */
function escaped(line: string): string {
  return line
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[_*<[\]|\\]/g, "\\$&")))
    .join("");
}

function count(all: readonly Section[]): number {
  return all.flatMap(({ groups }) => groups.flatMap(({ lines }) => lines)).length;
}

/** Cut between lines, never silently. */
function clipped(lines: readonly string[], most: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > most) {
      const isOpen = kept.lastIndexOf("<details>") > kept.lastIndexOf("</details>");
      const left = lines.slice(kept.length).filter((rest) => rest.startsWith("- ")).length;
      return [
        ...kept,
        ...(isOpen ? ["", "</details>"] : []),
        "",
        `${left} lines left out: run npm run drift.`,
      ].join("\n");
    }
    kept.push(line);
  }
  return kept.join("\n");
}
