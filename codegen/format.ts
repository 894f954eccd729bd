import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { EmittedFile } from "./emit/source.js";

const run = promisify(execFile);

/** Formats emitted files with the project's formatter, so that they read like the rest of the code. */
export async function format(files: readonly EmittedFile[], root: string): Promise<EmittedFile[]> {
  // Outside the project: Biome passes over every folder that git ignores.
  const folder = await mkdtemp(join(tmpdir(), "okta-mcp-codegen-"));
  try {
    await Promise.all(files.map((file) => write(join(folder, file.path), file.text)));
    const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
    await writeConfiguration(folder, root);
    const options = ["--write", "--files-max-size=10000000", "--config-path", folder];
    await run(process.execPath, [biome, "format", ...options, folder]);
    return await Promise.all(
      files.map(async ({ path }) => ({ path, text: await readFile(join(folder, path), "utf8") })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The project's formatter settings alone: its lists of files do not fit another folder. */
async function writeConfiguration(folder: string, root: string): Promise<void> {
  const { formatter, javascript } = JSON.parse(await readFile(join(root, "biome.json"), "utf8"));
  await write(join(folder, "biome.json"), JSON.stringify({ root: true, formatter, javascript }));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
