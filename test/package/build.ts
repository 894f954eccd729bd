import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./npm.js";

const run = promisify(execFile);

/** What `build.mjs --report` tells of one file of the program. */
export interface Chunk {
  readonly fileName: string;
  /** File names of other chunks, and Node's own modules. */
  readonly imports: readonly string[];
  /** Characters by module; paths with `/`. */
  readonly modules: Readonly<Record<string, number>>;
}

export async function build(outdir: string): Promise<readonly Chunk[]> {
  const report = `${outdir}.json`;
  await run(process.execPath, [join(ROOT, "build.mjs"), "--outdir", outdir, "--report", report]);
  return JSON.parse(await readFile(report, "utf8"));
}

/** Hashes of all files of a folder by their paths. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = files.map(async (file) => [
    relative(folder, file).split(sep).join("/"),
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex"),
  ]);
  return Object.fromEntries((await Promise.all(hashed)).sort());
}
