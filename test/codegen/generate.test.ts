import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Document } from "../../codegen/contract/openapi.js";
import { generate } from "../../codegen/generate.js";
import { staleFiles, writeGenerated } from "../../codegen/output.js";
import { CodegenError } from "../../codegen/problems.js";
import { allowed, allowlistOf, widgetContract } from "./widgets.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const contract: Document = JSON.parse(await readFile(join(project, "specs/okta-management.json"), "utf8"));
const README = "# T\n<!-- tools: begin (written by `npm run codegen`) -->\n<!-- tools: end -->\n";

describe("generate", () => {
  it("twice gives the same files, and leaves the contract as it was", async () => {
    const before = JSON.stringify(contract);
    const first = await generate(contract, README);
    const second = await generate(structuredClone(contract), first.readme);
    expect(second).toEqual(first);
    expect(JSON.stringify(contract)).toBe(before);
    expect(first.files.length).toBeGreaterThan(15);
  }, 60_000);

  it("fails with every line to mend, and writes nothing half", async () => {
    const faulty = allowlistOf(
      { ...allowed.get, view: undefined },
      { ...allowed.list, operationId: "listNone" },
    );
    const failure = await generate(widgetContract(), README, faulty).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CodegenError);
    // No file of the real allowlist holds these tools, so the file alone is the place.
    expect((failure as CodegenError).message).toBe(
      "codegen/allowlist/groups.ts: get_widget: view is missing: name the fields of the summary\n" +
        "codegen/allowlist/groups.ts: list_widgets: the contract has no operation listNone",
    );
  });
});

describe("the tree that is generated", () => {
  const entries = allowlistOf(...Object.values(allowed));
  let root = "";
  const inTree = (path: string) => join(root, path);

  /** A tree of its own with codegen's inputs; what is generated is written there. */
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "okta-mcp-tree-"));
    await mkdir(inTree("specs"));
    await writeFile(inTree("specs/okta-management.json"), JSON.stringify(widgetContract()));
    await cp(join(project, "biome.json"), inTree("biome.json"));
    await symlink(join(project, "node_modules"), inTree("node_modules"));
    await writeFile(inTree("README.md"), README);
    await writeGenerated(root, entries);
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  it("is written once, then up to date", async () => {
    const written = await readFile(inTree("README.md"), "utf8");
    expect(written).toContain("| `list_widgets` |");
    expect(await staleFiles(root, entries)).toEqual([]);
  });

  it("is stale where a file was edited, is missing or was left over, or the README's table is old", async () => {
    await appendFile(inTree("generated/catalog.ts"), "// mine\n");
    await rm(inTree("generated/operations/groups.ts"));
    await writeFile(inTree("generated/tools/reports.ts"), "export {};\n");
    await writeFile(inTree("README.md"), README);
    const stale = [
      "README.md",
      "generated/catalog.ts",
      "generated/operations/groups.ts",
      "generated/tools/reports.ts",
    ];
    expect(await staleFiles(root, entries)).toEqual(stale);
    expect(await readFile(inTree("README.md"), "utf8")).toBe(README);
    expect(await writeGenerated(root, entries)).toEqual(stale);
    expect(await staleFiles(root, entries)).toEqual([]);
  });
});
