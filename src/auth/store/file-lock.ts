import { mkdir, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { OktaMcpError } from "../../errors.js";
import type { PrivateDirectory } from "./private-directory.js";
import { busy, type Exclusive } from "./turns.js";
import { failureName, MEMORY_FIX, storeUnusable } from "./unusable.js";

/** Milliseconds. */
export interface LockTimes {
  /** How long to wait for another holder. */
  readonly maxWait: number;
  /** A lock not refreshed for this long belongs to a process that is gone. At least 2,000. */
  readonly stale: number;
}

/** The holder refreshes its lock this often. */
const REFRESH = 1000;

/** Polling, with a random part so that two waiters do not keep step. */
const POLL = { least: 10, spread: 40 };

/**
 * proper-lockfile takes a stale lock away without making sure that it is still the stale one, so two waiters can
 * both come to hold it (moxystudio/node-proper-lockfile#121). It is told that no lock goes stale, and
 * `clearStale` does that part.
 */
const NEVER_STALE = 2 ** 40;

/**
 * One action at a time for a name, over all processes that share the directory. A holder that has crashed is
 * waited for until its lock is stale. Not for use twice at a time by one process: put `turns` in front.
 * @throws OktaMcpError `timeout` when the lock is not free within `maxWait`; `config_invalid` when the directory
 *   cannot hold locks
 */
export function fileLock(
  directory: PrivateDirectory,
  { maxWait, stale }: LockTimes,
  report: (text: string) => void,
): Exclusive {
  async function acquire(path: string): Promise<() => Promise<void>> {
    const deadline = performance.now() + maxWait;
    for (;;) {
      try {
        return await lock(path, {
          lockfilePath: path,
          realpath: false,
          stale: NEVER_STALE,
          update: REFRESH,
          onCompromised: () => report(`The lock ${path} was lost to another process while it was held.`),
        });
      } catch (error) {
        if (failureName(error) !== "ELOCKED") throw error;
      }
      if (performance.now() > deadline) throw busy(maxWait);
      if (!(await clearStale(path, stale))) await sleep(POLL.least + Math.random() * POLL.spread);
    }
  }

  return async (name, action) => {
    await directory.ensure();
    const path = join(directory.path, `${name}.lock`);
    const release = await acquire(path).catch((error: unknown) => {
      if (error instanceof OktaMcpError) throw error;
      throw storeUnusable(`${path} cannot be locked (${failureName(error)}).`, MEMORY_FIX);
    });
    try {
      return await action();
    } finally {
      await release().catch((error: unknown) => {
        // ERELEASED: lost before, and reported then.
        if (failureName(error) !== "ERELEASED")
          report(`${path} could not be unlocked (${failureName(error)}).`);
      });
    }
  };
}

/** Takes away the lock of a process that is gone. Whoever makes the guard directory is the only one to judge. */
async function clearStale(path: string, stale: number): Promise<boolean> {
  if (!(await olderThan(path, stale))) return false;
  const guard = `${path}.clearing`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (failureName(error) !== "EEXIST") throw error;
    if (await olderThan(guard, stale)) await removeLock(guard);
    return false;
  }
  try {
    if (!(await olderThan(path, stale))) return false;
    await removeLock(path);
    return true;
  } finally {
    await removeLock(guard);
  }
}

async function olderThan(path: string, age: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < Date.now() - age;
  } catch (error) {
    if (failureName(error) === "ENOENT") return false;
    throw error;
  }
}

async function removeLock(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (failureName(error) !== "ENOENT") throw error;
  }
}
