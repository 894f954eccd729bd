import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { OktaMcpError } from "../../errors.js";
import { errnoOf } from "./destination.js";

/** Milliseconds. The lock of a process that was killed is not refreshed, and counts as given up after this long. */
const STALE = 3_000;
const REFRESH = 1_000;
const MAX_WAIT = 5_000;
const POLL = 200;

/**
 * One export at a time into a file, over all processes. A lock lost to a sleeping machine needs no alarm: the finished
 * file is held against its digest before it gets its name.
 * @throws OktaMcpError `conflict` when another export into the file is under way, `cancelled`
 */
export async function withFileLock<T>(
  path: string,
  signal: AbortSignal,
  action: () => Promise<T>,
): Promise<T> {
  const release = await acquire(path, signal);
  try {
    return await action();
  } finally {
    // Lost or released already: either way it is gone.
    await release().catch(() => undefined);
  }
}

async function acquire(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (let waited = 0; ; waited += POLL) {
    try {
      return await lock(path, {
        lockfilePath: `${path}.lock`,
        realpath: false,
        stale: STALE,
        update: REFRESH,
        onCompromised: () => undefined,
      });
    } catch (error) {
      if (errnoOf(error) !== "ELOCKED") throw error;
    }
    if (waited >= MAX_WAIT) {
      throw new OktaMcpError("conflict", "Another export into this file is under way.", {
        next: "Wait for it, or choose another file name.",
      });
    }
    await sleep(POLL, undefined, { signal }).catch(() => {
      throw new OktaMcpError("cancelled", "The call was cancelled.");
    });
  }
}
