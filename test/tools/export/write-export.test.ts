import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { appendFile, link, readFile, rename, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../../src/errors.js";
import type { Progress } from "../../../src/tool/tool.js";
import { findDestination } from "../../../src/tools/export/destination.js";
import { csvFormat } from "../../../src/tools/export/format.js";
import { writeExport } from "../../../src/tools/export/write-export.js";
import { failureOf } from "../../failure.js";
import { emptyDirectory, namesIn, pagedQuery, rowsOf, textOf } from "./support.js";

const ROWS = rowsOf(5_000);
const WHOLE = `id\r\n${ROWS.map(({ id }) => `${id}\r\n`).join("")}`;
const BROKEN = new OktaMcpError("network_unreachable", "The connection broke.");

interface Run {
  readonly before?: (page: number) => void;
  readonly identity?: string;
  readonly signal?: AbortSignal;
  readonly rows?: typeof ROWS;
}

/** Runs an export to users.csv in the directory. */
async function run(directory: string, { before, identity = "call", signal, rows = ROWS }: Run = {}) {
  const { query, starts } = pagedQuery(rows, before);
  const told: Progress[] = [];
  const result = writeExport({
    destination: await findDestination(directory, "users.csv"),
    query,
    identity,
    format: csvFormat(["id"], (item) => item),
    sample: (item) => Object(item),
    signal: signal ?? new AbortController().signal,
    progress: (progress) => told.push(progress),
  });
  return { result, starts, told };
}

/** Breaks the list when this page is read. */
const breakAt = (page: number) => (at: number) => {
  if (at === page) throw BROKEN;
};

/** An export that broke at this page. */
async function brokenExport(directory: string, page: number, identity?: string): Promise<OktaMcpError> {
  const { result } = await run(directory, { before: breakAt(page), ...(identity && { identity }) });
  return failureOf(() => result);
}

test("the file holds every row, and the answer describes it", async () => {
  const directory = await emptyDirectory();
  const { result, told } = await run(directory);
  expect(await result).toEqual({
    path: (await findDestination(directory, "other.csv")).path.replace("other", "users"),
    rows: 5_000,
    bytes: Buffer.byteLength(WHOLE),
    sha256: createHash("sha256").update(WHOLE).digest("hex"),
    first: ROWS.slice(0, 3),
  });
  expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  expect(await namesIn(directory)).toEqual(["users.csv"]);
  expect(told.map(({ done }) => done)).toEqual(
    [...Array(12).keys()].map((at) => (at + 1) * 400).concat(5_000),
  );
});

test("an empty list is a file with a head", async () => {
  const directory = await emptyDirectory();
  const { result } = await run(directory, { rows: [] });
  expect(await result).toMatchObject({ rows: 0, first: [] });
  expect(await textOf(directory, "users.csv")).toBe("id\r\n");
});

test("until the end, nothing has the file's name", async () => {
  const directory = await emptyDirectory();
  const seen: string[][] = [];
  const { result } = await run(directory, { before: () => seen.push(readdirSync(directory)) });
  await result;
  expect(seen).toHaveLength(13);
  expect(seen.flat()).not.toContain("users.csv");
});

describe("broken off", () => {
  test("before the first page, it leaves nothing", async () => {
    const directory = await emptyDirectory();
    expect(await brokenExport(directory, 0)).toBe(BROKEN);
    expect(await namesIn(directory)).toEqual([]);
  });

  test("later, it keeps its rows, and the error says so", async () => {
    const directory = await emptyDirectory();
    const error = await brokenExport(directory, 7);
    expect(error.code).toBe("network_unreachable");
    expect(error.message).toMatch(
      /^The connection broke\. 2800 rows are kept in .*\.users\.csv\.partial: the same call goes on after them\.$/,
    );
    expect(await namesIn(directory)).toEqual([".users.csv.partial", ".users.csv.partial.json"]);
  });

  test("the same call goes on: no row twice, none lost", async () => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 3);
    await brokenExport(directory, 9);
    const { result, starts } = await run(directory);
    expect(await result).toMatchObject({
      rows: 5_000,
      first: ROWS.slice(0, 3),
      sha256: createHash("sha256").update(WHOLE).digest("hex"),
      note: expect.stringMatching(
        /^Went on with an earlier run that was broken off: its 3600 rows were read before \d{4}-/,
      ),
    });
    expect(starts).toEqual(["9"]);
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
    expect(await namesIn(directory)).toEqual(["users.csv"]);
  });

  test("rows written after the last save (a killed process) are cut off and read again", async () => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 5);
    await appendFile(join(directory, ".users.csv.partial"), "r2000\r\nr20");
    const { result } = await run(directory);
    expect(await result).toMatchObject({ rows: 5_000 });
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });

  test("by a cancel, it says the same", async () => {
    const directory = await emptyDirectory();
    const controller = new AbortController();
    const { result } = await run(directory, {
      signal: controller.signal,
      before: (page) => {
        if (page === 4) controller.abort();
      },
    });
    const error = await failureOf(() => result);
    expect(error.code).toBe("cancelled");
    expect(error.message).toContain("1600 rows are kept");
  });
});

describe("starts anew", () => {
  const partial = (directory: string) => join(directory, ".users.csv.partial");

  test.each<[string, (directory: string) => Promise<unknown>]>([
    ["when the rows were changed", (at) => writeFile(partial(at), "x".repeat(50_000))],
    ["when rows are missing", (at) => truncate(partial(at), 100)],
    ["when the checkpoint is damaged", (at) => truncate(`${partial(at)}.json`, 40)],
    ["when the rows have another name as well", (at) => link(partial(at), join(at, "mine"))],
  ])("%s", async (_, harm) => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 5);
    await harm(directory);
    const { result, starts } = await run(directory);
    expect(await result).not.toHaveProperty("note");
    expect(starts).toEqual([undefined]);
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });

  test("for another call", async () => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 5, "another call");
    const { result, starts } = await run(directory);
    await result;
    expect(starts).toEqual([undefined]);
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });

  test("when Okta no longer knows the place, and says so", async () => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 5);
    let refused = false;
    const { result, starts } = await run(directory, {
      before: () => {
        if (refused) return;
        refused = true;
        throw new OktaMcpError("okta_rejected", "Invalid cursor.");
      },
    });
    expect(await result).toMatchObject({ rows: 5_000, note: expect.stringContaining("read anew") });
    expect(starts).toEqual(["5", undefined]);
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });
});

describe("symbolic links are not followed", () => {
  test.each([".users.csv.partial", ".users.csv.partial.json"])("%s", async (name) => {
    const directory = await emptyDirectory();
    const outside = join(await emptyDirectory(), "precious");
    await writeFile(outside, "precious");
    await symlink(outside, join(directory, name));
    const { result } = await run(directory);
    await result;
    expect(await readFile(outside, "utf8")).toBe("precious");
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });

  test("one put in the place of rows that were kept", async () => {
    const directory = await emptyDirectory();
    await brokenExport(directory, 5);
    const outside = join(await emptyDirectory(), "moved");
    await rename(join(directory, ".users.csv.partial"), outside);
    await symlink(outside, join(directory, ".users.csv.partial"));
    const moved = await readFile(outside, "utf8");
    const { result } = await run(directory);
    await result;
    expect(await readFile(outside, "utf8")).toBe(moved);
  });
});

test("a file that appears meanwhile is not overwritten, and the rows are not lost", async () => {
  const directory = await emptyDirectory();
  const { result } = await run(directory, {
    before: (page) => {
      if (page === 12) writeFileSync(join(directory, "users.csv"), "theirs");
    },
  });
  const error = await failureOf(() => result);
  expect(error.field).toBe("file");
  expect(await textOf(directory, "users.csv")).toBe("theirs");
});
