import { OktaMcpError } from "../errors.js";
import { presentable } from "../presentable.js";
import { changeLines, fieldWords, valueWords } from "./change-words.js";
import type { DependentsFacts, Facts } from "./facts.js";
import { questionTitle, quoted } from "./question-title.js";
import type { ToolDescriptor } from "./tool.js";
import type { FieldChange } from "./update.js";

/** Lines of changes with their values; fields in all; characters of a line that only names them. */
const TOLD = 20;
const FIELDS = 200;
const LINE = 500;

export interface QuestionParts {
  readonly tool: Pick<ToolDescriptor, "title" | "description"> & {
    /** What it does to people, in words for whoever is asked; the description is written for models. */
    readonly consequence?: string | undefined;
  };
  readonly facts: Facts;
  readonly changed?: readonly FieldChange[] | undefined;
  /** The arguments that are neither an object's id nor a change of it: `send_email`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What would happen to what, in words for the user: the objects' real names and states, what depends on them, what
 * changes. Text of the org is quoted, on one line and with what cannot be seen escaped: a name can imitate nothing.
 * @throws OktaMcpError `arguments_invalid` for more changes than anybody can be asked about at once
 */
export function questionOf({ tool, facts, changed = [], options }: QuestionParts): string {
  const shown = presentable(options) as QuestionParts["options"];
  const lines = [
    questionTitle(tool.title, facts.subjects),
    ...facts.dependents.map(dependentsWords),
    ...changesWords(changed),
    ...Object.entries(shown).map(([name, value]) => `${name}: ${valueWords(value)}`),
    tool.consequence ?? tool.description,
  ];
  return lines.join("\n");
}

function dependentsWords({ kind, count, more, names }: DependentsFacts): string {
  const title = kind.charAt(0).toUpperCase() + kind.slice(1);
  if (count === undefined) return `${title}: not readable with this sign-in`;
  if (count === 0) return `${title}: ${more ? "some, Okta did not say how many" : "none"}`;
  const shown = names.map(quoted);
  if (shown.length > 0 && (more || count > names.length)) shown.push("…");
  return `${title}: ${more ? "more than " : ""}${count}${shown.length > 0 ? ` (${shown.join(", ")})` : ""}`;
}

/** The first with their values; every other one by its name, since nobody agrees to what is not named. */
function changesWords(changed: readonly FieldChange[]): string[] {
  if (changed.length > FIELDS) throw tooMany(changed.length);
  const told: string[] = [];
  for (const [index, change] of changed.entries()) {
    const lines = changeLines(change);
    if (told.length + lines.length > TOLD)
      return [...told, ...alsoLines(changed.slice(index).map(fieldWords))];
    told.push(...lines);
  }
  return told;
}

function alsoLines(names: readonly string[]): string[] {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line && line.length + name.length > LINE) {
      lines.push(line);
      line = "";
    }
    line = line ? `${line}, ${name}` : `also: ${name}`;
  }
  return [...lines, line];
}

function tooMany(count: number): OktaMcpError {
  return new OktaMcpError(
    "arguments_invalid",
    `\`changes\` changes ${count} fields: more than anybody can be asked about at once. Nothing was asked or sent.`,
    { field: "changes", next: `Make several smaller changes, of at most ${FIELDS} fields each.` },
  );
}
