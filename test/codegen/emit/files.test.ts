import { describe, expect, it } from "vitest";
import { emitArguments } from "../../../codegen/emit/arguments.js";
import { emitCatalog } from "../../../codegen/emit/catalog.js";
import { emitOpenapiTypes } from "../../../codegen/emit/openapi-types.js";
import { emitOperations } from "../../../codegen/emit/operations.js";
import { emitSchemas } from "../../../codegen/emit/schemas.js";
import { readModel } from "../../../codegen/read.js";
import { namedResolver } from "../../../codegen/view.js";
import { allowed, allowlistOf, widgetContract } from "../widgets.js";
import { formatted, onlyToolset, widgetModel } from "./formatted.js";

describe("emitOperations", () => {
  it("writes one typed call for each operation, those no tool offers after the others; what reads needs no client that writes", async () => {
    const model = widgetModel(allowed.create, allowed.delete);
    const [text] = await formatted(emitOperations(onlyToolset(model)));
    expect(text).toBe(`import type { OktaClient, OktaReader } from "../../src/http/client.js";
import type { paths } from "../openapi-types.js";

/** POST /widgets */
export const createWidget = (
  okta: OktaClient,
  params: paths["/widgets"]["post"]["parameters"],
  body: paths["/widgets"]["post"]["requestBody"]["content"]["application/json"],
  signal: AbortSignal,
) => okta.POST("/widgets", { params, body, signal });

/** DELETE /widgets/{widgetId} */
export const deleteWidget = (
  okta: OktaClient,
  params: paths["/widgets/{widgetId}"]["delete"]["parameters"],
  signal: AbortSignal,
) => okta.DELETE("/widgets/{widgetId}", { params, signal });

/** GET /widgets/{widgetId} */
export const getWidget = (
  okta: OktaReader,
  params: paths["/widgets/{widgetId}"]["get"]["parameters"],
  signal: AbortSignal,
) => okta.GET("/widgets/{widgetId}", { params, signal });

/** GET /widgets/{widgetId}/owners */
export const listWidgetOwners = (
  okta: OktaReader,
  params: paths["/widgets/{widgetId}/owners"]["get"]["parameters"],
  signal: AbortSignal,
) => okta.GET("/widgets/{widgetId}/owners", { params, signal });
`);
  });
});

describe("emitSchemas", () => {
  it("writes named schemas before those that use them, whole and partial, and each body once", async () => {
    const files = emitSchemas(widgetModel(allowed.create, allowed.replace, allowed.update));
    expect(files.map(({ path }) => path)).toEqual(["schemas/groups.ts"]);
    expect(await formatted(...files)).toEqual([
      `import { z } from "zod";

const part = z.strictObject({ size: z.int() });

const partPatch = z.strictObject({ size: z.int().nullable().optional() });

const widget = z.strictObject({
  name: z.string().min(1),
  parts: z.array(part).optional(),
  weight: z.int().min(0).nullable().optional(),
});

const widgetPatch = z.strictObject({
  name: z.string().min(1).nullable().optional(),
  parts: z.array(partPatch).nullable().optional(),
  weight: z.int().min(0).nullable().optional(),
});

export const createWidgetBody = widget;

export const updateWidgetBody = widgetPatch;
`,
    ]);
  });

  it("shares what two toolsets need, and imports no more of it than is named", async () => {
    const allowlist = [
      ...allowlistOf(allowed.create),
      { toolset: "users" as const, operations: [allowed.replace] },
    ];
    const files = emitSchemas(readModel(widgetContract(), allowlist, (toolset) => toolset));
    expect(files.map(({ path }) => path)).toEqual([
      "schemas/shared.ts",
      "schemas/groups.ts",
      "schemas/users.ts",
    ]);
    const [shared, groups, users] = await formatted(...files);
    expect(shared).toMatch(/^const part = /m);
    expect(shared).toMatch(/^export const widget = /m);
    expect(groups).toBe(`import { z } from "zod";
import { widget } from "./shared.js";

export const createWidgetBody = widget;
`);
    expect(users).toContain("export const replaceWidgetBody = widget;");
  });

  it("writes no file for a toolset without bodies", () => {
    expect(emitSchemas(widgetModel(allowed.get))).toEqual([]);
  });
});

describe("emitCatalog", () => {
  it("writes descriptors as plain data, and a loader for each toolset", async () => {
    const model = widgetModel(allowed.delete);
    const [text] = await formatted(emitCatalog(model, namedResolver(model.requestSchemas)));
    expect(text).toBe(`import type { Tool, ToolDescriptor } from "../src/tool/tool.js";

/** Every generated tool by name, in the order in which tools are listed. */
export const descriptors = {
  delete_widget: {
    name: "delete_widget",
    title: "Delete widget",
    description: "Delete a widget.",
    toolset: "groups",
    origin: "generated",
    safety: "destructive",
    scopes: ["okta.widgets.manage"],
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    inputSchema: {
      type: "object",
      properties: {
        widget_id: { type: "string", description: "Widget id or name" },
        dry_run: { type: "boolean" },
        confirm: { type: "string" },
      },
      required: ["widget_id"],
      additionalProperties: false,
    },
  },
} as const satisfies Record<string, ToolDescriptor>;

/** The tools of each toolset; Zod and the schemas are loaded with the first call. */
export const toolsets = {
  groups: async (): Promise<readonly Tool[]> => (await import("./tools/groups.js")).tools,
};
`);
  });
});

describe("emitOpenapiTypes", () => {
  it("types what a property with a default answers as optional in a request", async () => {
    const contract = widgetContract({
      Part: { type: "object", properties: { size: { type: "integer", default: 1 } } },
    });
    const before = structuredClone(contract);
    const [text] = await formatted(await emitOpenapiTypes(contract));
    expect(text).toMatch(/Part: \{\s*\/\*\* @default 1 \*\/\s*size\?: number;\s*\};/);
    expect(text).toContain('export interface paths {\n  "/widgets": {');
    expect(contract).toEqual(before);
  });
});

describe("emitArguments", () => {
  it("imports nothing but Zod", () => {
    const { path, text } = emitArguments();
    expect(path).toBe("schemas/arguments.ts");
    expect(text.match(/^import .*$/gm)).toEqual(['import { z } from "zod";']);
  });
});
