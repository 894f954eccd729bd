import type { ToolResult } from "../../tool/tool.js";

/** What the variables of a template can be completed from. */
export type Completes = "tool" | "variant" | "user";

/** A kind of resource: the tool that reads it, and how its address names what is read. */
export interface ResourceKind {
  /** Address, with `{…}` for each variable, which is one segment. */
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly tool: string;
  /** The tool's argument for each variable. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly completes?: Readonly<Record<string, Completes>>;
  /** What of the tool's answer it shows; all where absent. */
  readonly shows?: readonly string[];
}

/** In the order in which they are listed. None lists the org's objects: that is what the list tools are for. */
export const KINDS: readonly ResourceKind[] = [
  {
    uri: "okta://org",
    name: "org",
    title: "The Okta org",
    description: "Domain, sign-in, granted scopes, and what the rate limits have left.",
    tool: "okta_status",
    arguments: {},
    shows: [
      "org",
      "method",
      "signed_in",
      "user",
      "client_id",
      "granted_scopes",
      "token_expires",
      "problem",
      "rate_limits",
      "read_only",
      "confirm",
      "untrusted",
    ],
  },
  {
    uri: "okta://schema/{tool}",
    name: "schema",
    title: "Schema of a tool",
    description: "JSON Schema of what a tool takes, or the variants of it.",
    tool: "describe_schema",
    arguments: { tool: "tool" },
    completes: { tool: "tool" },
  },
  {
    uri: "okta://schema/{tool}/{variant}",
    name: "schema_variant",
    title: "Schema of a variant",
    description: "JSON Schema of one variant of what a tool takes, e.g. create_application/SAML_2_0.",
    tool: "describe_schema",
    arguments: { tool: "tool", variant: "variant" },
    completes: { tool: "tool", variant: "variant" },
  },
  {
    uri: "okta://users/{id}",
    name: "user",
    title: "User",
    description: "One user with the whole profile, by id or login.",
    tool: "get_user",
    arguments: { id: "user_id" },
    completes: { id: "user" },
  },
  {
    uri: "okta://groups/{id}",
    name: "group",
    title: "Group",
    description: "One group, by id.",
    tool: "get_group",
    arguments: { id: "group_id" },
  },
  {
    uri: "okta://apps/{id}",
    name: "application",
    title: "Application",
    description: "One application with its settings, by id.",
    tool: "get_application",
    arguments: { id: "app_id" },
  },
  {
    uri: "okta://policies/{id}",
    name: "policy",
    title: "Policy",
    description: "One policy with its conditions and settings, by id.",
    tool: "get_policy",
    arguments: { id: "policy_id" },
  },
];

/** Whether addresses of this kind differ, so that it is a template. */
export function isTemplate({ uri }: ResourceKind): boolean {
  return uri.includes("{");
}

/** The variables of an address of this kind; undefined for an address of another. */
export function match({ uri }: ResourceKind, address: string): Readonly<Record<string, string>> | undefined {
  const wanted = uri.split("/");
  const given = address.split("/");
  if (given.length !== wanted.length) return undefined;
  const values: [string, string][] = [];
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    const variable = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (variable === undefined) {
      if (value !== segment) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return undefined;
    values.push([variable, decoded]);
  }
  return Object.fromEntries(values);
}

/** The part of a tool's answer that a kind shows. */
export function shown({ shows }: ResourceKind, result: ToolResult): ToolResult {
  if (!shows) return result;
  return Object.fromEntries(Object.entries(result).filter(([name]) => shows.includes(name)));
}

/** Undefined for a segment whose percent encoding is broken. */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
