import { describe, expect, it } from "vitest";
import type { Operation, Parameter, Schema } from "../../../codegen/contract/openapi.js";
import { RULES } from "../../../codegen/drift/rules.js";
import { ref } from "../contract/documents.js";
import { type Things, things, told } from "./things.js";

const text: Schema = { type: "string" };
const id: Parameter = { name: "thingId", in: "path", required: true, schema: text };
const q: Parameter = { name: "q", in: "query", schema: text };
const call = "POST /things/{thingId}";
const operation = (more: Partial<Operation>): Things => ({ operation: more });
const query = (...parameters: Parameter[]): Things => operation({ parameters: [id, ...parameters] });
const scopes = (...names: string[]): Things => operation({ security: [{ oauth2: names }] });
const stage = (lifecycle: string) => ({ "x-okta-lifecycle": { lifecycle } });
const answers = (responses: Operation["responses"]): Things => operation({ responses });
const ok = { description: "" } as const;
const withBody = { ...ok, content: { "application/json": { schema: text } } };
const body = (required: boolean): Things =>
  operation({
    requestBody: { ...(required && { required }), content: { "application/json": { schema: text } } },
  });

type Row = [given: string, before: Things, after: Things, want: string[]];

const rows: Row[] = [
  [
    "an operation gone",
    {},
    { path: "/others", operation: { operationId: "other" } },
    [`breaking operation-gone: ${call}: the operation \`createThing\` is gone`],
  ],
  [
    "an operation under another id at the same place",
    {},
    operation({ operationId: "addThing" }),
    [
      `compatible operation-renamed: ${call}: the operation \`createThing\` is now called \`addThing\`, at the same method and path`,
    ],
  ],
  [
    "an operation at another path",
    {},
    { path: "/parts/{thingId}" },
    [
      "breaking operation-moved: POST /parts/{thingId}: moved from `POST /things/{thingId}` to `POST /parts/{thingId}`",
    ],
  ],
  [
    "an operation with another method",
    {},
    { method: "put" },
    [
      "breaking operation-moved: PUT /things/{thingId}: moved from `POST /things/{thingId}` to `PUT /things/{thingId}`",
    ],
  ],
  [
    "a deprecated operation",
    {},
    operation({ deprecated: true }),
    [`compatible operation-deprecated: ${call}: the operation is deprecated`],
  ],
  [
    "an operation no longer deprecated",
    operation({ deprecated: true }),
    {},
    [`note operation-undeprecated: ${call}: the operation is no longer deprecated`],
  ],
  [
    "another release stage",
    operation(stage("GA")),
    operation(stage("DEPRECATED")),
    [`compatible operation-stage: ${call}: release stage \`GA\` became \`DEPRECATED\``],
  ],
  [
    "another scope",
    scopes("okta.a.manage"),
    scopes("okta.b.manage"),
    [
      `breaking scope-insufficient: ${call}: \`okta.a.manage\` no longer opens this operation`,
      `compatible scope-accepted: ${call}: \`okta.b.manage\` opens this operation, too`,
    ],
  ],
  [
    "one scope more",
    scopes("okta.a.read"),
    scopes("okta.a.read", "okta.b.read"),
    [`breaking scope-insufficient: ${call}: \`okta.a.read\` no longer opens this operation`],
  ],
  [
    "read instead of manage of the same resource",
    scopes("okta.a.manage"),
    scopes("okta.a.read"),
    [`compatible scope-accepted: ${call}: \`okta.a.read\` opens this operation, too`],
  ],
  [
    "no API token any more",
    {},
    scopes("okta.things.manage"),
    [`breaking scope-insufficient: ${call}: \`apiToken\` no longer opens this operation`],
  ],
  [
    "a new parameter",
    {},
    query(q),
    [`compatible parameter-added: ${call}, query parameter q: new parameter`],
  ],
  [
    "a new required parameter",
    {},
    query({ ...q, required: true }),
    [`breaking parameter-added-required: ${call}, query parameter q: new parameter, required`],
  ],
  [
    "a parameter gone",
    query(q),
    {},
    [`breaking parameter-gone: ${call}, query parameter q: the parameter is gone`],
  ],
  [
    "a parameter that went to another place",
    query(q),
    query({ ...q, in: "header" }),
    [
      `breaking parameter-gone: ${call}, query parameter q: the parameter is gone`,
      `compatible parameter-added: ${call}, header parameter q: new parameter`,
    ],
  ],
  [
    "a path parameter with another name",
    {},
    { path: "/things/{id}", operation: { parameters: [{ ...id, name: "id" }] } },
    [
      "compatible parameter-renamed: POST /things/{id}, path parameter id: the path parameter `thingId` is now called `id`",
    ],
  ],
  [
    "a parameter required",
    query(q),
    query({ ...q, required: true }),
    [`breaking parameter-required: ${call}, query parameter q: the parameter became required`],
  ],
  [
    "a parameter optional",
    query({ ...q, required: true }),
    query(q),
    [`compatible parameter-optional: ${call}, query parameter q: the parameter is no longer required`],
  ],
  [
    "a parameter written another way",
    query({ ...q, explode: true }),
    query({ ...q, explode: false }),
    [
      `breaking parameter-style: ${call}, query parameter q: the parameter is written another way: \`{"explode":true}\` became \`{"explode":false}\``,
    ],
  ],
  [
    "a deprecated parameter",
    query(q),
    query({ ...q, deprecated: true }),
    [`compatible parameter-deprecated: ${call}, query parameter q: the parameter is deprecated`],
  ],
  [
    "a parameter's stage",
    query({ ...q, ...stage("EA") }),
    query({ ...q, ...stage("GA") }),
    [`note parameter-stage: ${call}, query parameter q: release stage \`EA\` became \`GA\``],
  ],
  ["a body taken", {}, body(false), [`compatible body-added: ${call}, body: the operation takes a body now`]],
  [
    "a body needed",
    {},
    body(true),
    [`breaking body-added-required: ${call}, body: the operation needs a body now`],
  ],
  [
    "a body gone",
    body(true),
    {},
    [`breaking body-gone: ${call}, body: the operation takes no body any more`],
  ],
  [
    "a body required",
    body(false),
    body(true),
    [`breaking body-required: ${call}, body: the body became required`],
  ],
  [
    "a body optional",
    body(true),
    body(false),
    [`compatible body-optional: ${call}, body: the body is no longer required`],
  ],
  [
    "another success",
    answers({ 200: ok }),
    answers({ 202: ok }),
    [
      `breaking answer-status-gone: ${call}, answer: no answer \`200\` any more`,
      `compatible answer-status-added: ${call}, answer: new answer \`202\``,
    ],
  ],
  [
    "other errors",
    answers({ 200: ok, 400: ok }),
    answers({ 200: ok, 409: ok }),
    [
      `note error-status-gone: ${call}, error 400: the error \`400\` is no longer declared`,
      `note error-status-added: ${call}, error 409: the error \`409\` is declared now`,
    ],
  ],
  [
    "an answer without its body",
    answers({ 200: withBody }),
    answers({ 200: ok }),
    [`breaking answer-body-gone: ${call}, answer: the answer has no body any more`],
  ],
  [
    "an answer with a body",
    answers({ 200: ok }),
    answers({ 200: withBody }),
    [`compatible answer-body-added: ${call}, answer: the answer has a body now`],
  ],
  [
    "a header gone",
    answers({ 200: { ...ok, headers: { ETag: { schema: text } } } }),
    answers({ 200: ok }),
    [`breaking header-gone: ${call}, answer header ETag: the header is gone`],
  ],
  [
    "a new header",
    answers({ 200: ok }),
    answers({ 200: { ...ok, headers: { ETag: { schema: text } } } }),
    [`compatible header-added: ${call}, answer header ETag: new header`],
  ],
  [
    "a schema with another name and the same shape",
    { body: ref("A"), schemas: { A: text } },
    { body: ref("B"), schemas: { B: text } },
    [`note schema-renamed: ${call}, body: the schema \`A\` is now called \`B\``],
  ],
];

describe("a change of an operation, given before and after", () => {
  it.each(rows)("%s", (_, before, after, want) => {
    expect(told(things(before), things(after))).toEqual(want);
  });

  it("has a row for every rule about operations", () => {
    const tested = rows.flatMap(([, , , want]) => want.map((line) => /^\S+ ([\w-]+):/.exec(line)?.[1]));
    const ours = /^(?:operation|scope|parameter|body|answer|error|header|schema)-/;
    expect(Object.keys(RULES).filter((rule) => ours.test(rule) && !tested.includes(rule))).toEqual([]);
  });
});
