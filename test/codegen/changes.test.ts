import { describe, expect, it } from "vitest";
import type {
  AllowedOperation,
  DependentsEntry,
  SubjectEntry,
  ToolsetEntry,
} from "../../codegen/allowlist/types.js";
import { wantedOperations } from "../../codegen/allowlist/wanted.js";
import { calledOperations } from "../../codegen/called.js";
import { readModel } from "../../codegen/read.js";
import { at, problemsIn } from "./problems-in.js";
import { allowed, allowlistOf, widget, widgetContract } from "./widgets.js";

const off = { field: "status", oneOf: ["OFF"], otherwise: "Switch it off first." };
const consequence = "It is another at once.";
const isOff = { field: "status", equals: "OFF" };
const [owners] = allowed.delete.dependents;
const plain: AllowedOperation = { ...allowed.delete, requires: undefined, dependents: undefined };

/** The allowlist of these operations, with another subject, or none. */
function withSubjects(subjects: SubjectEntry[], ...operations: AllowedOperation[]): ToolsetEntry[] {
  return allowlistOf(...operations).map((entry) => ({ ...entry, subjects }));
}

function toolOf(entry: AllowedOperation) {
  const tool = readModel(widgetContract(), allowlistOf(entry), () => "").toolsets[0]?.tools[0];
  if (!tool) throw new Error("no tool was read");
  return tool;
}

describe("a fault in a subject fails codegen with the line to mend", () => {
  const place = 'groups.ts:<read: "getWidget">: widget:';

  it.each<[fault: string, change: Partial<SubjectEntry>, want: string]>([
    [
      "an unknown operation",
      { read: "getGadget" },
      'groups.ts:<read: "getGadget">: widget: the contract has no operation getGadget that answers an object',
    ],
    [
      "an operation that answers nothing",
      { read: "deleteWidget" },
      'groups.ts:<read: "deleteWidget">: widget: the contract has no operation deleteWidget that answers an object',
    ],
    [
      "an operation no toolset has",
      { read: "updateWidget" },
      'groups.ts:<read: "updateWidget">: widget: no toolset has updateWidget: name it among its support',
    ],
    ["a name the object lacks", { name: "label" }, `${place} the schema has no field label`],
    ["a state the object lacks", { state: "parts.on" }, `${place} the schema has no field parts.on`],
  ])("%s", (_, change, want) => {
    expect(problemsIn(withSubjects([{ ...widget, ...change }], plain))).toEqual([want]);
  });

  it("more arguments than the operation takes", () => {
    const subject = { ...widget, arguments: ["org_id", "widget_id"] };
    expect(problemsIn(withSubjects([subject], allowed.create))).toEqual([
      `${place} getWidget takes 1 path parameters, not 2`,
    ]);
  });

  it("a kind named twice", () => {
    expect(problemsIn(withSubjects([widget, widget], plain))).toEqual([`${place} the kind is already taken`]);
  });
});

describe("a fault in what a change is told by fails codegen with the tool's line", () => {
  const dependents = (change: Partial<DependentsEntry>): AllowedOperation => ({
    ...plain,
    dependents: [{ ...owners, ...change }],
  });

  it.each<[fault: string, entry: AllowedOperation, want: string[]]>([
    [
      "dependents of an unknown operation",
      dependents({ list: "listGadgets" }),
      [
        'groups.ts:<operationId: "listGadgets">: the contract has no operation listGadgets',
        "dependents: the contract has no operation listGadgets that lists",
      ],
    ],
    [
      "dependents that are no list",
      dependents({ list: "getWidget", name: "name" }),
      ["dependents: the contract has no operation getWidget that lists"],
    ],
    [
      "dependents without such a name",
      dependents({ name: "login" }),
      ["dependents: the schema has no field login"],
    ],
    [
      "dependents by an argument the tool lacks",
      dependents({ arguments: ["gadget_id"] }),
      ["dependents: the tool has no argument gadget_id"],
    ],
    [
      "dependents by fewer arguments than the operation takes",
      dependents({ arguments: [] }),
      ["dependents: listWidgetOwners takes 1 path parameters, not 0"],
    ],
    [
      "a required state the object lacks",
      { ...plain, requires: [off, { ...off, field: "mood" }] },
      ["requires: the schema has no field mood"],
    ],
    [
      "a required state of a subject it is not about",
      { ...plain, requires: [{ ...off, subject: "gadget" }] },
      ["requires: there is no subject to be in a state"],
    ],
    [
      "a required state without a value",
      { ...plain, requires: [{ field: "status", otherwise: "Wait." }] },
      ["requires: needs oneOf or noneOf"],
    ],
    [
      "a required state that is told in two ways",
      { ...plain, requires: [{ ...off, noneOf: ["ON"] }] },
      ["requires: needs oneOf or noneOf"],
    ],
    [
      "a stamp the object lacks",
      dependents({ stamp: "ownersChanged" }),
      ["stamp: the schema has no field ownersChanged"],
    ],
    [
      "a question without its consequence",
      { ...plain, consequence: undefined },
      ["consequence: goes with each tool that may ask, and with no other"],
    ],
    [
      "a consequence of what never asks",
      { ...allowed.update, consequence: "It is another." },
      ["consequence: goes with each tool that may ask, and with no other"],
    ],
    [
      "a consequence that is no sentence",
      { ...plain, consequence: "gone" },
      ["consequence: does not end with a full stop"],
    ],
    [
      "a required state of nothing",
      { ...allowed.create, requires: [off] },
      ["requires: there is no subject to be in a state"],
    ],
    [
      "an update that asks by a state the object lacks",
      { ...allowed.update, consequence, asksWhen: { field: "mood", equals: "ON" } },
      ["asksWhen: the schema has no field mood"],
    ],
    [
      "an action that asks by the state, which only an update does",
      { ...plain, asksWhen: isOff },
      ["asksWhen, asksFor: only an update reads the object first; make the tool destructive"],
    ],
    [
      "a creation that asks for a field",
      { ...allowed.create, consequence, asksFor: ["name"] },
      ["asksWhen, asksFor: only an update reads the object first; make the tool destructive"],
    ],
    [
      "a read that requires a state",
      { ...allowed.get, requires: [off] },
      ["requires: the tool changes nothing"],
    ],
    [
      "a read that names dependents and secrets",
      { ...allowed.get, dependents: [], reveals: ["name"] },
      ["dependents: the tool changes nothing", "reveals: the tool changes nothing"],
    ],
  ])("%s", (_, entry, want) => {
    expect(problemsIn(allowlistOf(entry)).toSorted()).toEqual(
      want.map((text) => (text.startsWith("groups.ts") ? text : `${at(entry.tool)} ${text}`)).toSorted(),
    );
  });

  it("an argument that no subject is identified by", () => {
    const problem = "no subject is identified by widget_id: name it in the allowlist's subjects";
    expect(problemsIn(withSubjects([], plain))).toEqual([`${at("delete_widget")} ${problem}`]);
    const belongsTo = { ...widget, kind: "part", arguments: ["widget_id", "part_id"] };
    expect(problemsIn(withSubjects([belongsTo], plain))).toContain(`${at("delete_widget")} ${problem}`);
  });

  it("an update without a subject that reads the object", () => {
    expect(problemsIn(withSubjects([], allowed.replace))).toContain(
      `${at("replace_widget")} body: an update needs a subject that reads the object`,
    );
  });

  it("one list, described in two ways", () => {
    const twin = { ...allowed.update, dependents: [{ ...owners, kind: "holders" }] };
    expect(problemsIn(allowlistOf(allowed.delete, twin))).toEqual([
      `${at("update_widget")} dependents: listWidgetOwners is described otherwise elsewhere`,
    ]);
  });

  it("dependents that only another tool has the arguments for", () => {
    const create = { ...allowed.create, dependents: [owners] };
    expect(problemsIn(allowlistOf(allowed.delete, create))).toEqual([
      `${at("create_widget")} dependents: the tool has no argument widget_id`,
    ]);
  });

  it("support that the contract lacks, or that a tool offers already", () => {
    const support = [{ operationId: "getGadget" }, { operationId: "getWidget" }];
    expect(problemsIn(allowlistOf(allowed.get).map((entry) => ({ ...entry, support })))).toEqual([
      'groups.ts:<operationId: "getGadget">: the contract has no operation getGadget',
      'groups.ts:<operationId: "getWidget">: get_widget offers getWidget: it needs no support',
    ]);
  });
});

describe("a change", () => {
  it("is about the subjects all of whose arguments it has, in the allowlist's order", () => {
    const about = (subjects: SubjectEntry[]) =>
      readModel(widgetContract(), withSubjects(subjects, allowed.delete), () => "").toolsets[0]?.tools[0]
        ?.subjects;
    const thing = { ...widget, kind: "thing" };
    expect(about([thing, widget])?.map(({ kind }) => kind)).toEqual(["thing", "widget"]);
    expect(about([widget, thing])?.map(({ kind }) => kind)).toEqual(["widget", "thing"]);
  });

  it.each<[string, AllowedOperation, string[]]>([
    ["a read has no more arguments", allowed.get, ["widget_id", "fields"]],
    ["whatever writes can be tried", allowed.create, ["widget", "dry_run"]],
    ["what takes something away asks", plain, ["widget_id", "dry_run", "confirm"]],
    [
      "an update that asks by the state takes the answer",
      { ...allowed.update, consequence, asksWhen: isOff },
      ["widget_id", "changes", "dry_run", "confirm"],
    ],
    [
      "an update that asks for a field takes it, too",
      { ...allowed.update, consequence, asksFor: ["name"] },
      ["widget_id", "changes", "dry_run", "confirm"],
    ],
  ])("%s", (_, entry, want) => {
    expect(toolOf(entry).arguments.map(({ name }) => name)).toEqual(want);
  });

  it("that may ask is called destructive, though it is a write", () => {
    const tool = toolOf({ ...allowed.update, consequence, asksWhen: isOff });
    expect(tool).toMatchObject({ safety: "write", annotations: { destructiveHint: true } });
    expect(toolOf(allowed.update).annotations.destructiveHint).toBe(false);
  });

  it("takes its turn with all others of an ordered toolset, the making of an object included", () => {
    const turns = (ordered: Pick<ToolsetEntry, "ordered">) => {
      const allowlist = allowlistOf(allowed.create, plain, allowed.get).map((entry) => ({
        ...entry,
        ...ordered,
      }));
      return readModel(widgetContract(), allowlist, () => "").toolsets[0]?.tools.map(({ turn }) => turn);
    };
    expect(turns({ ordered: true })).toEqual(["groups", "groups", undefined]);
    expect(turns({})).toEqual([undefined, undefined, undefined]);
  });
});

describe("the operations on the way of a tool", () => {
  const allowlist = allowlistOf(...Object.values(allowed));

  it("are wanted of the contract, though no tool offers them", () => {
    expect(wantedOperations(allowlistOf(allowed.delete)).map(({ operationId }) => operationId)).toEqual([
      "deleteWidget",
      "getWidget",
      "listWidgetOwners",
    ]);
  });

  it("keep the ids they had", () => {
    const former = { operationId: "getWidget", formerly: ["fetchWidget"] };
    const entries = allowlistOf(plain).map((each) => ({ ...each, support: [former] }));
    expect(wantedOperations(entries)).toContainEqual(former);
    const contract = widgetContract();
    const get = contract.paths["/widgets/{widgetId}"]?.get;
    if (get) get.operationId = "fetchWidget";
    const model = readModel(contract, entries, () => "");
    expect(model.subjects.map(({ operation }) => operation.id)).toEqual(["getWidget"]);
  });

  it.each<[keyof typeof allowed, string[]]>([
    ["list", ["listWidgets"]],
    ["get", ["getWidget"]],
    ["create", ["createWidget"]],
    ["replace", ["replaceWidget", "getWidget"]],
    ["update", ["updateWidget", "getWidget"]],
    ["delete", ["deleteWidget", "getWidget", "listWidgetOwners"]],
  ])("of %s", (name, want) => {
    expect(calledOperations(allowed[name], allowlist)).toEqual(want);
  });
});
