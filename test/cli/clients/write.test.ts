import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { replaceFile } from "../../../src/cli/clients/write.js";

const OPTIONS = { platform: process.platform, now: () => new Date("2026-05-20T12:00:00.123Z") };

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "okta-mcp-write-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a file that is new is made, with its folders, for this user alone", async () => {
  const file = join(newFolder(), "a", "b", "mcp.json");
  expect(await replaceFile(file, "{}", OPTIONS)).toBeUndefined();
  expect(readFileSync(file, "utf8")).toBe("{}");
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file is replaced, and the old one kept beside it", async () => {
  const folder = newFolder();
  const file = join(folder, "mcp.json");
  writeFileSync(file, "old");
  const backup = await replaceFile(file, "new", OPTIONS);
  expect(backup).toBe(join(folder, "mcp.json.2026-05-20T120000Z.bak"));
  expect([readFileSync(file, "utf8"), readFileSync(backup ?? "", "utf8")]).toEqual(["new", "old"]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test.skipIf(process.platform === "win32")("a file keeps its mode, and a link stays a link", async () => {
  const folder = newFolder();
  const [file, link] = [join(folder, "real.json"), join(folder, "mcp.json")];
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  await replaceFile(link, "new", OPTIONS);
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777, realpathSync(link)]).toEqual([
    "new",
    0o640,
    file,
  ]);
});

test("a file that cannot be written stays, without anything left beside it", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "old");
  await expect(replaceFile(join(folder, "file", "mcp.json"), "new", OPTIONS)).rejects.toMatchObject({
    code: "file_failed",
  });
  expect(readdirSync(folder)).toEqual(["file"]);
});
