import { visibleText } from "../visible-text.js";
import type { SubjectFacts } from "./facts.js";

/** Characters of a name, and of each other fact. */
const NAME = 100;

/**
 * What is to be done to what, as a question: `Remove user "a" (…) from group "b" (…)?`. Where the tool's title names a kind,
 * the object follows it; the others come after.
 */
export function questionTitle(title: string, subjects: readonly SubjectFacts[]): string {
  const [first] = subjects;
  let free = title;
  const placed: { readonly end: number; readonly words: string }[] = [];
  const others: string[] = [];
  for (const subject of subjects) {
    const found = new RegExp(`\\b${subject.kind}\\b`, "i").exec(free);
    if (found) {
      const end = found.index + found[0].length;
      placed.push({ end, words: ` ${objectWords(subject)}` });
      free = free.slice(0, found.index).padEnd(end) + free.slice(end);
    } else others.push(`${subject === first ? ": " : ", of "}${subject.kind} ${objectWords(subject)}`);
  }
  // From the end, as what has been put in is no part of the title.
  const named = placed
    .sort((a, b) => b.end - a.end)
    .reduce((text, { end, words }) => `${text.slice(0, end)}${words}${text.slice(end)}`, title);
  return `${named}${others.join("")}?`;
}

function objectWords({ id, name, state, lastUpdated, object }: SubjectFacts): string {
  const facts = [
    state && visibleText(state, NAME),
    `id ${visibleText(id, NAME)}`,
    lastUpdated && `last updated ${visibleText(lastUpdated, NAME)}`,
    !object && "not readable with this sign-in",
  ].filter(Boolean);
  return `${name === undefined ? "" : `${quoted(name)} `}(${facts.join(", ")})`;
}

/** A quote in the text ends nothing. */
export function quoted(text: string): string {
  return `"${visibleText(text.replace(/["\\]/g, "\\$&"), NAME)}"`;
}
