import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { failureName } from "./failure-name.js";

/**
 * Makes a directory and those it stands in, where they are missing; a directory that is there stays as it is. Not by
 * Node's own `recursive`, which never ends where a directory says ENOENT of what is to be made in it, as /proc does.
 * @throws the file system's error
 */
export function makeDirectory(path: string, mode?: number): void {
  const parent = dirname(path);
  try {
    make(path, mode);
  } catch (error) {
    if (failureName(error) !== "ENOENT" || parent === path) throw error;
    makeDirectory(parent, mode);
    make(path, mode);
  }
}

function make(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Of a directory that is there, a read-only file system or Windows may say something else than EEXIST.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
