// `node build.mjs [--outdir <folder>] [--report <file>]`: src/ with every package it needs, as one set of files.
// The report says what each file is made of, for the tests.
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";

const root = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { outdir: { type: "string" }, report: { type: "string" } } });
const outdir = resolve(values.outdir ?? join(root, "dist"));
const PROGRAMS = new Set(["cli.js", "chunks/xdg-open"]);
const main = join(root, "src", "cli", "main.ts");
const { optionalDependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

const bundle = await rolldown({
  cwd: root,
  input: { cli: main },
  platform: "node",
  // Native code cannot be bundled.
  external: Object.keys(optionalDependencies),
  transform: { target: "node20.18" },
  // Its other form loads its parts by computed names, which no bundler can follow.
  resolve: { alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" } },
});
const { output } = await bundle.generate({
  format: "esm",
  chunkFileNames: "chunks/[name]-[hash].js",
  // Names stay, so that the stack of a fault can be read; shorter ones would save a tenth of the package.
  minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
  // Beside the program, not in the package: with them it would be twice as large.
  sourcemap: "hidden",
  sourcemapExcludeSources: true,
  // The licences of all packages stand in one file.
  comments: false,
  // Each file costs a millisecond or two at the start: what serving begins with is one, with all that it imports.
  codeSplitting: {
    groups: [
      {
        debugName: "start",
        name: (id, context) => (context.getModuleInfo(main).importedIds.includes(id) ? "serve" : null),
      },
    ],
  },
});
await bundle.close();

const modules = output.flatMap((file) => (file.type === "chunk" ? partsOf(file).map(([path]) => path) : []));
const files = new Map(output.map((file) => [file.fileName, Buffer.from(file.code ?? file.source)]));
// The package `open` looks for it beside its own code, for a Linux that has none; its licence stands in it.
files.set("chunks/xdg-open", await readFile(join(root, "node_modules", "open", "xdg-open")));
files.set("THIRD-PARTY-NOTICES.txt", Buffer.from(await notices(modules)));
await replaceFolder(outdir, files);
if (values.report) await writeFile(values.report, JSON.stringify(report(), null, 2));

/** Each module that has come into a file: its path from here, with `/`, and its characters there. */
function partsOf(chunk) {
  return Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) =>
    renderedLength > 0 ? [[relative(root, id).split(sep).join("/"), renderedLength]] : [],
  );
}

function report() {
  const chunks = output.filter(({ type }) => type === "chunk");
  return chunks.map(({ fileName, imports, dynamicImports, ...chunk }) => ({
    fileName,
    imports,
    dynamicImports,
    modules: Object.fromEntries(partsOf(chunk)),
  }));
}

/** Name, version, licence and its text, of each package that a part of the output comes from. */
async function notices(paths) {
  const folders = [...new Set(paths.flatMap(packageFolder))].sort();
  const texts = await Promise.all(folders.map(notice));
  return `okta-mcp contains these packages.\n${[...new Set(texts)].join("")}`;
}

/** `node_modules/a/node_modules/@b/c` of a file anywhere in that package; nothing for our own files. */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? [];
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const texts = (await readdir(join(root, folder))).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
  if (typeof license !== "string") throw new Error(`${folder} does not name its licence.`);
  if (texts.length === 0) throw new Error(`${folder} has no licence text.`);
  const read = await Promise.all(texts.sort().map((file) => readFile(join(root, folder, file), "utf8")));
  const body = read.map((text) => text.replace(/\r\n/g, "\n").trim()).join("\n\n");
  return `\n${"=".repeat(80)}\n${name} ${version}\nLicence: ${license}\n\n${body}\n`;
}

/**
 * Puts a folder with exactly these files in the place of the one that is there, whole: whoever runs the program meanwhile,
 * or builds it as well, never sees half of it. What is the same already is left alone.
 */
async function replaceFolder(folder, contents) {
  if (await holds(folder, contents)) return;
  const fresh = `${folder}-${randomUUID()}`;
  for (const [path, content] of contents) {
    const file = join(fresh, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: PROGRAMS.has(path) ? 0o755 : 0o644 });
  }
  for (let tries = 0; ; tries++) {
    const old = `${folder}-${randomUUID()}`;
    await rename(folder, old).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    try {
      await rename(fresh, folder);
      return;
    } catch (error) {
      // Another build was faster: its folder goes, too.
      if (tries === 9 || !["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code)) throw error;
    } finally {
      await rm(old, { recursive: true, force: true });
    }
  }
}

async function holds(folder, contents) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const there = entries.filter((entry) => entry.isFile());
  if (there.length !== contents.size) return false;
  const same = await Promise.all(
    there.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const wanted = contents.get(relative(folder, path).split(sep).join("/"));
      return wanted?.equals(await readFile(path)) ?? false;
    }),
  );
  return same.every(Boolean);
}
