import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, type Chunk, contentOf } from "./build.js";

let folder = "";
let outdir = "";
let chunks: readonly Chunk[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "okta-mcp-build-"));
  outdir = join(folder, "dist");
  chunks = await build(outdir);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a build", () => {
  it("is the same again, and then leaves every file alone", async () => {
    const before = await stat(join(outdir, "cli.js"));
    const content = await contentOf(outdir);
    await build(outdir);
    expect((await stat(join(outdir, "cli.js"))).ino).toBe(before.ino);
    const elsewhere = join(folder, "elsewhere");
    await build(elsewhere);
    expect(await contentOf(elsewhere)).toEqual(content);
  });

  it("is whole after several at once, whatever was there before, with nothing beside it", async () => {
    const shared = join(folder, "shared", "dist");
    await build(shared);
    await rm(join(shared, "chunks"), { recursive: true });
    await Promise.all([build(shared), build(shared), build(shared)]);
    expect(await contentOf(shared)).toEqual(await contentOf(outdir));
    expect((await readdir(dirname(shared))).sort()).toEqual(["dist", "dist.json"]);
  });
});

/** Packages that a part of the program comes from: `picomatch`, `@scope/name`. */
function packagesIn(modules: Chunk["modules"]): string[] {
  const names = Object.keys(modules).flatMap((path) => {
    const [, name] = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)];
}

describe("the licences", () => {
  const ALLOWED = [
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "0BSD",
    "Unlicense",
  ];
  let sections: { name: string; licence: string; text: string }[] = [];

  beforeAll(async () => {
    const notices = await readFile(join(outdir, "THIRD-PARTY-NOTICES.txt"), "utf8");
    sections = notices
      .split(/^=+\n/m)
      .slice(1)
      .map((section) => {
        const [, name = "", licence = "", text = ""] =
          /^(\S+) \S+\nLicence: (.+)\n\n([\s\S]+)$/.exec(section) ?? [];
        return { name, licence, text };
      });
  });

  it("name every package that is in the program, and no other", () => {
    const bundled = new Set(chunks.flatMap(({ modules }) => packagesIn(modules)));
    expect(bundled.size).toBeGreaterThan(15);
    expect(new Set(sections.map(({ name }) => name))).toEqual(bundled);
  });

  it("all let us pass them on, and stand there in full", () => {
    expect(sections.filter(({ licence }) => !ALLOWED.includes(licence))).toEqual([]);
    expect(sections.filter(({ text }) => text.length < 500)).toEqual([]);
  });
});

describe("what a client waits for at the start", () => {
  /** The files that serving has loaded before its first answer. */
  function atStart(): Chunk[] {
    const seen = new Map<string, Chunk>();
    const visit = (fileName: string): void => {
      const chunk = chunks.find((each) => each.fileName === fileName);
      if (!chunk || seen.has(fileName)) return;
      seen.set(fileName, chunk);
      chunk.imports.forEach(visit);
    };
    visit("cli.js");
    return [...seen.values()];
  }

  it("is in few files, for each takes its time", () => {
    expect(atStart().map(({ fileName }) => fileName.replace(/-[\w-]+\.js$/, ""))).toEqual([
      "cli.js",
      "chunks/serve",
      "chunks/rolldown",
    ]);
  });

  it("holds no package but the one for patterns, and nothing of HTTP, sign-in and the other commands", () => {
    const modules = Object.assign({}, ...atStart().map((chunk) => chunk.modules)) as Chunk["modules"];
    expect(packagesIn(modules)).toEqual(["picomatch"]);
    const paths = Object.keys(modules);
    expect(paths).toContain("generated/catalog.ts");
    expect(
      paths.filter((path) => /http\/(?:transport|client)|^src\/(?:auth|sandbox)|tools\/users/.test(path)),
    ).toEqual([]);
    expect(Object.values(modules).reduce((sum, size) => sum + size, 0)).toBeLessThan(320_000);
  });

  it("asks Node for little", () => {
    const builtIn = new Set(
      atStart().flatMap(({ imports }) => imports.filter((name) => /^node:/.test(name))),
    );
    // Each of the others (crypto, http, timers/promises) takes milliseconds to load.
    expect([...builtIn].sort()).toEqual([
      "node:fs",
      "node:fs/promises",
      "node:module",
      "node:path",
      "node:util",
    ]);
  });
});
