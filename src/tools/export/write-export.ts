import { OktaMcpError } from "../../errors.js";
import type { ListQuery, Progress, ToolResult } from "../../tool/tool.js";
import { type Destination, errnoOf } from "./destination.js";
import type { RowFormat } from "./format.js";
import { PartialFile, type Resumed } from "./partial-file.js";

/** Rows of the answer. */
const SAMPLE_ROWS = 3;

/** Saving costs two flushes to the disk; so many rows at most are read again after the process was killed. */
const SAVE_EVERY = 1_000;

export interface ExportJob {
  readonly destination: Destination;
  readonly query: ListQuery;
  /** The same for the same export: only then does a run go on with the rows of an earlier one. */
  readonly identity: string;
  readonly format: RowFormat;
  /** A row as the answer shows it. */
  readonly sample: (item: unknown) => ToolResult;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/**
 * Reads the list page by page into the file: `{path, rows, bytes, sha256, first, note?}`. Broken off, it keeps the
 * rows for the next call with the same identity, and its error says so; before the first page it leaves nothing.
 */
export async function writeExport(job: ExportJob): Promise<ToolResult> {
  const opened = await PartialFile.open(job.destination, job.identity);
  const { file } = opened;
  let { resumed } = opened;
  let note = resumed && resumedNote(resumed);
  const place: Place = { after: resumed?.after, unsaved: 0 };
  try {
    try {
      await copyPages(job, file, place);
    } catch (error) {
      // Okta's cursors do not last forever.
      if (!resumed || file.rows > resumed.rows || !isRejected(error)) throw error;
      await file.restart();
      resumed = undefined;
      note = "Okta no longer knew the place where an earlier run broke off: all was read anew.";
      place.after = undefined;
      await copyPages(job, file, place);
    }
    const { bytes, sha256 } = await file.publish();
    const written = { path: job.destination.path, rows: file.rows, bytes, sha256, first: file.first };
    return note === undefined ? written : { ...written, note };
  } catch (error) {
    throw await breakOff(job, file, place, error);
  }
}

interface Place {
  /** The page to copy next. */
  after: string | undefined;
  /** Rows added since the last save. */
  unsaved: number;
}

async function copyPages(job: ExportJob, file: PartialFile, place: Place): Promise<void> {
  const { query, format, sample, signal, progress } = job;
  if (place.after === undefined) await file.append(format.head, 0, []);
  for await (const { items, next } of query.pages(place.after)) {
    if (signal.aborted) throw new OktaMcpError("cancelled", "The call was cancelled.");
    const wanted = Math.max(0, SAMPLE_ROWS - file.first.length);
    await file.append(format.rows(items), items.length, items.slice(0, wanted).map(sample));
    progress({ done: file.rows, message: `${file.rows} rows written` });
    place.after = next;
    place.unsaved += items.length;
    if (next !== undefined && place.unsaved >= SAVE_EVERY) {
      await file.save(next);
      place.unsaved = 0;
    }
  }
}

/** Keeps what can be gone on with, removes what cannot, and tells which it was. */
async function breakOff(job: ExportJob, file: PartialFile, place: Place, cause: unknown): Promise<unknown> {
  // A disk that takes no more may refuse this as well: what was saved before is still good then.
  if (place.after !== undefined && file.rows > 0) await file.save(place.after).catch(() => undefined);
  if (file.savedRows === 0) {
    await file.discard();
    return cause;
  }
  await file.close();
  const error = fileFailed(cause);
  if (!(error instanceof OktaMcpError)) return error;
  const { code, field, okta, next, signIn } = error;
  const kept = `${file.savedRows} rows are kept in ${job.destination.partial}: the same call goes on after them.`;
  return new OktaMcpError(code, `${error.message} ${kept}`, { field, okta, signIn, next, cause });
}

function resumedNote({ rows, saved }: Resumed): string {
  return `Went on with an earlier run that was broken off: its ${rows} rows were read before ${saved.toISOString()}.`;
}

function isRejected(error: unknown): boolean {
  return error instanceof OktaMcpError && error.code === "okta_rejected";
}

/** A failure of the file system as a coded error; any other as it is. */
export function fileFailed(error: unknown): unknown {
  const name = errnoOf(error);
  if (error instanceof OktaMcpError || !(error instanceof Error) || !("syscall" in error)) return error;
  return new OktaMcpError("file_failed", `A file in the export directory failed (${name ?? error.name}).`, {
    cause: error,
  });
}
