import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { allowlist } from "./allowlist/index.js";
import type { ToolsetEntry } from "./allowlist/types.js";
import type { Document } from "./contract/openapi.js";
import { format } from "./format.js";
import { generate } from "./generate.js";

/** What the tree should hold: path from the project's root -> text. */
type Tree = Map<string, string>;

/** Generates, and writes what has changed. Answers the paths written or removed. */
export async function writeGenerated(root: string, entries = allowlist): Promise<string[]> {
  const wanted = await wantedTree(root, entries);
  const stale = await differences(root, wanted);
  for (const path of stale) {
    const text = wanted.get(path);
    if (text === undefined) await rm(join(root, path));
    else {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  }
  return stale;
}

/** The paths whose text is not what codegen would write: edited, missing, or left over. Writes nothing. */
export async function staleFiles(root: string, entries = allowlist): Promise<string[]> {
  return differences(root, await wantedTree(root, entries));
}

async function wantedTree(root: string, entries: readonly ToolsetEntry[]): Promise<Tree> {
  const contract: Document = JSON.parse(await readFile(join(root, "specs/okta-management.json"), "utf8"));
  const { files, readme } = await generate(
    contract,
    await readFile(join(root, "README.md"), "utf8"),
    entries,
  );
  const formatted = await format(files, root);
  return new Map([
    ...formatted.map(({ path, text }) => [`generated/${path}`, text] as const),
    ["README.md", readme],
  ]);
}

async function differences(root: string, wanted: Tree): Promise<string[]> {
  const present = await listFiles(root);
  const paths = [...new Set([...wanted.keys(), ...present])].sort();
  const stale = await Promise.all(
    paths.map(async (path) => (await readIfPresent(join(root, path))) !== wanted.get(path) && path),
  );
  return stale.filter((path) => path !== false);
}

async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(join(root, "generated"), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
