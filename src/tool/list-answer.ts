import type { OktaMcpError } from "../errors.js";
import { type Cursor, cursorAfter, cursorBefore, encodeCursor } from "./cursor.js";
import type { Batch } from "./list-source.js";
import { MAX_RESULT, objectResult, shapeItem, size } from "./shape.js";
import type { ListArguments, ToolResult, View } from "./tool.js";

/** Room for the counts, `complete`, `next` and `note` beside the items. */
const ENVELOPE = 6_000;

/** Failures that leave nothing to say: nobody listens any more, or what was read is in doubt. */
export const WITHOUT_ANSWER: readonly string[] = ["cancelled", "internal"];

export interface Extent {
  /** Items to read at most. */
  readonly most: number;
  /** Whether all of the list is wanted, not just a page. */
  readonly all: boolean;
  /** Whether the items are only counted. */
  readonly counts: boolean;
}

/** The answer of a list while it is read: the items that fit under the cap, and the count of all. */
export class ListAnswer {
  /** Items read so far, shown or not. */
  read = 0;
  readonly #input: Pick<ListArguments, "detail" | "fields">;
  readonly #view: View;
  readonly #extent: Extent;
  readonly #items: unknown[] = [];
  #characters = ENVELOPE;
  /** Right after the last item shown, once one did not fit. */
  #cut: Cursor | undefined;
  /** Where reading stopped; undefined at the end of the list. */
  #stopped: Cursor | undefined;

  #failure: OktaMcpError | undefined;

  constructor(input: Pick<ListArguments, "detail" | "fields">, view: View, extent: Extent) {
    this.#input = input;
    this.#view = view;
    this.#extent = extent;
  }

  add(batch: Batch): void {
    for (const index of batch.fresh) {
      if (this.read >= this.#extent.most) {
        this.#stopped = cursorBefore(batch, index);
        return;
      }
      this.read += 1;
      if (!this.#extent.counts && !this.#cut && !this.#show(batch.page[index]))
        this.#cut = cursorBefore(batch, index);
    }
    this.#stopped = cursorAfter(batch);
  }

  /** Keeps what was read when reading on has failed; undefined where that is no answer. */
  brokenOff(error: OktaMcpError): this | undefined {
    if (!this.#extent.all || this.read === 0 || WITHOUT_ANSWER.includes(error.code)) return undefined;
    this.#failure = error;
    return this;
  }

  /** @param list what the list was asked for, to which `next` is bound */
  result(list: unknown): ToolResult {
    const next = this.#cut ?? this.#stopped;
    const note = this.#note();
    if (this.#extent.counts)
      return { total_read: this.read, complete: next === undefined, ...(note !== undefined && { note }) };
    return {
      items: this.#items,
      count: this.#items.length,
      ...(this.#extent.all && { total_read: this.read }),
      complete: next === undefined,
      ...(next && { next: encodeCursor(next, list) }),
      ...(note !== undefined && { note }),
    };
  }

  /** Whether the item found room; the first one always does, so that a list goes on. */
  #show(item: unknown): boolean {
    const shaped = objectResult(shapeItem(item, this.#input, this.#view), MAX_RESULT - ENVELOPE);
    const length = size(shaped) + 1;
    if (this.#items.length > 0 && this.#characters + length > MAX_RESULT) return false;
    this.#items.push(shaped);
    this.#characters += length;
    return true;
  }

  #note(): string | undefined {
    const shown = this.#items.length;
    if (!this.#extent.all) {
      return this.#cut
        ? `Cut to stay under ${MAX_RESULT} characters: ${shown} of the ${this.read} items of this page. Go on with next, or ask for fewer fields.`
        : undefined;
    }
    const { code, message, next } = this.#failure ?? {};
    if (this.#extent.counts && code)
      return `Stopped early by ${code}: ${message} There are ${this.read} or more. ${next}`;
    const end = this.#stopped ? "more follow" : "the list ends there";
    const sentences = [
      code && `Stopped early by ${code}: ${message} ${next}`,
      this.#cut
        ? `${this.read} items read, ${end}; the first ${shown} are shown, to stay under ${MAX_RESULT} characters. Go on with next and without fetch_all, or ask for fewer fields.`
        : this.#stopped && `${this.read} items read, ${end}. Go on with next.`,
    ].filter((sentence) => sentence !== undefined);
    return sentences.length > 0 ? sentences.join(" ") : undefined;
  }
}
