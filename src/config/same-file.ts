import { readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** As many as the system itself follows. */
const MAX_LINKS = 40;

/** Whether two absolute paths lead to one file, which need not be there yet. What cannot be looked at is told by its name. */
export function isSameFile(one: string, other: string): boolean {
  return placeOf(one) === placeOf(other);
}

function placeOf(path: string): string {
  const stats = attempt(() => statSync(path, { bigint: true }));
  // A hard link, or another case of letters where that makes no difference, is the same file by another real path.
  if (stats) return `${stats.dev}:${stats.ino}`;
  return newPlace(path);
}

/** Where a file would be made: through links that lead nowhere yet, in the directory's real place. */
function newPlace(path: string): string {
  let place = resolve(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    const at = place;
    const directory = attempt(() => realpathSync(dirname(at)));
    if (directory !== undefined) place = join(directory, basename(at));
    const link = place;
    const target = attempt(() => readlinkSync(link));
    if (target === undefined) break;
    place = resolve(dirname(link), target);
  }
  return place;
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
