import type { z } from "zod";
import type { OktaClient, OktaReader } from "../http/client.js";
import type { OktaAnswer, OktaCall, View } from "./tool.js";

/** What it takes to read an object that a change is about. */
export interface SubjectContext {
  readonly okta: OktaReader;
  readonly signal: AbortSignal;
}

/** An object that a change is about. */
export interface Subject {
  /** In the user's words: `group`. */
  readonly kind: string;
  /** As the caller named it: an id, of users also a login. */
  readonly id: string;
  /** Dotted paths of its name, and of what its state is best told by. */
  readonly name: string;
  readonly state: string;
  readonly read: OktaCall;
}

/** Objects that a change takes something from. */
export interface Dependents {
  /** In the user's words, in the plural: `members`. */
  readonly kind: string;
  /** Dotted path of an item's name, where it has one. */
  readonly name?: string;
  /** Dotted path of the first subject's field that moves whenever they change, and with nothing else. */
  readonly stamp?: string;
  /** The first page of them. */
  readonly list: OktaCall;
}

/** A field, by its dotted path, and a value of it. */
export interface StateRule {
  readonly field: string;
  readonly equals: string;
}

export interface RequiredState {
  /** The kind of subject; the first one where absent. */
  readonly subject?: string;
  /** Dotted path of the field, with the values with which the call goes on, or those with which it does not. */
  readonly field: string;
  readonly oneOf?: readonly string[];
  readonly noneOf?: readonly (string | boolean)[];
  /** What to do when the state is another. */
  readonly otherwise: string;
}

export interface About {
  /** The object that changes first; those it belongs to after it. None for one that is made. */
  readonly subjects: readonly Subject[];
  readonly dependents?: readonly Dependents[];
  /**
   * States the subjects must be in: checked before anything is sent or asked where they are read anyway, else only to
   * explain a refusal.
   */
  readonly requires?: readonly RequiredState[];
  /** Changes of the same word are made one after the other; those of the same first subject where there is none. */
  readonly turn?: string;
}

/** A change as its tool describes it. Whether it is sent, and how it is told of, is the gate's affair. */
export interface Change extends About {
  /** Called with a client that sends, or with one that only takes down what it was to send. */
  send(okta: OktaClient): Promise<OktaAnswer>;
}

/** Dotted paths (`[]` after an array, `*` for any key) of fields that an answer has and a request must not. */
export interface AnswerOnlyFields {
  readonly always: readonly string[];
  /** For discriminated bodies: further paths by value of the discriminator. */
  readonly byVariant?: {
    readonly property: string;
    readonly paths: Readonly<Record<string, readonly string[]>>;
  };
}

/** A change of some fields of the first subject. */
export interface Update extends About {
  /** JSON Merge Patch (RFC 7396) in Okta's field names. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** Where Okta's PUT replaces the object: the whole body's schema, and what Okta answers but does not take back. */
  readonly whole?: { readonly body: z.ZodType; readonly answerOnly: AnswerOnlyFields };
  /** Top-level fields that other tools change, with questions of their own, and the words that say so. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** Asks first where the first subject is in this state. */
  readonly asksWhen?: StateRule;
  /** Asks first where one of these top-level fields changes. */
  readonly asksFor?: readonly string[];
  /** Okta compares the version itself. */
  readonly takesIfMatch?: true;
  readonly view: View | undefined;
  // Method syntax: the operation's own body type is narrower than what a merged object can promise.
  send(okta: OktaClient, body: never, ifMatch: string | undefined): Promise<OktaAnswer>;
}
