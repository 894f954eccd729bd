import { beforeAll, describe, expect, it } from "vitest";
import { emitTools } from "../../../codegen/emit/tools.js";
import { readModel } from "../../../codegen/read.js";
import { allowed, allowlistOf, widgetContract } from "../widgets.js";
import { formatted, onlyToolset, widgetModel } from "./formatted.js";

let text = "";
beforeAll(async () => {
  const model = widgetModel(...Object.values(allowed));
  [text = ""] = await formatted(emitTools(onlyToolset(model)));
});

/** The declaration of a constant, to the line that closes it. */
function declaration(name: string): string {
  const found = new RegExp(`^(?:export )?const ${name}\\b.*?;$`, "ms").exec(text);
  return found?.[0] ?? `no ${name} in:\n${text}`;
}

const tools: [kind: string, name: string, input: string, tool: string, body?: string][] = [
  [
    "a list: pages, limits and the shape of the answer",
    "listWidgets",
    `{
  q: argument.text.optional(),
  limit: z.int().min(1).max(20).default(20),
  after: argument.cursor.optional(),
  fetch_all: z.boolean().optional(),
  count_only: z.boolean().optional(),
  max_items: z.int().min(1).max(100000).default(2000),
  detail: z.enum(["summary", "full"]).optional(),
  fields: argument.fields.optional(),
}`,
    `context.list(input, listWidgetsView, {
      maximum: 20,
      page: ({ after, limit, signal }) =>
        operations.listWidgets(context.okta, { query: { q: input.q, limit, after } }, signal),
    }),`,
  ],
  [
    "a read",
    "getWidget",
    "{ widget_id: argument.oktaId, fields: argument.fields.optional() }",
    `context.read(input, () =>
      operations.getWidget(context.okta, { path: { widgetId: input.widget_id } }, context.signal),
    ),`,
  ],
  [
    "a create: the whole body",
    "createWidget",
    "{ widget: createWidgetBody, dry_run: z.boolean().optional() }",
    `context.send(listWidgetsView, {
      subjects: [],
      send: (okta) => operations.createWidget(okta, {}, input.widget, context.signal),
    }),`,
    '{ argument: "widget", schema: createWidgetBody }',
  ],
  [
    "a partial update: null clears, and Okta compares the version where it can",
    "updateWidget",
    `{
  widget_id: argument.oktaId,
  changes: updateWidgetBody,
  dry_run: z.boolean().optional(),
}`,
    `context.update({
      subjects: [subjects.widget(context, input.widget_id)],
      changes: input.changes,
      takesIfMatch: true,
      view: listWidgetsView,
      send: (okta, body, ifMatch) =>
        operations.updateWidget(
          okta,
          { path: { widgetId: input.widget_id }, header: { "If-Match": ifMatch } },
          body as Parameters<typeof operations.updateWidget>[2],
          context.signal,
        ),
    }),`,
    '{ argument: "changes", schema: updateWidgetBody }',
  ],
  [
    "a replace: the whole object, merged",
    "replaceWidget",
    `{
  widget_id: argument.oktaId,
  changes: argument.changes,
  dry_run: z.boolean().optional(),
}`,
    `context.update({
      subjects: [subjects.widget(context, input.widget_id)],
      changes: input.changes,
      whole: { body: createWidgetBody, answerOnly: replaceWidgetAnswerOnly },
      view: listWidgetsView,
      send: (okta, body) =>
        operations.replaceWidget(okta, { path: { widgetId: input.widget_id } }, body, context.signal),
    }),`,
    '{ argument: "changes", schema: createWidgetBody }',
  ],
  [
    "an action that needs a state and a consent, told by what depends on the object",
    "deleteWidget",
    `{
  widget_id: argument.idOrLogin,
  dry_run: z.boolean().optional(),
  confirm: argument.confirm.optional(),
}`,
    `context.act(
      { widget_id: input.widget_id },
      {
        subjects: [subjects.widget(context, input.widget_id)],
        dependents: [subjects.widgetOwners(context, input.widget_id)],
        requires: [{ field: "status", oneOf: ["OFF"], otherwise: "Switch it off first." }],
        send: (okta) =>
          operations.deleteWidget(okta, { path: { widgetId: input.widget_id } }, context.signal),
      },
    ),`,
  ],
];

describe("emitTools", () => {
  it.each(tools)("%s", (_, name, input, run, body) => {
    const publicName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(declaration(`${name}Input`)).toBe(`const ${name}Input = z.strictObject(${input});`);
    expect(declaration(name)).toBe(`const ${name}: Tool<typeof ${name}Input> = {
  ...descriptors.${publicName},
  input: ${name}Input,${body === undefined ? "" : `\n  body: ${body},`}${name === "deleteWidget" ? '\n  consequence: "It is gone for good.",' : ""}${input.includes("widget_id") ? '\n  lookups: ["list_widgets"],' : ""}
  run: (context, input) =>
    ${run}
};`);
  });

  it("what an update leaves to other tools", async () => {
    const body = { ...allowed.replace.body, refuses: { name: "Use rename_widget." } };
    const [file] = await formatted(emitTools(onlyToolset(widgetModel({ ...allowed.replace, body }))));
    expect(file).toContain('refuses: { name: "Use rename_widget." },');
  });

  it("what asks, what must be so, and in whose turn it is sent", async () => {
    const requires = [{ subject: "widget", field: "status", noneOf: [true], otherwise: "It stays." }];
    const asksWhen = { field: "status", equals: "ON" };
    const more = { requires, asksWhen, asksFor: ["name"], consequence: "It is another." };
    const model = widgetModel({ ...allowed.replace, ...more });
    const toolset = onlyToolset(model);
    const tools = toolset.tools.map((tool) => ({ ...tool, turn: "groups" }));
    const [file] = await formatted(emitTools({ ...toolset, tools }));
    expect(file).toContain(
      'requires: [{ subject: "widget", field: "status", noneOf: [true], otherwise: "It stays." }],',
    );
    expect(file).toContain('asksWhen: { field: "status", equals: "ON" },');
    expect(file).toContain('asksFor: ["name"],');
    expect(file).toContain("confirm: argument.confirm.optional(),");
    expect(file).toContain('turn: "groups",');
    expect(file).toContain('consequence: "It is another.",');
  });

  it("what a replace must not send back", () => {
    expect(declaration("replaceWidgetAnswerOnly")).toBe(
      'const replaceWidgetAnswerOnly: AnswerOnlyFields = { always: ["id", "status"] };',
    );
  });

  it("imports what it names, and exports the tools in their order", () => {
    expect(text.slice(0, text.indexOf("\n\n"))).toBe(`import { z } from "zod";
import type { AnswerOnlyFields } from "../../src/tool/change.js";
import type { Tool } from "../../src/tool/tool.js";
import { descriptors } from "../catalog.js";
import * as operations from "../operations/groups.js";
import * as argument from "../schemas/arguments.js";
import { createWidgetBody, updateWidgetBody } from "../schemas/groups.js";
import * as subjects from "../subjects.js";`);
    expect(declaration("tools")).toBe(`export const tools: readonly Tool[] = [
  listWidgets,
  getWidget,
  createWidget,
  replaceWidget,
  updateWidget,
  deleteWidget,
];`);
  });

  it("names the secrets that an answer hands over", async () => {
    const entry = { ...allowed.create, reveals: ["name"] };
    const [create] = await formatted(emitTools(onlyToolset(widgetModel(entry))));
    expect(create).toContain('schema: createWidgetBody },\n  reveals: ["name"],\n  run:');
    expect(text).not.toContain("reveals");
  });

  it("sends an update's query with it", async () => {
    const contract = widgetContract();
    const query = { in: "query" as const, schema: { type: "string" as const } };
    contract.paths["/widgets/{widgetId}"]?.post?.parameters?.push(
      { name: "strict", ...query },
      { name: "by", ...query },
    );
    const entry = {
      ...allowed.update,
      arguments: { ...allowed.update.arguments, strict: "Whether to be strict" },
      fixed: { by: "me" },
    };
    const [update] = await formatted(
      emitTools(onlyToolset(readModel(contract, allowlistOf(entry), () => ""))),
    );
    expect(update).toContain('query: { strict: input.strict, by: "me" },');
  });

  it("imports no subjects where nothing changes", async () => {
    const [read] = await formatted(emitTools(onlyToolset(widgetModel(allowed.get))));
    expect(read).not.toContain("subjects");
  });

  it("passes fixed values instead of asking for them", async () => {
    const { operationId, title, description, safety, view } = allowed.get;
    const entry = {
      operationId,
      tool: "get_first",
      title,
      description,
      safety,
      view,
      fixed: { widgetId: "w1" },
    };
    const [fixed] = await formatted(emitTools(onlyToolset(widgetModel(entry))));
    expect(fixed).toContain("const getFirstInput = z.strictObject({ fields: argument.fields.optional() });");
    expect(fixed).toContain(
      'operations.getWidget(context.okta, { path: { widgetId: "w1" } }, context.signal)',
    );
  });

  it("reads a log in windows of time", async () => {
    const words = { since: "Start", until: "End", sortOrder: "Order", after: "Cursor" };
    const entry = { ...allowed.list, timeWindow: true as const, arguments: words };
    const contract = widgetContract();
    const query = { in: "query" as const, schema: { type: "string" as const } };
    contract.paths["/widgets"]?.get?.parameters?.push(
      { name: "since", ...query },
      { name: "until", ...query },
      { name: "sortOrder", ...query },
    );
    const model = readModel(contract, allowlistOf(entry), () => "");
    const [log] = await formatted(emitTools(onlyToolset(model)));
    expect(log).toContain(`context.list(input, listWidgetsView, {
      window: { since: input.since, until: input.until, descending: input.sort_order === "DESCENDING" },
      page: ({ after, since, until, signal }) =>
        operations.listWidgets(
          context.okta,
          { query: { since, until, sortOrder: input.sort_order, after } },
          signal,
        ),
    }),`);
  });
});
