import type { AllowedOperation, SubjectEntry, ToolsetEntry } from "../../codegen/allowlist/types.js";
import { type Document, JSON_CONTENT, type Operation, type Schema } from "../../codegen/contract/openapi.js";
import { ref } from "./contract/documents.js";

/** A contract of one small resource, with an operation for each kind of tool. */

const text: Schema = { type: "string" };
const widgetId = { name: "widgetId", in: "path" as const, required: true, schema: text };
const ifMatch = { name: "If-Match", in: "header" as const, schema: text };

function operation(
  operationId: string,
  scope: "read" | "manage",
  answer: Schema | undefined,
  more: Partial<Operation> = {},
): Operation {
  const response = answer && { content: { [JSON_CONTENT]: { schema: answer } } };
  return {
    operationId,
    responses: { [answer ? "200" : "204"]: { description: "", ...response } },
    security: [{ apiToken: [] }, { oauth2: [`okta.widgets.${scope}`] }],
    ...more,
  };
}

function takes(schema: Schema): Partial<Operation> {
  return { requestBody: { required: true, content: { [JSON_CONTENT]: { schema } } } };
}

const WIDGET: Schema = {
  type: "object",
  properties: {
    id: { type: "string", readOnly: true },
    name: { type: "string", minLength: 1 },
    status: { type: "string", enum: ["ON", "OFF"], readOnly: true },
    parts: { type: "array", items: ref("Part") },
    weight: { type: "integer", minimum: 0, nullable: true },
  },
  required: ["name"],
};

export function widgetContract(schemas: Record<string, Schema> = {}): Document {
  const one = { parameters: [widgetId] };
  const query = { in: "query" as const, schema: text };
  return {
    openapi: "3.0.3",
    info: { title: "Widgets", version: "1" },
    paths: {
      "/widgets": {
        get: operation(
          "listWidgets",
          "read",
          { type: "array", items: ref("Widget") },
          {
            parameters: [
              { name: "q", ...query },
              { name: "after", ...query },
              { name: "limit", in: "query", schema: { type: "integer" } },
            ],
          },
        ),
        post: operation("createWidget", "manage", ref("Widget"), takes(ref("Widget"))),
      },
      "/widgets/{widgetId}": {
        get: operation("getWidget", "read", ref("Widget"), one),
        put: operation("replaceWidget", "manage", ref("Widget"), { ...one, ...takes(ref("Widget")) }),
        post: operation("updateWidget", "manage", ref("Widget"), {
          parameters: [ifMatch, widgetId],
          ...takes(ref("Widget")),
        }),
        delete: operation("deleteWidget", "manage", undefined, one),
      },
      "/widgets/{widgetId}/owners": {
        get: operation(
          "listWidgetOwners",
          "read",
          { type: "array", items: { type: "object", properties: { email: text } } },
          { parameters: [widgetId, { name: "limit", in: "query", schema: { type: "integer" } }] },
        ),
      },
    },
    components: {
      schemas: {
        Widget: WIDGET,
        Part: { type: "object", properties: { size: { type: "integer" } }, required: ["size"] },
        ...schemas,
      },
      securitySchemes: {
        oauth2: {
          type: "oauth2",
          flows: { authorizationCode: { scopes: { "okta.widgets.read": "", "okta.widgets.manage": "" } } },
        },
      },
    },
  };
}

const view = ["id", "name", "parts[].size"];
const path = { widgetId: "Widget id" };
const show = ["name", "weight"];

/** One allowed operation for each kind of tool. */
export const allowed = {
  list: {
    operationId: "listWidgets",
    tool: "list_widgets",
    title: "List widgets",
    description: "Find widgets, e.g. Those that turn. Use get_widget for one: it is shorter.",
    safety: "read",
    arguments: { q: "Start of the name", limit: { words: "Items per call", default: 20 }, after: "Cursor" },
    view,
  },
  get: {
    operationId: "getWidget",
    tool: "get_widget",
    title: "Get widget",
    description: "Read one widget | its parts.",
    safety: "read",
    arguments: path,
    view,
  },
  create: {
    operationId: "createWidget",
    tool: "create_widget",
    title: "Create widget",
    description: "Create a widget: it is OFF.",
    safety: "write",
    body: { argument: "widget", words: "The new widget", mode: "create", show },
    view,
  },
  replace: {
    operationId: "replaceWidget",
    tool: "replace_widget",
    title: "Replace widget",
    description: "Change a widget.",
    safety: "write",
    arguments: path,
    body: { argument: "changes", words: "Fields to change", mode: "replace", show },
    view,
  },
  update: {
    operationId: "updateWidget",
    tool: "update_widget",
    title: "Update widget",
    description: "Change some of a widget.",
    safety: "write",
    arguments: path,
    body: { argument: "changes", words: "Fields to change", mode: "partial", show },
    view,
  },
  delete: {
    operationId: "deleteWidget",
    tool: "delete_widget",
    title: "Delete widget",
    description: "Delete a widget.",
    safety: "destructive",
    arguments: { widgetId: { name: "widget_id", words: "Widget id or name", identifier: "id_or_login" } },
    consequence: "It is gone for good.",
    requires: [{ field: "status", oneOf: ["OFF"], otherwise: "Switch it off first." }],
    dependents: [{ kind: "owners", list: "listWidgetOwners", arguments: ["widget_id"], name: "email" }],
  },
} as const satisfies Record<string, AllowedOperation>;

export const widget = {
  kind: "widget",
  arguments: ["widget_id"],
  read: "getWidget",
  name: "name",
  state: "status",
  find: "list_widgets",
} as const satisfies SubjectEntry;

/** One toolset of these operations, and of those that their changes are told by. */
export function allowlistOf(...operations: AllowedOperation[]): ToolsetEntry[] {
  const offered = operations.map(({ operationId }) => operationId);
  const called = operations.some(({ safety }) => safety !== "read") ? [widget.read] : [];
  const listed = operations.flatMap(({ dependents = [] }) => dependents.map(({ list }) => list));
  const support = [...called, ...listed].filter((operationId) => !offered.includes(operationId));
  return [
    {
      toolset: "groups",
      operations,
      subjects: called.length > 0 ? [widget] : [],
      support: [...new Set(support)].map((operationId) => ({ operationId })),
    },
  ];
}
