import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, sortKeys } from "../contract/json.js";
import type { SeenOperations } from "./candidates.js";

export const SEEN_FILE = "codegen/drift/seen-operations.json";

/** @throws Error when the file is missing or holds anything but texts */
export async function readSeen(root: string): Promise<SeenOperations> {
  const value: unknown = JSON.parse(await readFile(join(root, SEEN_FILE), "utf8"));
  if (!isObject(value)) throw new Error(`${SEEN_FILE} is not an object: adopt a release to write it anew`);
  return Object.fromEntries(Object.entries(value).map(([id, call]) => [id, String(call)]));
}

export async function writeSeen(root: string, seen: SeenOperations): Promise<void> {
  await writeFile(join(root, SEEN_FILE), `${JSON.stringify(sortKeys(seen), undefined, 2)}\n`);
}
