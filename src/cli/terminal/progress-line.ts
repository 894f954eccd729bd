import type { Progress } from "../../tool/tool.js";
import { visibleText } from "../../visible-text.js";

export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the line away. */
  end(): void;
}

export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Milliseconds: shorter calls show nothing, and nobody reads faster. */
const QUIET = 400;
const INTERVAL = 100;
const BAR = 24;

const CLEAR_LINE = `\r${String.fromCharCode(27)}[K`;

/** One line that tells how far a call is, drawn anew in its place; nothing where no terminal is. */
export function progressLine(stream: ProgressStream, now: () => number = Date.now): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, end: () => undefined };
  const started = now();
  let drawn = started + QUIET - INTERVAL;
  let isShown = false;
  return {
    show(progress) {
      if (now() - drawn < INTERVAL) return;
      drawn = now();
      isShown = true;
      const line = progressWords(progress);
      stream.write(`${CLEAR_LINE}${visibleText(line, Math.max(10, (stream.columns || 80) - 2))}`);
    },
    end() {
      if (isShown) stream.write(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** `[######------] 1,200 of 4,000; waiting …`, or without the end known `1,200 done`. */
export function progressWords({ done, total, message }: Progress): string {
  const count = Math.floor(done).toLocaleString("en");
  const words = message === undefined ? [] : [message];
  if (total === undefined || total <= 0)
    return [message === undefined ? `${count} read` : "", ...words].filter(Boolean).join("; ");
  const full = Math.round(BAR * Math.min(1, done / total));
  const bar = `[${"#".repeat(full)}${"-".repeat(BAR - full)}]`;
  return [`${bar} ${count} of ${total.toLocaleString("en")}`, ...words].join("; ");
}
