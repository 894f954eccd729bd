import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allowlist } from "../../codegen/allowlist/index.js";
import { locate } from "../../codegen/allowlist/locate.js";
import type { AllowedOperation } from "../../codegen/allowlist/types.js";
import type { Document } from "../../codegen/contract/openapi.js";
import { CodegenError } from "../../codegen/problems.js";
import { readModel } from "../../codegen/read.js";
import { validateModel } from "../../codegen/validate.js";

const readLines = (path: string) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8").split("\n");
const contract: Document = JSON.parse(readLines("specs/okta-management.json").join("\n"));

describe("locate", () => {
  const lines = readFileSync(new URL("../../codegen/allowlist/users.ts", import.meta.url), "utf8").split(
    "\n",
  );

  it.each(['tool: "get_user"', 'operationId: "deleteUser"'])("finds the line of %s", (text) => {
    const [file, line] = locate("users", text).split(":");
    expect(file).toBe("codegen/allowlist/users.ts");
    expect(lines[Number(line) - 1]).toContain(text);
  });

  it("finds the second of several", () => {
    const first = Number(locate("users", "operationId:").split(":")[1]);
    const second = Number(locate("users", "operationId:", 1).split(":")[1]);
    expect(second).toBeGreaterThan(first);
    expect(lines[second - 1]).toContain("operationId:");
  });

  it.each([
    [
      "the first line where there are fewer",
      "users",
      'tool: "get_user"',
      7,
      locate("users", 'tool: "get_user"'),
    ],
    ["the file where the text is not in it", "users", "no such text", 0, "codegen/allowlist/users.ts"],
    ["the file where there is none", "nobody", "tool", 0, "codegen/allowlist/nobody.ts"],
  ])("answers %s", (_, toolset, text, nth, want) => {
    expect(locate(toolset, text, nth)).toBe(want);
  });
});

describe("a fault in the real allowlist", () => {
  /** The problems once one tool's entry is another. */
  function problemsWith(tool: string, change: Partial<AllowedOperation>): readonly string[] {
    const entries = allowlist.map((entry) => ({
      ...entry,
      operations: entry.operations.map((operation) =>
        operation.tool === tool ? { ...operation, ...change } : operation,
      ),
    }));
    try {
      validateModel(readModel(contract, entries, locate), locate);
    } catch (error) {
      if (error instanceof CodegenError) return error.problems;
      throw error;
    }
    return [];
  }

  it.each<[string, string, Partial<AllowedOperation>]>([
    ["delete_group", "groups", { safety: "write" }],
    ["get_logs", "logs", { view: ["uuid", "actor.shoeSize"] }],
    ["activate_policy_rule", "policies", { arguments: {} }],
    ["create_application", "applications", { description: "x" }],
  ])("is shown with the line of %s", (tool, toolset, change) => {
    const [place = "", ...others] = new Set(
      problemsWith(tool, change).map((problem) => problem.slice(0, problem.indexOf(": "))),
    );
    const [file = "", line] = place.split(":");
    expect(others).toEqual([]);
    expect(file).toBe(`codegen/allowlist/${toolset}.ts`);
    expect(readLines(file)[Number(line) - 1]).toContain(`tool: "${tool}"`);
  });
});
