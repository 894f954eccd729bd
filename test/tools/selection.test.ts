import { describe, expect, test } from "vitest";
import type { ToolSelection } from "../../src/config/tools.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { refuseOff, selectTools } from "../../src/tools/selection.js";
import { failureOf } from "../failure.js";

const exportDirectory = "/exports";
const { descriptors } = createCatalog({ exportDirectory });
const namesWhere = (wanted: (tool: (typeof descriptors)[number]) => boolean) =>
  descriptors.filter(wanted).map(({ name }) => name);
const ALL = namesWhere(() => true);

const selected = (selection: Partial<ToolSelection>) => {
  const { on, off } = selectTools(descriptors, selection);
  return { on: on.map(({ name }) => name), off };
};

describe("what is on", () => {
  test.each<[string, Partial<ToolSelection>, string[]]>([
    ["all, where nothing is said", {}, ALL],
    ["reads", { readOnly: true }, namesWhere(({ safety }) => safety === "read")],
    [
      "toolsets",
      { toolsets: ["logs", "groups"] },
      namesWhere(({ toolset }) => toolset === "groups" || toolset === "logs"),
    ],
    ["the composites' toolset", { toolsets: ["org"] }, namesWhere(({ toolset }) => toolset === "org")],
    ["a name", { tools: ["get_user"] }, ["get_user"]],
    ["names by a pattern", { tools: ["*_logs", "okta_*"] }, ["get_logs", "okta_status"]],
    [
      "everything but what is excluded",
      { exclude: ["delete_*", "okta_status"] },
      namesWhere(({ name }) => !name.startsWith("delete_") && name !== "okta_status"),
    ],
    [
      "what a pattern means as a whole name",
      { tools: ["*_group"] },
      namesWhere(({ name }) => name.endsWith("_group")),
    ],
    [
      "what all settings leave",
      { readOnly: true, toolsets: ["users", "groups"], tools: ["*_user*"], exclude: ["get_user_*"] },
      ["list_users", "get_user", "list_user_groups", "list_group_users", "find_user"],
    ],
  ])("%s", (_, selection, wanted) => {
    expect(selected(selection).on).toEqual(wanted);
  });

  test("stays in the order of the whole", () => {
    expect(selected({ tools: ["get_logs", "list_users"] }).on).toEqual(["list_users", "get_logs"]);
  });

  test("is never widened: a named tool that another setting leaves out is off", () => {
    expect(selected({ readOnly: true, tools: ["list_users", "delete_group"] }).on).toEqual(["list_users"]);
  });
});

test("what is off is the rest, each with every setting that leaves it out", () => {
  const { on, off } = selected({ readOnly: true, toolsets: ["groups"], exclude: ["list_*", "delete_group"] });
  expect([...on, ...off.map(({ name }) => name)].sort()).toEqual([...ALL].sort());
  expect(off).toContainEqual({ name: "create_group", why: ["OKTA_READ_ONLY"] });
  expect(off).toContainEqual({ name: "delete_group", why: ["OKTA_READ_ONLY", "OKTA_EXCLUDE"] });
  expect(off).toContainEqual({ name: "list_users", why: ["OKTA_TOOLSETS", "OKTA_EXCLUDE"] });
  expect(off).toContainEqual({ name: "okta_status", why: ["OKTA_TOOLSETS"] });
});

describe("refused at the start", () => {
  test.each<[string, Partial<ToolSelection>, string, string[]]>([
    ["an unknown toolset", { toolsets: ["logs", "user"] }, "OKTA_TOOLSETS", ["number 2 of 2", "users"]],
    ["one in other letters", { toolsets: ["Users"] }, "OKTA_TOOLSETS", ["did you mean users"]],
    ["an unknown tool", { tools: ["get_users"] }, "OKTA_TOOLS", ["number 1 of 1", "get_user", "list_users"]],
    ["a pattern beside the point", { tools: ["list_*", "zzz*"] }, "OKTA_TOOLS", ["number 2 of 2)"]],
    ["an exclusion of nothing", { exclude: ["remove_users"] }, "OKTA_EXCLUDE", ["remove_user_from_group"]],
    ["nothing left by one", { exclude: ["*"] }, "OKTA_EXCLUDE", ["OKTA_EXCLUDE leaves no tool at all"]],
    ["a list of toolsets with none in it", { toolsets: [] }, "OKTA_TOOLSETS", ["leaves no tool at all"]],
    ["a list of tools with none in it", { tools: [] }, "OKTA_TOOLS", ["leaves no tool at all"]],
  ])("%s", async (_, selection, field, words) => {
    const error = await failureOf(() => selectTools(descriptors, selection));
    expect(error).toMatchObject({ code: "config_invalid", field });
    for (const word of words) expect(error.message).toContain(word);
  });

  test.each(["get_user00s3cret", "00s3cret"])("the value of a setting is not shown: %s", async (value) => {
    for (const selection of [{ toolsets: [value] }, { tools: [value] }, { exclude: [value] }]) {
      const error = await failureOf(() => selectTools(descriptors, selection));
      expect(error.toText()).not.toContain("00s3cret");
    }
  });

  test("settings that leave nothing together, named all", async () => {
    const error = await failureOf(() => selectTools(descriptors, { readOnly: true, tools: ["delete_*"] }));
    expect(error.message).toBe("OKTA_READ_ONLY, OKTA_TOOLS together leave no tool at all.");
  });

  test("every unknown name at once", async () => {
    const error = await failureOf(() =>
      selectTools(descriptors, { toolsets: ["x"], tools: ["y"], exclude: ["z"] }),
    );
    for (const name of ["OKTA_TOOLSETS", "OKTA_TOOLS", "OKTA_EXCLUDE"]) expect(error.message).toContain(name);
  });

  test.each(["export_records", "export_*"])(
    "%s without a directory, which is what it needs",
    async (pattern) => {
      for (const selection of [{ tools: [pattern, "list_*"] }, { exclude: [pattern] }]) {
        const error = await failureOf(() => createCatalog(selection));
        expect(error.message).toContain("export_records, which there is only with OKTA_EXPORT_DIR");
        expect(error.next).toContain("Set OKTA_EXPORT_DIR");
      }
    },
  );
});

describe("the catalogue", () => {
  test("lists and loads what is on, and nothing else", async () => {
    const catalog = createCatalog({ exportDirectory, readOnly: true, exclude: ["okta_status", "get_*"] });
    const on = catalog.descriptors.map(({ name }) => name);
    for (const name of ALL)
      expect((await catalog.load(name))?.name).toBe(on.includes(name) ? name : undefined);
    expect(catalog.off.map(({ name }) => name)).toEqual(ALL.filter((name) => !on.includes(name)));
    expect(on).toContain("export_records");
    expect(on).not.toContain("okta_status");
  });

  test("has the lists that other tools are made of, off as they may be, and no other tool so", async () => {
    const catalog = createCatalog({ exclude: ["get_logs", "get_user", "delete_*"] });
    const found = ["get_logs", "list_users", "get_user", "delete_group", "okta_status", "__proto__"];
    const names = await Promise.all(found.map(async (name) => (await catalog.loadList(name))?.name));
    expect(names).toEqual(["get_logs", "list_users", undefined, undefined, undefined, undefined]);
  });

  test("exports only lists that are on", async () => {
    const catalog = createCatalog({ exportDirectory, tools: ["list_users", "get_logs", "export_records"] });
    const [, , exporting] = catalog.descriptors;
    expect(exporting?.inputSchema.properties.tool).toMatchObject({ enum: ["list_users", "get_logs"] });
    const tool = await catalog.load("export_records");
    const accepts = (name: string) => tool?.input.safeParse({ tool: name, file: "a.csv" }).success;
    expect([accepts("get_logs"), accepts("list_groups")]).toEqual([true, false]);
  });

  test("refuses an export that no list is left for", async () => {
    const error = await failureOf(() =>
      createCatalog({ exportDirectory, toolsets: ["org"], readOnly: true }),
    );
    expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_TOOLSETS" });
    expect(error.message).toContain("export_records without a list");
    expect(() => createCatalog({ toolsets: ["org"] })).not.toThrow();
  });
});

describe("a call", () => {
  const off = [{ name: "delete_group", why: ["OKTA_READ_ONLY", "OKTA_EXCLUDE"] as const }];

  test("of a tool that is off says which settings leave it out", () => {
    expect(refuseOff(off, "delete_group")).toMatchObject({
      ok: false,
      error: {
        code: "tool_off",
        message: "delete_group is left out by OKTA_READ_ONLY and OKTA_EXCLUDE.",
        next: expect.stringContaining("change OKTA_READ_ONLY and OKTA_EXCLUDE"),
      },
    });
  });

  test("of a name that no tool has is not answered here", () => {
    for (const name of ["delete_groups", "delete", "group", ""]) expect(refuseOff(off, name)).toBeUndefined();
  });
});
