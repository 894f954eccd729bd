/** The curated allowlist: which operations of Okta's API become tools, and every word a model reads about them. */

export interface ToolsetEntry {
  toolset: "users" | "groups" | "applications" | "policies" | "logs";
  operations: readonly AllowedOperation[];
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
  /** A state the object must be in before the call is sent. */
  requires?: Requirement;
}

export interface ArgumentEntry {
  /** Names the same path parameter had in earlier releases of the document. */
  formerly?: readonly string[];
  /** The first release of the document that has the parameter: of an older one, the argument is left out. */
  since?: string;
  /** The argument's public name; the contract's name in snake_case when absent. */
  name?: string;
  words: string;
  /** What a path parameter takes: an Okta id (the default), or an id or a login. */
  identifier?: "id" | "id_or_login";
  /** Items asked for when the caller says nothing; for `limit` only. */
  default?: number;
  /** The largest value Okta takes, where the document does not say it; for `limit` only. */
  maximum?: number;
}

export interface BodyEntry {
  /** The one argument that carries the body. */
  argument: string;
  words: string;
  /** The main fields, as dotted paths, that `tools/list` shows with their types; the others are taken, too. */
  show: readonly string[];
  /**
   * `create`: the body is a new object. `replace`: Okta's PUT replaces the object, so the tool reads it with the
   * operation `read` and applies the caller's changes. `partial`: Okta keeps what the body leaves out; null clears.
   */
  mode: "create" | "replace" | "partial";
  /** For `replace`: the operationId that reads the object as it stands. */
  read?: string;
}

export interface Requirement {
  /** The operationId that reads the object, with the same path parameters. */
  read: string;
  /** Dotted path of the field, and the only value with which the call goes on. */
  field: string;
  equals: string;
  /** What the model should do when the state is another. */
  otherwise: string;
}
