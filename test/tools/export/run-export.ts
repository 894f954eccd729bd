import type { ToolResult } from "../../../src/tool/tool.js";
import { findDestination } from "../../../src/tools/export/destination.js";
import { csvFormat } from "../../../src/tools/export/format.js";
import { writeExport } from "../../../src/tools/export/write-export.js";
import { failureOf } from "../../failure.js";
import { pagedQuery, type Row, rowsOf } from "./support.js";

/** Thirteen pages of 400, the last one of 200. */
export const ROWS: readonly Row[] = rowsOf(5_000);
export const WHOLE = `id\r\n${ROWS.map(({ id }) => `${id}\r\n`).join("")}`;

/** What happens ahead of each page, told its number. */
export type Before = (page: number) => void;

interface Run {
  /** What the call ends with. */
  readonly result: Promise<ToolResult>;
  /** Where the list was begun, each time. */
  readonly starts: readonly (string | undefined)[];
}

/** Exports the rows to users.csv in the directory. */
export async function runExport(
  directory: string,
  before?: Before,
  sample: (item: unknown) => ToolResult = (item) => Object(item),
): Promise<Run> {
  const { query, starts } = pagedQuery(ROWS, before);
  const result = writeExport({
    destination: await findDestination(directory, "users.csv"),
    query,
    identity: "call",
    format: csvFormat(["id"], (item) => item),
    sample,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  return { result, starts };
}

/** Exports the rows, which fails, and tells how. */
export async function failedExport(directory: string, before: Before) {
  const { result, starts } = await runExport(directory, before);
  return { error: await failureOf(() => result), starts };
}
