/** The curated allowlist: which operations of Okta's API become tools, and every word a model reads about them. */

export interface ToolsetEntry {
  toolset: "users" | "groups" | "applications" | "policies" | "logs";
  operations: readonly AllowedOperation[];
  /**
   * Its objects stand in an order, which Okta renumbers when one is made, moved or deleted: whatever a change is about, it may
   * move others, so changes of the toolset are made one after the other.
   */
  ordered?: true;
  /** The kinds of objects the toolset's changes are about. */
  subjects?: readonly SubjectEntry[];
  /** Operations that no tool offers, called on the way of one; read only. */
  support?: readonly SupportOperation[];
}

export interface SupportOperation {
  operationId: string;
  formerly?: readonly string[];
}

/**
 * A kind of object as the person who is asked about a change sees it. A change is about each subject whose arguments
 * are all among its path arguments; what is listed first comes first.
 */
export interface SubjectEntry {
  /** In the user's words: `group`. */
  kind: string;
  /** Names of the path arguments that identify it, in the order in which `read` takes them; the last one is its own id. */
  arguments: readonly string[];
  /** The operationId that reads it. */
  read: string;
  /** Dotted paths of its name, and of what its state is best told by. */
  name: string;
  state: string;
  /** The tool that finds it by what people call it. */
  find: string;
}

/** Objects that a change takes something from. */
export interface DependentsEntry {
  /** In the user's words, in the plural: `members`. */
  kind: string;
  /** The operationId that lists them, and the path arguments it takes. */
  list: string;
  arguments: readonly string[];
  /** Dotted path of an item's name, where it has one. */
  name?: string;
  /** Dotted path of the subject's field that says when they last changed, and that moves with nothing else. */
  stamp?: string;
}

export interface AllowedOperation {
  /** The operation's id in Okta's document. Scope, path and schemas follow from it. */
  operationId: string;
  /** Ids the same operation had in earlier releases of the document. */
  formerly?: readonly string[];
  /** The tool's public name: snake_case, at most 32 characters, stable for good. */
  tool: string;
  title: string;
  /** What it does, when to use it rather than its neighbour, what it needs. One to three sentences, at most 400 characters. */
  description: string;
  /** `read` changes nothing; `destructive` takes something away from someone; `write` is every other change. */
  safety: "read" | "write" | "destructive";
  /** The parameters offered to the model, by their name in the contract; all others are left out. */
  arguments?: Readonly<Record<string, string | ArgumentEntry>>;
  /** Parameters that are not the caller's to choose, by their name in the contract. */
  fixed?: Readonly<Record<string, string>>;
  body?: BodyEntry;
  /** For the log: the list is read in windows of time, by the parameters since, until and sortOrder. */
  timeWindow?: true;
  /** The summary of an answered object: dotted paths of Okta's fields, `[]` after an array. */
  view?: readonly string[];
  /** For whoever is asked: what it does to people, and whether there is a way back. One or two sentences. */
  consequence?: string;
  /**
   * States the objects must be in. Checked before anything is sent, or asked, where they are read anyway; else they
   * explain a refusal.
   */
  requires?: readonly Requirement[];
  /** What depends on the object, for the person who is asked. */
  dependents?: readonly DependentsEntry[];
  /** For an update: it takes something away, and asks first, where the object's field has this value. */
  asksWhen?: { field: string; equals: string };
  /** For an update: top-level fields whose change takes something away for good, and asks first. */
  asksFor?: readonly string[];
  /** Secrets that Okta answers once and that this tool is there to hand over; all others are masked. */
  reveals?: readonly string[];
}

export interface ArgumentEntry {
  /** Names the same path parameter had in earlier releases of the document. */
  formerly?: readonly string[];
  /** The first release of the document that has the parameter: of an older one, the argument is left out. */
  since?: string;
  /** The argument's public name; the contract's name in snake_case when absent. */
  name?: string;
  /** Absent where the name says it all: every word is paid for with each conversation. */
  words?: string;
  /** What a path parameter takes: an Okta id (the default), or an id or a login. */
  identifier?: "id" | "id_or_login";
  /** Items asked for when the caller says nothing; for `limit` only. */
  default?: number;
  /** The largest value Okta takes, where the document does not say it; for `limit` only. */
  maximum?: number;
  /** What the argument's expression may name; told when Okta refuses one. */
  expression?: ExpressionEntry;
}

export type ExpressionOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "sw" | "ew" | "co" | "pr";

/** Okta's dialect of a SCIM filter (RFC 7644, section 3.4.2.2), as one parameter of one operation takes it. */
export interface ExpressionEntry {
  /** Properties by the operators they take, which add up; `profile.*` for any attribute of the profile. */
  properties: readonly { names: readonly string[]; operators: readonly ExpressionOperator[] }[];
  /** Further properties are taken: those named are the usual ones. */
  others?: true;
  /** Properties that are refused, and what there is instead. */
  instead?: Readonly<Record<string, string>>;
  /** An expression that is taken. */
  example: string;
  /** Where to look further; a sentence. */
  note?: string;
}

export interface BodyEntry {
  /** The one argument that carries the body. */
  argument: string;
  words: string;
  /** The main fields, as dotted paths, that `tools/list` shows with their types; the others are taken, too. */
  show: readonly string[];
  /**
   * `create`: the body is a new object. `replace`: Okta's PUT replaces the object, so the tool applies the caller's
   * changes to the object as its subject reads it. `partial`: Okta keeps what the body leaves out; null clears.
   */
  mode: "create" | "replace" | "partial";
  /** For an update: top-level fields that other tools change, with their own questions, and the words that say so. */
  refuses?: Readonly<Record<string, string>>;
}

/** A state of an object without which Okta refuses, does nothing, or does what nobody asked for. */
export interface Requirement {
  /** The kind of subject, where it is not the first one. */
  subject?: string;
  /** Dotted path of the field, with the values with which the call goes on, or those with which it does not. */
  field: string;
  oneOf?: readonly string[];
  noneOf?: readonly (string | boolean)[];
  /** What the model should do when the state is another. */
  otherwise: string;
}
