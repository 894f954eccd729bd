import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { failureName } from "../src/failure-name.js";
import { makeDirectory } from "../src/make-directory.js";

function place(): string {
  const directory = mkdtempSync(join(tmpdir(), "okta-mcp-directory-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function refusal(path: string): string {
  try {
    makeDirectory(path);
  } catch (error) {
    return failureName(error);
  }
  return "made";
}

test.each(["a", "a/b/c", "a/b/c/"])("%s is made with all it stands in", (name) => {
  const path = join(place(), name);
  makeDirectory(path, 0o700);
  expect(statSync(path).isDirectory()).toBe(true);
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o700);
});

test("one that is there stays as it is", () => {
  const path = join(place(), "there");
  mkdirSync(path, { mode: 0o755 });
  makeDirectory(path, 0o700);
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o755);
});

test("a link to one counts as one", () => {
  const directory = place();
  symlinkSync(directory, join(directory, "link"), "dir");
  expect(refusal(join(directory, "link"))).toBe("made");
});

test("a file in its place, or in the place of one it stands in, is refused", () => {
  const file = join(place(), "file");
  writeFileSync(file, "");
  expect(refusal(file)).toBe("EEXIST");
  expect(["ENOTDIR", "ENOENT"]).toContain(refusal(join(file, "below")));
});

test.runIf(process.platform === "linux")(
  "where nothing can be made, that is said, and not tried for ever",
  () => {
    expect(refusal("/proc/nope/deeper/okta-mcp")).toBe("ENOENT");
  },
);
