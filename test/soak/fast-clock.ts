import { setTimeout as pause } from "node:timers/promises";

/** A time that runs faster, for org and client alike: waits of seconds take milliseconds, and limits still mean the same. */
export interface FastClock {
  /** Milliseconds since the epoch. */
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

export function createFastClock(speed: number): FastClock {
  const start = Date.now();
  return {
    now: () => Math.floor(start + (Date.now() - start) * speed),
    wait: (milliseconds, signal) => pause(Math.ceil(milliseconds / speed), undefined, { signal }),
  };
}
