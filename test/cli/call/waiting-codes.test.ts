import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fileCodes } from "../../../src/cli/call/waiting-codes.js";
import { failureOf } from "../../failure.js";

function newDirectory(): string {
  const parent = mkdtempSync(join(tmpdir(), "okta-mcp-codes-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "confirmations");
}

const ENTRY = { call: "hash", version: "v", expires: 1_000 };

test("a code waits for another process, and is used up once", () => {
  const directory = newDirectory();
  fileCodes(directory, () => 0).set("code", ENTRY);
  const [one, other] = [fileCodes(directory, () => 0), fileCodes(directory, () => 0)];
  expect([one.get("code"), other.get("code"), one.get("guess")]).toEqual([ENTRY, ENTRY, undefined]);
  expect([one.delete("code"), other.delete("code")]).toEqual([true, false]);
  expect(other.get("code")).toBeUndefined();
});

test.skipIf(process.platform === "win32")(
  "what is kept is for this user alone, and does not hold the code",
  () => {
    const directory = newDirectory();
    fileCodes(directory, () => 0).set("secret-code", ENTRY);
    const [name = ""] = readdirSync(directory);
    expect(name + readFileSync(join(directory, name), "utf8")).not.toContain("secret-code");
    expect([statSync(directory).mode & 0o777, statSync(join(directory, name)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  },
);

test("codes that have expired are swept away with the next one", () => {
  const directory = newDirectory();
  fileCodes(directory, () => 0).set("old", ENTRY);
  fileCodes(directory, () => 2_000).set("new", { ...ENTRY, expires: 3_000 });
  expect(readdirSync(directory)).toHaveLength(1);
});

test("a file that holds something else is no code", () => {
  const directory = newDirectory();
  const codes = fileCodes(directory, () => 0);
  codes.set("code", ENTRY);
  const [name = ""] = readdirSync(directory);
  for (const text of ["", "[]", '{"call":1,"version":"v","expires":1}']) {
    writeFileSync(join(directory, name), text);
    expect(codes.get("code")).toBeUndefined();
  }
});

test.each(["confirmations", "parent"])(
  "a code that cannot be kept is told with the place, the reason and a way out: %s is a file",
  async (what) => {
    const parent = newDirectory();
    writeFileSync(parent, "");
    const directory = what === "parent" ? join(parent, "confirmations") : parent;
    const error = await failureOf(async () => fileCodes(directory, () => 0).set("secret-code", ENTRY));
    expect(error.code).toBe("file_failed");
    expect(error.message).toMatch(
      /^The code of a confirmation cannot be kept in \S+ \(E[A-Z]+\)\. Nothing was changed\.$/,
    );
    expect(error.message).toContain(directory);
    expect(error.next).toContain("terminal");
    expect(error.toText()).not.toContain("secret-code");
  },
);
