import type { OktaAnswer } from "./tool.js";

/** A list operation with the caller's arguments in it, ready to be read page by page. */
export interface ListSource {
  /** The largest page asked for; absent where the operation takes no limit. */
  readonly maximum?: number;
  /** Present where the list is read in windows of time: the system log. */
  readonly window?: AskedWindow;
  /** The filter expressions it can be asked with. */
  readonly expressions?: readonly AskedExpression[];
  page(request: PageRequest): Promise<OktaAnswer>;
}

/** One request for a page. What it leaves out the operation is not sent. */
export interface PageRequest {
  /** Okta's own cursor. */
  readonly after: string | undefined;
  readonly limit: number | undefined;
  /** ISO 8601; both or neither. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Aborted with the call, or when a page read ahead is no longer wanted. */
  readonly signal: AbortSignal;
}

/** The window as the caller gave it. */
export interface AskedWindow {
  /** ISO 8601. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Newest first. */
  readonly descending: boolean;
}

/** A filter expression as the caller gave it. */
export interface AskedExpression {
  /** The argument's name. */
  readonly argument: string;
  /** Absent where the caller gave none. */
  readonly text: string | undefined;
  readonly grammar: ExpressionGrammar;
}

/** What an expression may name: Okta's dialect of a SCIM filter (RFC 7644, section 3.4.2.2) at one endpoint. */
export interface ExpressionGrammar {
  /** Properties by the operators they take, which add up; `profile.*` for any attribute of the profile. */
  readonly properties: readonly {
    readonly names: readonly string[];
    readonly operators: readonly string[];
  }[];
  /** Further properties are taken: those named are the usual ones. */
  readonly others?: true;
  /** Properties that are refused, and what there is instead. */
  readonly instead?: Readonly<Record<string, string>>;
  readonly example: string;
  /** Where to look further; a sentence. */
  readonly note?: string;
}

/** A stretch of time in a window, in milliseconds since 1970. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Where a list is read on: a page of Okta's, in the part of the window it belongs to. */
export interface Position {
  /** Okta's `after`; absent on the first page. */
  readonly after?: string | undefined;
  /** Items asked for: the same page again only comes of the same size. */
  readonly limit?: number | undefined;
  /** The whole window, settled with the first call, and the slice of it that is read here. */
  readonly window?: Slice | undefined;
  readonly slice?: Slice | undefined;
}

/** A page as it was read. */
export interface Batch {
  /** What Okta answered. */
  readonly page: readonly unknown[];
  /** Which of its items are due, by index: not those shown before, nor those of a neighbouring slice. */
  readonly fresh: readonly number[];
  readonly at: Position;
  /** Where the list goes on; absent at its end. */
  readonly onward?: Position | undefined;
  /** Ids of items shown earlier that have not come again yet: changes may have pushed them to a later page. */
  readonly ahead?: readonly string[];
}
