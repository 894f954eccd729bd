import { visibleText } from "../visible-text.js";
import type { DependentsFacts, Facts, SubjectFacts } from "./facts.js";
import { shownChange } from "./shown-change.js";
import type { ToolDescriptor } from "./tool.js";
import type { FieldChange } from "./update.js";

/** Characters of a name; of one value of a field. */
const NAME = 100;
const VALUE = 160;
/** Lines of a difference. */
const CHANGES = 20;

export interface QuestionParts {
  readonly tool: Pick<ToolDescriptor, "title" | "description">;
  readonly facts: Facts;
  readonly changed?: readonly FieldChange[] | undefined;
  /** The arguments that are neither an object's id nor a change of it: `send_email`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What would happen to what, in words for the user: the objects' real names and states, what depends on them, what
 * changes. Text of the org is quoted, on one line and with what cannot be seen escaped: a name can imitate nothing.
 */
export function questionOf({ tool, facts, changed = [], options }: QuestionParts): string {
  const lines = [
    `${tool.title}: ${facts.subjects.map(subjectWords).join(", of ")}`,
    ...facts.dependents.map(dependentsWords),
    ...changed.slice(0, CHANGES).map(changeWords),
    ...(changed.length > CHANGES ? [`… and ${changed.length - CHANGES} fields more`] : []),
    ...Object.entries(options).map(([name, value]) => `${name}: ${valueWords(value)}`),
    tool.description,
  ];
  return lines.join("\n");
}

function subjectWords({ kind, id, name, state, lastUpdated, object }: SubjectFacts): string {
  const facts = [
    state && visibleText(state, NAME),
    `id ${visibleText(id, NAME)}`,
    lastUpdated && `last updated ${visibleText(lastUpdated, NAME)}`,
    !object && "not readable with this sign-in",
  ].filter(Boolean);
  const named = name === undefined ? kind : `${kind} ${quoted(name)}`;
  return `${named} (${facts.join(", ")})`;
}

function dependentsWords({ kind, count, more, names }: DependentsFacts): string {
  const title = kind.charAt(0).toUpperCase() + kind.slice(1);
  if (count === undefined) return `${title}: not readable with this sign-in`;
  if (count === 0) return `${title}: none`;
  const shown = names.map(quoted);
  if (shown.length > 0 && (more || count > names.length)) shown.push("…");
  return `${title}: ${count}${more ? " or more" : ""}${shown.length > 0 ? ` (${shown.join(", ")})` : ""}`;
}

function changeWords(change: FieldChange): string {
  const { field, from, to } = shownChange(change);
  const named = PLAIN_FIELD.test(field) ? visibleText(field, NAME) : quoted(field);
  return `${named}: ${valueWords(from)} -> ${valueWords(to)}`;
}

/** Field names that need no quotes to be told from what follows them. */
const PLAIN_FIELD = /^[\w.$-]+$/;

/** A quote in the text ends nothing. */
function quoted(text: string): string {
  return `"${visibleText(text.replace(/["\\]/g, "\\$&"), NAME)}"`;
}

function valueWords(value: unknown): string {
  return value === null || value === undefined ? "nothing" : visibleText(JSON.stringify(value), VALUE);
}
