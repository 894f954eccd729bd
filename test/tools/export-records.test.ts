import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService } from "../../src/tools/service.js";
import { emptyDirectory, namesIn, textOf } from "./export/support.js";
import { connectionTo, playAuth } from "./support.js";

const USERS = [
  {
    id: "00u1",
    status: "ACTIVE",
    profile: { login: "ada@x.io", firstName: "Ada", nick: null, apiToken: "hush" },
    _links: {},
  },
  { id: "00u2", status: "STAGED", profile: { login: "=cmd()", firstName: 'The "Zoë", 2nd' } },
];

interface Setting {
  readonly directory?: string;
  readonly granted?: readonly string[];
}

/** A service over an org that answers every list with the two users. */
function serviceWith({ directory, granted }: Setting) {
  return createToolService({
    catalog: createCatalog({ exportDirectory: directory }),
    askedScopes: granted,
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code" }),
    connect: async () => connectionTo(playAuth(granted && { granted }), USERS),
  });
}

const { signal } = new AbortController();

/** Exports the users into the directory; `more` are further arguments. */
async function exportUsers(directory: string, more: object = {}) {
  const input = { tool: "list_users", file: "users.csv", ...more };
  const outcome = await serviceWith({ directory }).call({ name: "export_records", arguments: input, signal });
  return outcome?.ok ? outcome.result : outcome?.error;
}

describe("without a directory", () => {
  test("the tool is not listed, and there is nothing to call", async () => {
    const service = serviceWith({});
    expect(service.list().map(({ name }) => name)).not.toContain("export_records");
    expect(await service.call({ name: "export_records", arguments: {}, signal })).toBeUndefined();
  });

  test("with one, it is", () => {
    const names = serviceWith({ directory: "/exports" })
      .list()
      .map(({ name }) => name);
    expect(names).toContain("export_records");
  });
});

describe("CSV", () => {
  test("has the summary's columns, escaped as spreadsheets and RFC 4180 need it", async () => {
    const directory = await emptyDirectory();
    const result = await exportUsers(directory);
    const text = await textOf(directory, "users.csv");
    expect(text).toBe(
      [
        "id,status,lastLogin,profile.login,profile.firstName,profile.lastName,profile.email,profile.title,profile.department",
        "00u1,ACTIVE,,ada@x.io,Ada,,,,",
        `00u2,STAGED,,'=cmd(),"The ""Zoë"", 2nd",,,,`,
        "",
      ].join("\r\n"),
    );
    expect(result).toMatchObject({
      path: expect.stringMatching(/users\.csv$/),
      rows: 2,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
      first: [
        { id: "00u1", status: "ACTIVE", profile: { login: "ada@x.io", firstName: "Ada" } },
        { id: "00u2" },
      ],
      columns: text.split("\r\n")[0]?.split(","),
    });
  });

  test("has the columns asked for, in their order", async () => {
    const directory = await emptyDirectory();
    expect(await exportUsers(directory, { fields: ["profile.login", "id"] })).toMatchObject({
      columns: ["profile.login", "id"],
    });
    expect(await textOf(directory, "users.csv")).toBe(
      "profile.login,id\r\nada@x.io,00u1\r\n'=cmd(),00u2\r\n",
    );
  });

  test("hides secrets as every answer does", async () => {
    const directory = await emptyDirectory();
    await exportUsers(directory, { fields: ["id", "profile.apiToken", "profile"] });
    const text = await textOf(directory, "users.csv");
    expect(text).toMatch(/^00u1,\[hidden\],/m);
    expect(text).not.toContain("hush");
  });

  test("of whole objects is refused: they have no fixed columns", async () => {
    expect(await exportUsers(await emptyDirectory(), { detail: "full" })).toMatchObject({
      code: "arguments_invalid",
      field: "detail",
    });
  });
});

describe("JSON Lines", () => {
  test.each<[string, object, object[]]>([
    [
      "the summary",
      {},
      [
        { id: "00u1", status: "ACTIVE", profile: { login: "ada@x.io", firstName: "Ada" } },
        { id: "00u2", status: "STAGED", profile: { login: "=cmd()", firstName: 'The "Zoë", 2nd' } },
      ],
    ],
    [
      "the fields asked for",
      { fields: ["profile.login"] },
      [{ profile: { login: "ada@x.io" } }, { profile: { login: "=cmd()" } }],
    ],
    [
      "whole objects",
      { detail: "full" },
      [
        {
          id: "00u1",
          status: "ACTIVE",
          profile: { login: "ada@x.io", firstName: "Ada", apiToken: "[hidden]" },
        },
        USERS[1] ?? {},
      ],
    ],
  ])("hold %s, values untouched", async (_, more, wanted) => {
    const directory = await emptyDirectory();
    expect(await exportUsers(directory, { file: "users.jsonl", ...more })).toMatchObject({ rows: 2 });
    const lines = (await textOf(directory, "users.jsonl")).split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => JSON.parse(line))).toEqual(wanted);
  });
});

describe("what it refuses, leaving nothing behind", () => {
  test.each<[string, object, string]>([
    ["a name that climbs", { file: "../users.csv" }, "file"],
    ["a path", { file: "/tmp/users.csv" }, "file"],
    ["a hidden file", { file: ".users.csv" }, "file"],
    ["another format", { file: "users.xlsx" }, "file"],
    ["a tool that lists nothing", { tool: "delete_group" }, "tool"],
    ["itself", { tool: "export_records" }, "tool"],
    ["arguments of one answer", { arguments: { after: "x" } }, "arguments.after"],
    ["arguments that the list does not take", { arguments: { colour: "red" } }, "colour"],
    ["too many columns", { fields: Array.from({ length: 51 }, () => "id") }, "fields"],
  ])("%s", async (_, more, field) => {
    const directory = await emptyDirectory();
    expect(await exportUsers(directory, more)).toMatchObject({ code: "arguments_invalid", field });
    expect(await namesIn(directory)).toEqual([]);
  });

  test("a list whose scope is not granted, though it is listed itself", async () => {
    const directory = await emptyDirectory();
    const service = serviceWith({ directory, granted: ["okta.groups.read"] });
    const input = { tool: "list_users", file: "users.csv" };
    expect(await service.call({ name: "export_records", arguments: input, signal })).toMatchObject({
      error: { code: "forbidden", message: expect.stringContaining("okta.users.read") },
    });
    expect(await namesIn(directory)).toEqual([]);
  });

  test("a directory that is gone", async () => {
    expect(await exportUsers(join(await emptyDirectory(), "gone"))).toMatchObject({ code: "config_invalid" });
  });
});

test("a directory where the rows would go is a failure with a name, and stays", async () => {
  const directory = await emptyDirectory();
  await mkdir(join(directory, ".users.csv.partial"));
  expect(await exportUsers(directory)).toMatchObject({ code: "file_failed" });
  expect(await namesIn(directory)).toEqual([".users.csv.partial"]);
});

test("a second export into the same name is refused, and the first stays", async () => {
  const directory = await emptyDirectory();
  await exportUsers(directory);
  const before = await textOf(directory, "users.csv");
  expect(await exportUsers(directory, { fields: ["id"] })).toMatchObject({
    code: "arguments_invalid",
    field: "file",
  });
  expect(await textOf(directory, "users.csv")).toBe(before);
});

test("two at once into one name: one file, one refusal", async () => {
  const directory = await emptyDirectory();
  const both = await Promise.all([exportUsers(directory), exportUsers(directory, { fields: ["id"] })]);
  expect(both.filter((result) => result && "sha256" in result)).toHaveLength(1);
  expect(await namesIn(directory)).toEqual(["users.csv"]);
});
