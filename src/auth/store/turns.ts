import { OktaMcpError } from "../../errors.js";
import { within } from "./within.js";

/** Runs one action at a time for a name. */
export type Exclusive = <T>(name: string, action: () => Promise<T>) => Promise<T>;

/**
 * One action at a time for a name within this process, in the order they came.
 * @throws OktaMcpError `timeout` when the actions before took longer than `maxWait` milliseconds; its own
 *   action then never runs, and those behind it keep their places
 */
export function turns(maxWait: number): Exclusive {
  const last = new Map<string, Promise<unknown>>();

  return (name, action) => {
    const before = last.get(name) ?? Promise.resolve();
    const turn = within(before, maxWait, () => busy(maxWait)).then(action);
    const settled = Promise.allSettled([before, turn]).then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    last.set(name, settled);
    return turn;
  };
}

/** Someone else has held the stored tokens for too long. */
export function busy(maxWait: number): OktaMcpError {
  return new OktaMcpError(
    "timeout",
    `The stored tokens have been in use by another call or process for ${maxWait / 1000} seconds.`,
    { next: "Try again; if it goes on, end the other okta-mcp processes." },
  );
}
