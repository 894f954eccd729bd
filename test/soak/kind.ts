import type { Org } from "../../src/sandbox/index.js";
import type { State, Step } from "./subject.js";

export type Args = Readonly<Record<string, unknown>>;
export type Json = Readonly<Record<string, unknown>>;

/** Where a caller's users and rules live. */
export interface Home {
  /** Of the group. */
  readonly group: string;
  readonly policy: string;
}

export interface Change {
  readonly args: Args;
  readonly step: Step;
  /** Log events it makes, where it is never sent twice: a POST. */
  readonly events: readonly string[];
}

/** A kind of object: how the tools make, change, read and find one, and how the org itself knows it. */
export interface Kind {
  readonly create: (name: string, variant: boolean, home: Home) => Change & { readonly tool: string };
  /** By tool. `mark` is a text or number never used before. */
  readonly changes: Readonly<Record<string, (id: string, mark: number, home: Home) => Change>>;
  readonly read: { readonly tool: string; readonly args: (id: string, home: Home) => Args };
  /** A list call that finds it by name. */
  readonly find: { readonly tool: string; readonly args: (name: string, home: Home) => Args };
  readonly nameOf: (item: Json) => unknown;
  /** What an answer shows of the state. */
  readonly shown: (item: Json, isWhole: boolean) => State;
  /** All objects of that name in the org. */
  readonly inOrg: (org: Org, name: string, home: Home) => readonly { id: string; state: State }[];
}

export const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);

/** A change of what is there; it may say undefined for a refusal. */
export const from =
  (change: (state: NonNullable<State>) => State | undefined): Step =>
  (state) =>
    state === null ? undefined : change(state);
/** The creation of what is not there yet. */
export const fresh =
  (made: State): Step =>
  (state) =>
    state === null ? made : undefined;

/** For deletions that no state forbids. */
export const gone = from(() => null);
export const becoming = (status: string) => from((state) => ({ ...state, status }));
/** Switching off what is off is refused before anybody is asked. */
export const switchedOff = from((state) =>
  state.status === "INACTIVE" ? undefined : { ...state, status: "INACTIVE" },
);
export const lifecycle = (status: string, event: string, idName: string) => (id: string) => ({
  args: { [idName]: id },
  step: status === "INACTIVE" ? switchedOff : becoming(status),
  events: [event],
});
