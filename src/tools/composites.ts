import { descriptors as generated } from "../../generated/catalog.js";
import { configInvalid } from "../config/problem.js";
import type { ConfirmMode } from "../config/tools.js";
import { isListTool } from "../tool/list-query.js";
import type { Tool, ToolDescriptor } from "../tool/tool.js";
import type { SelectedTools, UnavailableTool } from "./selection.js";

/** The tools whose lists can be read whole. */
const LIST_TOOLS: readonly string[] = Object.values<ToolDescriptor>(generated)
  .filter(isListTool)
  .map(({ name }) => name);

const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

/** The tools written by hand, in the order in which they are listed. */
export const descriptors = {
  okta_status: {
    name: "okta_status",
    title: "Okta status",
    description:
      "Show which org this is, who is signed in with which scopes, what its rate limits have left, and which tools are off and why. Call it when a tool is missing or refused, or before the first change.",
    toolset: "org",
    origin: "composite",
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
  },
  describe_schema: {
    name: "describe_schema",
    title: "Describe a tool's schema",
    description:
      "Show the full JSON Schema that a tool's body (or, without body, its arguments) is held against, for fields the tool does not list. Applications, policies and rules differ by variant: without one, it lists them.",
    toolset: "org",
    origin: "composite",
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    inputSchema: {
      type: "object",
      properties: {
        tool: { type: "string", description: "e.g. create_application" },
        variant: { type: "string", description: "signOnMode or type, e.g. SAML_2_0" },
        field: { type: "string", description: "Only what stands at this dotted path" },
      },
      required: ["tool"],
      additionalProperties: false,
    },
  },
  export_records: {
    name: "export_records",
    title: "Export records to a file",
    description:
      "Write everything a list tool finds into a new CSV or JSON Lines file in the user's export directory, of any size. Use it instead of paging when the user wants a file, or far more items than an answer holds. Nothing in Okta changes and no file is overwritten. After a break, the same call goes on where it stopped.",
    toolset: "org",
    origin: "composite",
    // Okta is only read, by scopes that the exported list needs, so read-only operation allows it. The hints speak
    // of the user's machine as well, where a file appears.
    safety: "read",
    scopes: [],
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    inputSchema: {
      type: "object",
      properties: {
        tool: { type: "string", enum: LIST_TOOLS, description: "The list tool" },
        arguments: {
          type: "object",
          description: "Its arguments, such as search; without limit, after, detail, fields",
        },
        file: { type: "string", description: "A new file's plain name, ending in .csv or .jsonl" },
        fields: {
          type: "array",
          items: { type: "string" },
          description: "Columns as dotted paths, such as profile.email; default the tool's summary",
        },
        detail: {
          type: "string",
          enum: ["summary", "full"],
          description: "full: whole objects, .jsonl only",
        },
      },
      required: ["tool", "file"],
      additionalProperties: false,
    },
  },
  get_login_failures: {
    name: "get_login_failures",
    title: "Get login failures",
    description:
      "Count failed and denied sign-ins by reason, user, IP and hour, with the events that say most. Use it rather than get_logs to find out why somebody cannot sign in, or whether an attack is under way.",
    toolset: "logs",
    origin: "composite",
    safety: "read",
    scopes: ["okta.logs.read"],
    annotations: READS,
    inputSchema: {
      type: "object",
      properties: {
        since: { type: "string", description: "Start, ISO 8601; default a day before until" },
        until: { type: "string", description: "End; default now" },
        user: { type: "string", description: "Id or whole login" },
        application: { type: "string", description: "Id or whole label" },
        ip: { type: "string", description: "Client address" },
      },
      additionalProperties: false,
    },
  },
  find_unused_applications: {
    name: "find_unused_applications",
    title: "Find unused applications",
    description:
      "Find applications that nobody has signed on to for some days, by the system log (which keeps 90), with last use and how many users and groups have them. New ones and services are told apart.",
    toolset: "applications",
    origin: "composite",
    safety: "read",
    scopes: ["okta.apps.read", "okta.logs.read"],
    annotations: READS,
    inputSchema: {
      type: "object",
      properties: {
        days: { type: "integer", minimum: 1, maximum: 3650, description: "Days without use", default: 90 },
        include_inactive: { type: "boolean", description: "Deactivated ones as well" },
        limit: { type: "integer", minimum: 1, maximum: 100, description: "Most to show", default: 50 },
      },
      additionalProperties: false,
    },
  },
  find_user: {
    name: "find_user",
    title: "Find user",
    description:
      "Find a user by what is known: a name or part of one, misspelt or not, login, e-mail or id. Answers the one match, or candidates to ask the user about.",
    toolset: "users",
    origin: "composite",
    safety: "read",
    scopes: ["okta.users.read"],
    annotations: READS,
    inputSchema: {
      type: "object",
      properties: { query: { type: "string", description: "Such as Jane Smith, smith or jane@" } },
      required: ["query"],
      additionalProperties: false,
    },
  },
  find_group: {
    name: "find_group",
    title: "Find group",
    description:
      "Find a group by its name, part of it, misspelt or not, or its id. Answers the one match, or candidates to ask the user about.",
    toolset: "groups",
    origin: "composite",
    safety: "read",
    scopes: ["okta.groups.read"],
    annotations: READS,
    inputSchema: {
      type: "object",
      properties: { query: { type: "string", description: "Such as remote workers" } },
      required: ["query"],
      additionalProperties: false,
    },
  },
} as const satisfies Record<string, ToolDescriptor>;

export interface CompositeOptions {
  /** Where export_records may write; without it there is no such tool. */
  readonly exportDirectory?: string | undefined;
  readonly readOnly?: boolean;
  readonly confirm?: ConfirmMode;
}

const EXPORT = descriptors.export_records;

/** Those that there are with these options. */
export function offeredComposites({ exportDirectory }: CompositeOptions): readonly ToolDescriptor[] {
  return Object.values<ToolDescriptor>(descriptors).filter(
    ({ name }) => name !== EXPORT.name || exportDirectory !== undefined,
  );
}

/** The others, and what they want. */
export function unavailableComposites({ exportDirectory }: CompositeOptions): readonly UnavailableTool[] {
  return exportDirectory === undefined ? [{ name: EXPORT.name, needs: "OKTA_EXPORT_DIR" }] : [];
}

/**
 * With export_records offering the lists that are on, and no others.
 * @throws OktaMcpError `config_invalid` where it is on and no list is
 */
export function withListsOf({ on, off }: SelectedTools): readonly ToolDescriptor[] {
  if (!on.some(({ name }) => name === EXPORT.name)) return on;
  const lists = on.filter(isListTool).map(({ name }) => name);
  if (lists.length > 0) return on.map((tool) => (tool.name === EXPORT.name ? exportDescriptor(lists) : tool));
  const why = off.filter(({ name }) => LIST_TOOLS.includes(name)).flatMap((tool) => tool.why);
  throw configInvalid([
    {
      variable: [...new Set(why)].sort().join(", "),
      what: "would leave export_records without a list to export",
      fix: "Let a list tool through as well, name export_records in OKTA_EXCLUDE, or leave OKTA_EXPORT_DIR out.",
    },
  ]);
}

/** export_records for these lists. */
export function exportDescriptor(lists: readonly string[]): ToolDescriptor {
  const { inputSchema } = EXPORT;
  const tool = { ...inputSchema.properties.tool, enum: lists };
  return { ...EXPORT, inputSchema: { ...inputSchema, properties: { ...inputSchema.properties, tool } } };
}

/**
 * The tools themselves; loaded with the first call, as they need Zod.
 * @param load any tool that is on
 */
export async function loadComposites(
  options: CompositeOptions,
  selected: SelectedTools,
  load: (name: string) => Promise<Tool | undefined>,
): Promise<readonly Tool[]> {
  const { oktaStatus } = await import("./okta-status.js");
  const { describeSchema } = await import("./describe-schema.js");
  const { getLoginFailures } = await import("./get-login-failures.js");
  const { findUnusedApplications } = await import("./find-unused-applications.js");
  const { findUser } = await import("./find-user.js");
  const { findGroup } = await import("./find-group.js");
  const tools: Tool[] = [
    oktaStatus({ ...options, off: selected.off }),
    describeSchema({ load, names: selected.on.map(({ name }) => name), off: selected.off }),
    getLoginFailures(),
    findUnusedApplications(),
    findUser(),
    findGroup(),
  ];
  if (options.exportDirectory === undefined) return tools;
  const { exportRecords } = await import("./export-records.js");
  const lists = selected.on.filter(isListTool).map(({ name }) => name);
  return [...tools, exportRecords(options.exportDirectory, lists)];
}
