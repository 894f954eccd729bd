import type { JsonObject } from "../../tool/paths.js";
import { textAt } from "../log-events.js";

/**
 * Events, newest first, handed on by whole milliseconds (the log's precision): where reading stops amid one, its events
 * are left to the next call, which then counts none of them twice.
 */
export class WholeInstants {
  readonly #until: number;
  readonly #take: (event: JsonObject) => void;
  #held: JsonObject[] = [];
  /** Of the events held, in milliseconds since 1970. */
  #time: number;
  #isEmpty = true;

  /** @param until ISO 8601; Okta does not say whether it gives this instant's events, so none of them is taken */
  constructor(until: string, take: (event: JsonObject) => void) {
    this.#until = Date.parse(until);
    this.#time = this.#until;
    this.#take = take;
  }

  add(event: JsonObject): void {
    const published = Date.parse(textAt(event, "published") ?? "");
    const time = Number.isNaN(published) ? this.#time : published;
    if (published >= this.#until) return;
    if (time !== this.#time) {
      this.end();
      this.#time = time;
    }
    this.#held.push(event);
  }

  /** No more events come: those held are all of their millisecond. */
  end(): void {
    for (const event of this.#held) this.#take(event);
    this.#isEmpty &&= this.#held.length === 0;
    this.#held = [];
  }

  /**
   * More events come that are not read.
   * @returns the instant, ISO 8601, from which on all were handed on
   */
  cut(): string {
    // Else a call that reads a single millisecond would never get past it.
    if (this.#isEmpty) this.end();
    const isWhole = this.#held.length === 0;
    this.#held = [];
    return new Date(isWhole ? this.#time : this.#time + 1).toISOString();
  }
}
