import { describe, expect, it } from "vitest";
import type { AllowedOperation } from "../../codegen/allowlist/types.js";
import type { Document, Schema } from "../../codegen/contract/openapi.js";
import { ref } from "./contract/documents.js";
import { at, problemsIn } from "./problems-in.js";
import { allowed, allowlistOf, widgetContract } from "./widgets.js";

function problemsOf(operations: readonly AllowedOperation[], contract?: Document) {
  return problemsIn(allowlistOf(...operations), contract);
}

type Fault = [fault: string, entry: AllowedOperation, want: string];

const readFaults: Fault[] = [
  [
    "an unknown operationId",
    { ...allowed.get, operationId: "getGadget" },
    'groups.ts:<operationId: "getGadget">: get_widget: the contract has no operation getGadget',
  ],
  [
    "an unknown argument",
    { ...allowed.get, arguments: { ...allowed.get.arguments, colour: "Colour" } },
    `${at("get_widget")} arguments: getWidget has no parameter colour`,
  ],
  [
    "a missing required parameter",
    { ...allowed.get, arguments: {} },
    `${at("get_widget")} arguments: the required parameter widgetId is missing`,
  ],
  [
    "an unknown fixed parameter",
    { ...allowed.get, fixed: { colour: "red" } },
    `${at("get_widget")} fixed: getWidget has no parameter colour`,
  ],
  [
    "a time window without times",
    { ...allowed.list, timeWindow: true },
    `${at("list_widgets")} timeWindow: needs the arguments since, until, sortOrder`,
  ],
  [
    "a missing view",
    { ...allowed.get, view: undefined },
    `${at("get_widget")} view is missing: name the fields of the summary`,
  ],
  [
    "a wrong view path",
    { ...allowed.get, view: ["id", "parts.size"] },
    `${at("get_widget")} view: the schema has no field parts.size`,
  ],
  [
    "a view where nothing is answered",
    { ...allowed.delete, view: ["id"] },
    `${at("delete_widget")} view: Okta answers no object here`,
  ],
  [
    "a wrong path of a body",
    { ...allowed.create, body: { ...allowed.create.body, show: ["name", "colour"] } },
    `${at("create_widget")} body.show: the schema has no field colour`,
  ],
  [
    "a body where none is taken",
    { ...allowed.delete, dependents: [], body: allowed.create.body },
    `${at("delete_widget")} deleteWidget takes no body`,
  ],
  [
    "a header as an argument",
    { ...allowed.update, arguments: { ...allowed.update.arguments, "If-Match": "Version" } },
    `${at("update_widget")} arguments: updateWidget has no parameter If-Match`,
  ],
];

const wordFaults: Fault[] = [
  ["a name that is not snake_case", { ...allowed.get, tool: "getWidget" }, "the name is not snake_case"],
  [
    "a long name",
    { ...allowed.get, tool: "get_widget_of_the_very_long_names" },
    "the name has 33 characters, at most 32",
  ],
  ["no title", { ...allowed.get, title: "" }, "the title must have 1 to 40 characters"],
  [
    "an over-long description",
    { ...allowed.get, description: `${"x".repeat(400)}.` },
    "the description has 401 characters, at most 400",
  ],
  [
    "too many sentences",
    { ...allowed.get, description: "One. Two, e.g. Three. Four. Five." },
    "the description has more than 3 sentences",
  ],
  ["no full stop", { ...allowed.get, description: "Read" }, "the description does not end with a full stop"],
  [
    "an empty description",
    { ...allowed.get, description: "" },
    "the description does not end with a full stop",
  ],
  ["a read that is called a write", { ...allowed.get, safety: "write" }, "safety write does not go with GET"],
  [
    "a write that is called a read",
    { ...allowed.create, safety: "read" },
    "safety read does not go with POST",
  ],
  [
    "a harmless DELETE",
    { ...allowed.delete, safety: "write", consequence: undefined },
    "a DELETE is destructive",
  ],
  [
    "an argument without words",
    { ...allowed.get, arguments: { widgetId: "" } },
    "argument widget_id has no words",
  ],
  [
    "an argument name that is not snake_case",
    { ...allowed.get, arguments: { widgetId: { name: "widgetId", words: "Id" } } },
    "argument widgetId is not snake_case",
  ],
  [
    "two arguments of one name",
    { ...allowed.replace, body: { ...allowed.replace.body, argument: "widget_id" } },
    "argument widget_id stands twice",
  ],
  [
    "an expression where nothing is listed",
    {
      ...allowed.get,
      arguments: { widgetId: { name: "widget_id", expression: { properties: [], example: "x" } } },
    },
    "argument widget_id has an expression, but nothing is listed",
  ],
  ["a body left out", { ...allowed.create, body: undefined }, "body is missing: createWidget takes one"],
];

describe("a fault in the allowlist fails codegen with the line to mend", () => {
  it.each(readFaults)("%s", (_, entry, want) => {
    expect(problemsOf([entry])).toEqual([want]);
  });

  it.each(wordFaults)("%s", (_, entry, text) => {
    expect(problemsOf([entry])).toContain(`${at(entry.tool)} ${text}`);
  });

  it("a name used twice", () => {
    const twin = { ...allowed.list, tool: "get_widget" };
    expect(problemsOf([allowed.get, twin])).toEqual([
      'groups.ts:<tool: "get_widget">1: tool get_widget is already taken at groups.ts:<tool: "get_widget">',
    ]);
  });

  it("an operationId used three times", () => {
    const twins = [
      allowed.get,
      { ...allowed.get, tool: "read_widget" },
      { ...allowed.get, tool: "show_widget" },
    ];
    const text = 'operationId getWidget is already taken at groups.ts:<tool: "get_widget">';
    expect(problemsOf(twins)).toEqual([
      `groups.ts:<operationId: "getWidget">1: ${text}`,
      `groups.ts:<operationId: "getWidget">2: ${text}`,
    ]);
  });

  it("all faults at once", () => {
    expect(problemsOf(readFaults.map(([, entry]) => entry))).toHaveLength(readFaults.length);
  });

  it("none in an allowlist without fault", () => {
    expect(problemsOf(Object.values(allowed))).toEqual([]);
  });
});

describe("a contract that cannot be served fails codegen with the tool's line", () => {
  function withSecurity(security: Record<string, string[]>[]): Document {
    const contract = widgetContract();
    const get = contract.paths["/widgets/{widgetId}"]?.get;
    if (get) get.security = security;
    return contract;
  }

  it.each<[string, Document, AllowedOperation, string]>([
    [
      "no scope",
      withSecurity([{ apiToken: [] }]),
      allowed.get,
      "getWidget has no OAuth scope in the contract",
    ],
    [
      "a scope no flow declares",
      withSecurity([{ oauth2: ["okta.gadgets.read"] }]),
      allowed.get,
      "the contract does not know the scope okta.gadgets.read",
    ],
    [
      "a body that contains itself",
      widgetContract({
        Part: { type: "object", properties: { size: ref("Box") } },
        Box: { type: "object", properties: { parts: { type: "array", items: ref("Part") } } },
      }),
      allowed.create,
      "the body holds a schema that contains itself: Part > Box > Part",
    ],
    [
      "a pattern that is no regular expression",
      widgetContract({ Part: { type: "object", properties: { size: { type: "string", pattern: "(" } } } }),
      allowed.create,
      "the pattern ( is no regular expression (ECMA-262, flag u)",
    ],
  ])("%s", (_, contract, entry, text) => {
    expect(problemsOf([entry], contract)).toContain(`${at(entry.tool)} ${text}`);
  });

  it("but not for a circle that no request needs", () => {
    const Part: Schema = { type: "object", properties: { size: { allOf: [ref("Part")], readOnly: true } } };
    expect(problemsOf([allowed.create], widgetContract({ Part }))).toEqual([]);
  });
});
