import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";

/** What a copy does without: what is built, fetched, private, or git's own. */
const LEFT_BEHIND = new Set([".git", ".github", "dist", "node_modules"]);

/** Runs with a copy of the project that has its dependencies, and removes it afterwards. */
export async function withCopy<T>(root: string, run: (copy: string) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), "okta-mcp-drift-"));
  try {
    const filter = (path: string) => {
      const name = basename(path);
      return !LEFT_BEHIND.has(name) && !name.startsWith(".env") && !name.endsWith(".tgz");
    };
    for (const entry of (await readdir(root)).filter(filter)) {
      await cp(join(root, entry), join(copy, entry), { recursive: true, filter });
    }
    // A junction, because on Windows a link needs a privilege; elsewhere the type means nothing.
    await symlink(join(root, "node_modules"), join(copy, "node_modules"), "junction");
    return await run(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** A file that differs between two trees; a side that lacks it is undefined. */
export interface FileDifference {
  /** From the root, with slashes. */
  path: string;
  before?: string;
  after?: string;
}

/** The files below some paths that two trees do not have alike. */
export async function differences(
  before: string,
  after: string,
  paths: readonly string[],
): Promise<FileDifference[]> {
  const found = await Promise.all(
    [before, after].flatMap((root) => paths.map((path) => filesBelow(root, path))),
  );
  const all = await Promise.all(
    [...new Set(found.flat())].sort().map(async (path) => {
      const [was, is] = await Promise.all([before, after].map((root) => textOf(join(root, path))));
      return { path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
    }),
  );
  return all.filter((difference) => difference.before !== difference.after);
}

/** Makes a tree have the files as they are after. */
export async function write(root: string, changed: readonly FileDifference[]): Promise<void> {
  for (const { path, after } of changed) {
    const target = join(root, path);
    if (after === undefined) await rm(target, { force: true });
    else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, after);
    }
  }
}

/** The lines one text has and the other has not, marked as in a diff; moved lines are no difference. */
export function lineDifferences({ before = "", after = "" }: FileDifference): string[] {
  return [
    ...only(before, after).map((line) => `- ${line}`),
    ...only(after, before).map((line) => `+ ${line}`),
  ];
}

function only(text: string, other: string): string[] {
  const left = new Map<string, number>();
  for (const line of lines(other)) left.set(line, (left.get(line) ?? 0) + 1);
  return lines(text).filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/,$/, ""))
    .filter((line) => line !== "");
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  );
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
