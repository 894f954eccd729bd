import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ListedPage, ListQuery } from "../../../src/tool/tool.js";

/** An empty directory that is gone when the test is. */
export async function emptyDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "okta-mcp-export-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export const textOf = (...path: string[]): Promise<string> => readFile(join(...path), "utf8");

export async function namesIn(directory: string): Promise<string[]> {
  return (await readdir(directory)).sort();
}

export interface Row {
  readonly id: string;
}

export const rowsOf = (count: number): Row[] => Array.from({ length: count }, (_, at) => ({ id: `r${at}` }));

/** A list in pages of 400, and where its readers started. `before` is called ahead of each page, with its number. */
export function pagedQuery(rows: readonly Row[], before: (page: number) => void = () => undefined) {
  const starts: (string | undefined)[] = [];
  const size = 400;
  async function* pages(from?: string): AsyncGenerator<ListedPage, void, undefined> {
    starts.push(from);
    for (let page = Number(from ?? 0); ; page++) {
      before(page);
      const items = rows.slice(page * size, (page + 1) * size);
      const isLast = (page + 1) * size >= rows.length;
      yield isLast ? { items } : { items, next: String(page + 1) };
      if (isLast) return;
    }
  }
  const query: ListQuery = { view: ["id"], identity: "list", pages };
  return { query, starts };
}
