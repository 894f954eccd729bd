import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ToolsetEntry } from "../allowlist/types.js";
import type { Correction } from "../contract/corrections.js";
import { isObject, listAt } from "../contract/json.js";
import type { LoadedDocument } from "../contract/load.js";
import { refresh, UPSTREAM_URL } from "../contract/refresh.js";
import type { WantedOperation } from "../contract/slice.js";
import { writeGenerated } from "../output.js";
import { CodegenError } from "../problems.js";
import { operationsInAreas } from "./candidates.js";
import { SEEN_FILE, writeSeen } from "./seen.js";
import { differences, type FileDifference, lineDifferences, withCopy, write } from "./tree.js";

const SNAPSHOTS = "test/catalog/snapshots";
const ADOPTED = ["specs", "generated", "README.md", SNAPSHOTS, SEEN_FILE];
const SNAPSHOT_TEST = "test/catalog/snapshots.test.ts";
const RESULTS = "test-results.json";
const TYPE_CHECK = "tsconfig.drift.json";

export interface Adoption {
  /** Why nothing could be generated, a line for each thing to mend; then the rest is not known. */
  codegen: string[];
  /** Files of the project that would change. */
  files: string[];
  /** Tools whose public JSON would change, with the lines that go and come. */
  snapshots: { tool: string; lines: string[] }[];
  typeErrors: string[];
  failingTests: string[];
}

export interface AdoptionInput {
  root: string;
  loaded: LoadedDocument;
  wanted: readonly WantedOperation[];
  allowlist: readonly ToolsetEntry[];
  /** Those still needed. */
  corrections: readonly Correction[];
  /** The tests to run: those of the catalogue and of codegen, unless said otherwise. */
  tests?: readonly string[];
  /** Whether the project itself gets the files; otherwise it stays as it was. */
  write: boolean;
}

/** Adopts a document in a copy of the project, and answers what would follow. */
export async function adopt(input: AdoptionInput): Promise<Adoption> {
  const { root, loaded, wanted, allowlist, corrections } = input;
  return withCopy(root, async (copy) => {
    const adoption: Adoption = { codegen: [], files: [], snapshots: [], typeErrors: [], failingTests: [] };
    const { contract } = await refresh({
      source: loaded.url ?? UPSTREAM_URL,
      // The text is at hand, and must be the one that was compared.
      fetch: async () => new Response(loaded.text),
      wanted,
      directory: join(copy, "specs"),
      corrections,
    });
    await writeSeen(copy, operationsInAreas(loaded.document, contract));
    try {
      await writeGenerated(copy, allowlist);
    } catch (error) {
      if (!(error instanceof CodegenError)) throw error;
      return { ...adoption, codegen: [...error.problems] };
    }
    adoption.typeErrors = await typeErrors(copy, copy);
    if (adoption.typeErrors.length > 0) {
      // Those that were there before do not follow from the document.
      const known = new Set(await typeErrors(copy, root));
      adoption.typeErrors = adoption.typeErrors.filter((error) => !known.has(error));
    }
    adoption.failingTests = await failingTests(copy, input.tests ?? ["test/catalog", "test/codegen"]);
    await vitest(copy, [SNAPSHOT_TEST, "--update"]);
    const changed = await differences(root, copy, ADOPTED);
    if (input.write) await write(root, changed);
    return { ...adoption, files: changed.map(({ path }) => path), snapshots: snapshotsIn(changed) };
  });
}

/** For a terminal, or between code marks. */
export function adoptionReport({ codegen, files, snapshots, typeErrors, failingTests }: Adoption): string {
  const parts: [string, readonly string[]][] = [
    ["Codegen fails", codegen],
    ["Type errors", typeErrors],
    ["Failing tests", failingTests],
    ["Changed tools", snapshots.flatMap(({ tool, lines }) => [tool, ...lines.map((line) => `  ${line}`)])],
    ["Changed files", files],
  ];
  const shown = parts.filter(([, lines]) => lines.length > 0);
  if (shown.length === 0) return "Adopting it changes no file.";
  return shown
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join("\n")}`)
    .join("\n\n");
}

function snapshotsIn(changed: readonly FileDifference[]): Adoption["snapshots"] {
  return changed
    .filter(({ path }) => path.startsWith(SNAPSHOTS))
    .map(({ path, before, after }) => ({
      tool: path.slice(SNAPSHOTS.length + 1).replace(/\.json$/, ""),
      lines: lineDifferences({ path, ...onePerLine({ before, after }) }),
    }));
}

/** The type errors of the program at `root`; those of its tests show when they run, and would take as long again. */
async function typeErrors(copy: string, root: string): Promise<string[]> {
  const project = join(copy, TYPE_CHECK);
  const include = ["src", "codegen", "generated"].map((folder) => join(root, folder));
  await writeFile(project, JSON.stringify({ extends: "./tsconfig.json", include }));
  const tsc = join("node_modules", "typescript", "bin", "tsc");
  // From the root, so that both name their files alike.
  const output = await run(root, [tsc, "--noEmit", "--pretty", "false", "--project", project]);
  return output.split(/\r?\n/).filter((line) => /error TS\d+/.test(line));
}

/** JSON with one fact on each line: the formatter joins what is short, and a new value would look like a new list. */
function onePerLine(texts: { before: string | undefined; after: string | undefined }): {
  before?: string;
  after?: string;
} {
  const entries = Object.entries(texts).flatMap(([side, text]) =>
    text === undefined ? [] : [[side, JSON.stringify(JSON.parse(text), undefined, 1)]],
  );
  return Object.fromEntries(entries);
}

/** The drift tests are left out: they adopt documents themselves. */
async function failingTests(copy: string, tests: readonly string[]): Promise<string[]> {
  const output = await vitest(copy, [
    ...tests,
    "--exclude=test/codegen/drift/**",
    "--update=none",
    "--reporter=json",
    `--outputFile=${RESULTS}`,
  ]);
  const text = await readFile(join(copy, RESULTS), "utf8").catch(() => undefined);
  if (text === undefined) throw new Error(`The tests did not run: ${output.slice(-2000)}`);
  const results: unknown = JSON.parse(text);
  if (!isObject(results)) throw new Error("The tests answered no results.");
  return listAt(results, "testResults")
    .filter(isObject)
    .flatMap((file) => {
      const failed = listAt(file, "assertionResults").filter(
        (test) => isObject(test) && test.status === "failed",
      );
      const name = String(file.name)
        .split("\\")
        .join("/")
        .replace(/^.*\/(test\/)/, "$1");
      if (failed.length === 0) return file.status === "failed" ? [`${name}: ${String(file.message)}`] : [];
      return failed.map((test) => `${name}: ${isObject(test) ? String(test.fullName) : ""}`);
    });
}

function vitest(copy: string, options: readonly string[]): Promise<string> {
  return run(copy, [join("node_modules", "vitest", "vitest.mjs"), "run", ...options]);
}

/** What a program of the project says; that it fails is an answer, too. */
function run(copy: string, command: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...command], { cwd: copy, maxBuffer: 64_000_000 }, (_, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
}
