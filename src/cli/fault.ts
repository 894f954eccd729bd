import { presentable } from "../presentable.js";
import { visibleText } from "../visible-text.js";

const MAX_NAME = 60;
const MAX_MESSAGE = 500;
const MAX_FRAME = 300;
const MAX_FRAMES = 12;

/**
 * A fault of ours, for a report: name, message in one line, and stack, secrets masked. Node would print the error's own
 * properties as well, the headers of a request among them.
 */
export function faultText(fault: unknown): string {
  try {
    if (!(fault instanceof Error))
      return `Something was thrown that is no error: ${shown(kindOf(fault), MAX_MESSAGE)}`;
    const { name, message, stack = "" } = fault;
    const frames = String(stack)
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, MAX_FRAMES);
    return [
      `${shown(name, MAX_NAME)}: ${shown(message, MAX_MESSAGE)}`,
      ...frames.map((line) => `    ${shown(line, MAX_FRAME)}`),
    ].join("\n");
  } catch {
    return "Something was thrown that cannot be shown.";
  }
}

/** Of an object no more than that it is one: it may hold anything. */
function kindOf(thrown: unknown): string {
  return typeof thrown === "object" || typeof thrown === "function" ? typeof thrown : String(thrown);
}

/** As a whole first: what is masked by its neighbours must not be cut from them. */
function shown(text: unknown, maxLength: number): string {
  return visibleText(String(presentable(String(text))), maxLength);
}
