import { describe, expect, it } from "vitest";
import type { AllowedOperation, SubjectEntry } from "../../../codegen/allowlist/types.js";
import { type Document, JSON_CONTENT } from "../../../codegen/contract/openapi.js";
import { emitSubjects } from "../../../codegen/emit/subjects.js";
import { readModel } from "../../../codegen/read.js";
import { ref } from "../contract/documents.js";
import { allowed, allowlistOf, widget, widgetContract } from "../widgets.js";
import { formatted, widgetModel } from "./formatted.js";

/** A part, known by its widget and itself, in whichever order the path names them. */
const part: SubjectEntry = {
  kind: "spare part",
  arguments: ["widget_id", "part_id"],
  read: "getPart",
  name: "size",
  state: "size",
  find: "list_parts",
};

const deletePart: AllowedOperation = {
  ...allowed.delete,
  operationId: "deletePart",
  tool: "delete_part",
  arguments: { widgetId: "Widget id", partId: "Part id" },
  dependents: [],
  requires: undefined,
};

function contractWithParts(): Document {
  const contract = widgetContract();
  const { get, delete: remove } = contract.paths["/widgets/{widgetId}"] ?? {};
  if (!get || !remove) throw new Error("the widgets have changed");
  const schema = { type: "string" as const };
  // Listed in another order than the path names them.
  const parameters = ["partId", "widgetId"].map((name) => ({
    name,
    in: "path" as const,
    required: true,
    schema,
  }));
  const content = { [JSON_CONTENT]: { schema: ref("Part") } };
  const responses = { "200": { description: "" as const, content } };
  contract.paths["/widgets/{widgetId}/parts/{partId}"] = {
    get: { ...get, operationId: "getPart", parameters, responses },
    delete: { ...remove, operationId: "deletePart", parameters },
  };
  return contract;
}

describe("emitSubjects", () => {
  it("writes how to read what changes are about, and a page of what depends on it", async () => {
    const file = emitSubjects(widgetModel(allowed.delete));
    expect(file.path).toBe("subjects.ts");
    expect(await formatted(file)).toEqual([
      `import type { Dependents, Subject, SubjectContext } from "../src/tool/change.js";
import * as groups from "./operations/groups.js";

export const widget = ({ okta, signal }: SubjectContext, widgetId: string): Subject => ({
  kind: "widget",
  id: widgetId,
  name: "name",
  state: "status",
  read: () => groups.getWidget(okta, { path: { widgetId } }, signal),
});

export const widgetOwners = ({ okta, signal }: SubjectContext, widgetId: string): Dependents => ({
  kind: "owners",
  name: "email",
  list: () => groups.listWidgetOwners(okta, { path: { widgetId }, query: { limit: 200 } }, signal),
});
`,
    ]);
  });

  it("asks for no number of items where the list takes none, and no name where items have none", async () => {
    const contract = widgetContract();
    const list = contract.paths["/widgets/{widgetId}/owners"]?.get;
    list?.parameters?.pop();
    const owners = { kind: "owners", list: "listWidgetOwners", arguments: ["widget_id"], stamp: "status" };
    const entries = allowlistOf({ ...allowed.delete, dependents: [owners] });
    const [text] = await formatted(emitSubjects(readModel(contract, entries, () => "")));
    expect(text).toContain(`Dependents => ({
  kind: "owners",
  stamp: "status",
  list: () => groups.listWidgetOwners(okta, { path: { widgetId } }, signal),
});`);
  });

  it("passes a subject's arguments in the path's order, and takes the last for its id", async () => {
    const [entry] = allowlistOf(deletePart);
    if (!entry) throw new Error("no toolset");
    const entries = [
      { ...entry, subjects: [part, widget], support: [{ operationId: "getWidget" }] },
      { toolset: "users" as const, operations: [], support: [{ operationId: "getPart" }] },
    ];
    const [text] = await formatted(emitSubjects(readModel(contractWithParts(), entries, () => "")));
    expect(text).toContain(`import type { Subject, SubjectContext } from "../src/tool/change.js";
import * as groups from "./operations/groups.js";
import * as users from "./operations/users.js";
`);
    expect(text).toContain(`
export const sparePart = ({ okta, signal }: SubjectContext, widgetId: string, partId: string): Subject => ({
  kind: "spare part",
  id: partId,
  name: "size",
  state: "size",
  read: () => users.getPart(okta, { path: { widgetId, partId } }, signal),
});
`);
  });
});
