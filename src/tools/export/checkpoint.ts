import { constants } from "node:fs";
import { open, rm } from "node:fs/promises";
import { z } from "zod";
import { renameOver } from "../../durable-names.js";

/** A place in the list and in the file that belong together. */
const checkpointSchema = z.strictObject({
  version: z.literal(1),
  /** What is exported: a checkpoint counts for the same call only. */
  query: z.string(),
  /** Where the list goes on. */
  after: z.string(),
  rows: z.int().min(1),
  /** The file is good up to here: its first `bytes` have this digest. */
  bytes: z.int().min(1),
  sha256: z.string(),
  /** The first rows, as the answer shows them. */
  first: z.array(z.record(z.string(), z.unknown())),
});

export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Longer than any that was written here. */
const MAX_BYTES = 1_000_000;

/** Symbolic links are not followed; Windows has no such flag, and no links without a privilege. */
export const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** The checkpoint and when it was made, or undefined where none is that can be trusted for this query. */
export async function readCheckpoint(
  path: string,
  query: string,
): Promise<{ checkpoint: Checkpoint; made: Date } | undefined> {
  const handle = await open(path, constants.O_RDONLY | NO_FOLLOW).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { size, mtime } = await handle.stat();
    if (size > MAX_BYTES) return undefined;
    const read = checkpointSchema.safeParse(parseJson(await handle.readFile("utf8")));
    return read.success && read.data.query === query ? { checkpoint: read.data, made: mtime } : undefined;
  } finally {
    await handle.close();
  }
}

/** Replaces the checkpoint in one step: a reader, after a crash too, finds the old one or the new. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const coming = comingAt(path);
  // A killed process may have left one; whatever it is, it is not written through.
  await rm(coming, { force: true });
  const handle = await open(coming, "wx", 0o600);
  try {
    await handle.writeFile(JSON.stringify(checkpoint));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await renameOver(coming, path, process.platform);
}

export async function removeCheckpoint(path: string): Promise<void> {
  await rm(comingAt(path), { force: true });
  await rm(path, { force: true });
}

const comingAt = (path: string): string => `${path}.new`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
