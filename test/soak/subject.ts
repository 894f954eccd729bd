import type { Home } from "./kind.js";
import type { KindName } from "./kinds.js";
import type { Verdict } from "./verdict.js";

/** What the soak watches of an object; null where there is none. */
export type State = Readonly<Record<string, string | number | boolean>> | null;

/** The state after a change; undefined where Okta refuses it in this state. */
export type Step = (state: State) => State | undefined;

/** One object under a unique name, and all the states that the answers so far allow it to be in. */
export class Subject {
  id: string | undefined;
  /** Somebody else has deleted it: nothing more is known or expected of it. */
  lost = false;
  /** Calls that made each kind of log event, or may have. */
  readonly events = new Map<string, number>();
  readonly history: string[] = [];
  #states: State[] = [null];

  constructor(
    readonly kind: KindName,
    readonly name: string,
    readonly home: Home,
  ) {}

  get states(): readonly State[] {
    return this.#states;
  }

  get isGone(): boolean {
    return this.#states.every((state) => state === null);
  }

  /** Whether it is there for sure, and the change is allowed in all states it may be in. */
  isReadyFor(step: Step): boolean {
    return this.#states.every((state) => state !== null && step(state) !== undefined);
  }

  /** @returns false when the answer cannot be true */
  learn(step: Step, verdict: Verdict): boolean {
    const after = this.#states.map(step).filter((state) => state !== undefined);
    switch (verdict) {
      case "done":
        return this.#become(after);
      case "refused":
        return this.#become(this.#states.filter((state) => step(state) === undefined));
      case "unknown":
        return this.#become([...this.#states, ...after]);
      case "not_done":
        return true;
    }
  }

  /** Takes in what was read of it, which may be a part. @returns false when none of its states fits */
  observe(seen: State): boolean {
    return this.#become(this.#states.filter((state) => fits(state, seen)));
  }

  #become(states: readonly State[]): boolean {
    if (states.length === 0) return false;
    this.#states = [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
    return true;
  }
}

function fits(state: State, seen: State): boolean {
  if (state === null || seen === null) return state === seen;
  return Object.entries(seen).every(([key, value]) => state[key] === value);
}
