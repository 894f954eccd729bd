import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isSameFile } from "../../src/config/same-file.js";

/** Relative names in a directory that has `there`, `deep/`, and links of both kinds. */
function directory() {
  const root = mkdtempSync(join(tmpdir(), "okta-mcp-same-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "there"), "");
  mkdirSync(join(root, "deep"));
  linkSync(join(root, "there"), join(root, "hard"));
  symlinkSync("there", join(root, "soft"));
  symlinkSync("new", join(root, "dangling"));
  symlinkSync("dangling", join(root, "twice"));
  symlinkSync("deep", join(root, "depth"));
  symlinkSync("round", join(root, "round"));
  return (name: string) => `${root}/${name}`;
}

describe.skipIf(process.platform === "win32")("two paths of log files", () => {
  test.each<[string, string]>([
    ["there", "there"],
    ["there", "deep/../there"],
    ["there", "./there"],
    ["there", "hard"],
    ["there", "soft"],
    ["new", "new"],
    ["new", "deep/../new"],
    ["new", "dangling"],
    ["new", "twice"],
    ["deep/new", "depth/new"],
    ["gone/new", "gone/x/../new"],
    ["round", "round"],
  ])("are one file: %s and %s", (one, other) => {
    const at = directory();
    expect(isSameFile(at(one), at(other))).toBe(true);
    expect(isSameFile(at(other), at(one))).toBe(true);
  });

  test.each<[string, string]>([
    ["there", "new"],
    ["there", "deep/there"],
    ["new", "new2"],
    ["new", "deep/new"],
    ["twice", "soft"],
    ["round", "new"],
    ["gone/new", "gone2/new"],
  ])("are two: %s and %s", (one, other) => {
    const at = directory();
    expect(isSameFile(at(one), at(other))).toBe(false);
  });
});
