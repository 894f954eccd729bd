import type { Org } from "../../src/sandbox/index.js";
import type { CatalogOptions } from "../../src/tools/catalog.js";

export type Args = Readonly<Record<string, unknown>>;

/** What plans read of what an answer names, by the answer's own names; what is not there is undefined. */
export interface Item {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly type: string;
  readonly system: boolean;
  readonly profile: Readonly<Record<string, string>>;
  readonly conditions: Conditions;
  readonly [field: string]: unknown;
}

interface Conditions {
  readonly people: { readonly groups: { readonly include: readonly string[] } };
  readonly network: { readonly connection: string; readonly include: readonly string[] };
}

/** An answer as the model has it: the JSON of its text. */
export interface Answer extends Item {
  readonly items: readonly Item[];
  readonly best: Item;
  readonly candidates: readonly Item[];
  readonly total_read: number;
  readonly [field: string]: unknown;
}

/** All that a plan has to go by, beside its sentence. */
export interface Model {
  /** The present, ISO 8601, as clients tell it to models. */
  readonly now: string;
  /**
   * Calls a tool. Where the client cannot ask its user and the answer is `confirmation_required`, the user says yes
   * and the call is made again with the code.
   * @throws where the call fails, or names what neither the sentence nor an answer has named
   */
  call(tool: string, args?: Args): Promise<Answer>;
}

export interface World {
  readonly org: Org;
  /** The directory that export_records writes into. */
  readonly exports: string;
}

/** What an administrator says, the calls that answer it, and how the org tells that they did. */
export interface Usage {
  readonly sentence: string;
  /** Makes the org ready: something is switched off, say. */
  readonly given?: (org: Org) => void;
  /** The client cannot ask its user: destructive calls take two steps. */
  readonly cannotAsk?: true;
  readonly settings?: CatalogOptions;
  /** A bound of its own, where the usual one does not fit. */
  readonly most?: Cost & { readonly because: string };
  /** @returns what the model would tell the administrator */
  readonly plan: (model: Model) => Promise<unknown>;
  readonly check: (told: unknown, world: World) => void;
}

export interface Cost {
  /** Calls of tools, refused ones too. */
  readonly calls: number;
  /** Of the calls' arguments and the answers' texts, by o200k. */
  readonly tokens: number;
}

/** Sentences by the tool that they are examples of. */
export type Usages = Readonly<Record<string, readonly Usage[]>>;
