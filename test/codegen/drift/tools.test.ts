import { describe, expect, it } from "vitest";
import { wantedOperations } from "../../../codegen/allowlist/wanted.js";
import { buildContract } from "../../../codegen/contract/build.js";
import type { Document, JsonObject } from "../../../codegen/contract/openapi.js";
import { checkDrift } from "../../../codegen/drift/drift.js";
import { allowed, allowlistOf, widgetContract } from "../widgets.js";

const { list: _list, ...others } = allowed;
const allowlist = allowlistOf(...Object.values(others));
const upstream = (document: Document): JsonObject => JSON.parse(JSON.stringify(document));

/** Each change that the edit makes, with the tools it is said to concern. */
function told(edit: (document: Document) => void): [severity: string, rule: string, tools: string[]][] {
  const { contract } = buildContract(upstream(widgetContract()), wantedOperations(allowlist), []);
  const document = widgetContract();
  edit(document);
  const input = { contract, document: upstream(document), allowlist, seen: {}, corrections: [] };
  return checkDrift(input).drift.changes.map(({ severity, rule, tools }) => [severity, rule, tools]);
}

describe("drift names the tools a change concerns", () => {
  it("those of the operation itself", () => {
    expect(
      told(({ paths }) => {
        const create = paths["/widgets"]?.post;
        if (create) create.deprecated = true;
      }),
    ).toEqual([["compatible", "operation-deprecated", ["create_widget"]]]);
  });

  it("those whose changes are about what the operation reads", () => {
    expect(
      told(({ paths }) => {
        const get = paths["/widgets/{widgetId}"]?.get;
        if (get) get.deprecated = true;
      }),
    ).toEqual([
      [
        "compatible",
        "operation-deprecated",
        ["get_widget", "replace_widget", "update_widget", "delete_widget"],
      ],
    ]);
  });

  it("those that tell of the dependents the operation lists, though no tool offers it", () => {
    expect(
      told(({ paths }) => {
        delete paths["/widgets/{widgetId}/owners"];
      }),
    ).toEqual([["breaking", "operation-gone", ["delete_widget"]]]);
  });

  it("none of those that only read on the way what breaks for others", () => {
    const [change] = told(({ components }) => {
      const name = components.schemas.Widget?.properties?.name;
      if (name) name.minLength = 5;
    });
    expect(change).toEqual([
      "breaking",
      "limit-tightened",
      ["get_widget", "create_widget", "replace_widget", "update_widget"],
    ]);
  });
});
