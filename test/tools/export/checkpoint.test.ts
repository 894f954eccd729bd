import { createHash } from "node:crypto";
import { appendFile, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../../src/errors.js";
import { failedExport, runExport, WHOLE } from "./run-export.js";
import { emptyDirectory, namesIn, textOf } from "./support.js";

const CHECKPOINT = ".users.csv.partial.json";

/** A directory with an export that broke off after 2,000 rows. */
async function brokenOff(): Promise<string> {
  const directory = await emptyDirectory();
  await failedExport(directory, (page) => {
    if (page === 5) throw new OktaMcpError("timeout", "Too late.");
  });
  return directory;
}

/** The next run's beginnings; its file must be whole in any case. */
async function startsOfNext(directory: string): Promise<readonly (string | undefined)[]> {
  const { result, starts } = await runExport(directory);
  await result;
  expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  expect(await namesIn(directory)).toEqual(["users.csv"]);
  return starts;
}

test("a checkpoint as it was written is gone on from", async () => {
  expect(await startsOfNext(await brokenOff())).toEqual(["5"]);
});

describe("a checkpoint is not believed", () => {
  const empty = createHash("sha256").digest("hex");

  test.each<[string, object]>([
    ["of another version", { version: 2 }],
    ["of no rows", { rows: 0 }],
    ["of fewer rows than none", { rows: -2_000 }],
    ["of half a row", { rows: 1.5 }],
    ["of no bytes", { bytes: 0, sha256: empty }],
    ["of a part of a byte", { bytes: 0.5, sha256: empty }],
    ["with a member of another program's", { more: 1 }],
    ["without a place to go on", { after: undefined }],
    ["of another call", { query: "another" }],
  ])("%s", async (_, change) => {
    const directory = await brokenOff();
    const path = join(directory, CHECKPOINT);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), ...change }));
    expect(await startsOfNext(directory)).toEqual([undefined]);
  });

  test("that is larger than any that was written here", async () => {
    const directory = await brokenOff();
    await appendFile(join(directory, CHECKPOINT), " ".repeat(1_000_000));
    expect(await startsOfNext(directory)).toEqual([undefined]);
  });

  test("through a symbolic link", async () => {
    const directory = await brokenOff();
    const elsewhere = join(await emptyDirectory(), "checkpoint");
    await rename(join(directory, CHECKPOINT), elsewhere);
    await symlink(elsewhere, join(directory, CHECKPOINT));
    expect(await startsOfNext(directory)).toEqual([undefined]);
    expect(JSON.parse(await readFile(elsewhere, "utf8"))).toHaveProperty("rows", 2_000);
  });
});

describe("half a checkpoint of a killed process", () => {
  test("is in nobody's way, and gone in the end", async () => {
    const directory = await brokenOff();
    await writeFile(join(directory, `${CHECKPOINT}.new`), '{"ver');
    expect(await startsOfNext(directory)).toEqual(["5"]);
  });

  test("is gone though nothing was saved", async () => {
    const directory = await emptyDirectory();
    await writeFile(join(directory, `${CHECKPOINT}.new`), '{"ver');
    await failedExport(directory, () => {
      throw new OktaMcpError("timeout", "Too late.");
    });
    expect(await namesIn(directory)).toEqual([]);
  });
});
