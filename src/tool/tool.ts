import type { z } from "zod";
import type { OktaReader } from "../http/client.js";
import type { Change, Update } from "./change.js";
import type { ListSource } from "./list-source.js";

export type Toolset = "users" | "groups" | "applications" | "policies" | "logs" | "org";

/** `read` changes nothing, `destructive` takes something away from someone, `write` is every other change. */
export type Safety = "read" | "write" | "destructive";

/** The four hints of the MCP specification, always all set. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** JSON Schema 2020-12 of a tool's arguments; the root is always a closed plain object. */
export interface ArgumentsSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

/** What `tools/list` needs of a tool: static data, computed at build time. */
export interface ToolDescriptor {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: Toolset;
  readonly origin: "generated" | "composite";
  readonly safety: Safety;
  /** OAuth scopes of Okta, all of them needed. */
  readonly scopes: readonly string[];
  readonly annotations: ToolAnnotations;
  readonly inputSchema: ArgumentsSchema;
  /** JSON Schema 2020-12 of its answers; only where the configuration asks for it. */
  readonly outputSchema?: object;
}

/** A tool: its descriptor, the schema its arguments are held against, and what it does. */
export interface Tool<I extends z.ZodObject = z.ZodObject> extends ToolDescriptor {
  readonly input: I;
  /** What the request's body is held against: the argument itself, or the object once the argument has changed it. */
  readonly body?: { readonly argument: string; readonly schema: z.ZodType };
  /** It answers out of itself: no org is needed, nor a sign-in. */
  readonly offline?: true;
  /** The tools that find the objects it names, for when one is not found. */
  readonly lookups?: readonly string[];
  /** For whoever is asked: what it does to people, and whether there is a way back. */
  readonly consequence?: string;
  /** Secrets that its answer is there to hand over, once; all others are masked. */
  readonly reveals?: readonly string[];
  run(context: ToolContext, input: z.output<I>): Promise<ToolResult>;
}

/** A JSON object; text and structured content of the answer are made from it. */
export type ToolResult = Readonly<Record<string, unknown>>;

/** The summary of an object: dotted paths of the fields to show, `[]` after an array. */
export type View = readonly string[];

/** What openapi-fetch answers: parsed JSON under `data` or `error`, and the response itself. */
export interface OktaAnswer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

export type OktaCall = () => Promise<OktaAnswer>;

export interface ListArguments {
  limit?: number | undefined;
  /** Read page after page, up to `max_items`. */
  fetch_all?: boolean | undefined;
  max_items?: number | undefined;
  /** Read to the end, and say only how many there are. */
  count_only?: boolean | undefined;
  /** The `next` of an earlier answer. */
  after?: string | undefined;
  detail?: "summary" | "full" | undefined;
  fields?: readonly string[] | undefined;
}

/** Who is signed in to the org, and what that allows. No secret. */
export interface SessionStatus {
  readonly org: string;
  readonly method: string;
  readonly signed_in: boolean;
  readonly client_id?: string;
  /** Login or id of the person who signed in. */
  readonly user?: string;
  readonly granted_scopes?: readonly string[];
  /** ISO 8601. */
  readonly token_expires?: string;
  /** Why nobody is signed in, and what to do. */
  readonly problem?: string;
}

/** What an endpoint's rate limit has left, as Okta's last answer of it said. */
export interface RateLimitStatus {
  /** `read` or `write`, and the path with `*` for identifiers. */
  readonly endpoint: string;
  /** Requests in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** ISO 8601. */
  readonly resets: string;
}

export interface OrgSession {
  /** Signs in first, where that needs nobody's help. Never rejects. */
  status(): Promise<SessionStatus>;
  /** Every tool there is, with the scopes the session lacks for it. */
  tools(): readonly { readonly name: string; readonly missing: readonly string[] }[];
  /** Of the endpoints used within the last minute, the fullest share used first. */
  rateLimits(): readonly RateLimitStatus[];
}

/** One page of a list as Okta gave it. */
export interface ListedPage {
  readonly items: readonly unknown[];
  /** Where the list goes on, opaque; absent on the last page. */
  readonly next?: string | undefined;
}

/** What a list tool would ask Okta for, page by page, instead of its own shaped answer. */
export interface ListQuery {
  readonly view: View;
  /** The same for the same list of the same org, whoever asks and when. */
  readonly identity: string;
  /** From an earlier page's `next` on, or from the start; reads ahead of whoever takes the pages. */
  pages(from?: string): AsyncGenerator<ListedPage, void, undefined>;
}

/** How far a long call is; shown to the user by the client. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
}

/** What a tool is given with each call. The executors turn operation calls into shaped results. */
export interface ToolContext {
  /** Reads; what changes something goes through `send`, `act` or `update`. */
  readonly okta: OktaReader;
  readonly session: OrgSession;
  /** Aborted when the client cancels the call or goes away. */
  readonly signal: AbortSignal;
  /** Tells how far the call is; costs nothing where nobody asked. */
  readonly progress: (progress: Progress) => void;
  /** One page of a list, or with `fetch_all` many: `{items, count, total_read?, complete, next?, note?}`. */
  list(input: ListArguments, view: View, source: ListSource): Promise<ToolResult>;
  /**
   * The query behind a list tool, at Okta's largest page, for tools that read whole lists.
   * @throws OktaMcpError `arguments_invalid` for a tool that lists nothing or arguments it does not take;
   *   `forbidden` when its scopes are not granted
   */
  listQuery(tool: string, input: Readonly<Record<string, unknown>>): Promise<ListQuery>;
  /**
   * A list operation at Okta's largest page, for tools that look through more than they show. Needs no list tool, so
   * no setting that leaves one out is in the way.
   * @param wanted items to be taken at most: nothing is read ahead beyond them
   */
  pages(source: ListSource, wanted?: number): AsyncGenerator<ListedPage, void, undefined>;
  /** One object, whole or the fields asked for, without links and nulls. */
  read(input: Pick<ListArguments, "fields">, call: OktaCall): Promise<ToolResult>;
  /** A change that Okta answers with the object: its summary. */
  send(view: View | undefined, change: Change): Promise<ToolResult>;
  /** A change that Okta answers with nothing: `{done: true}` and the identifiers. */
  act(identifiers: Readonly<Record<string, string>>, change: Change): Promise<ToolResult>;
  /**
   * Read, merge, check, compare, send: `{changed, ...summary}`. Sends nothing when nothing would change.
   * @throws OktaMcpError `conflict` when the object has changed since it was read
   */
  update(update: Update): Promise<ToolResult>;
}
