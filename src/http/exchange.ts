import type { Dispatcher } from "undici";
import { tooLarge } from "./body.js";
import type { Attempt } from "./network-error.js";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came, still packed. */
  readonly body: Buffer;
}

export interface ExchangeLimits {
  /** Largest body in bytes, as sent. */
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * One request and its whole answer, by undici's lowest interface: its `request()` would build a stream to be emptied
 * at once, and heeds a signal only once it has a connection. Rejects with whatever broke, and `attempt` tells how far it came.
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  attempt: Attempt,
  { maxBodyBytes, signal }: ExchangeLimits,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let headers: RawAnswer["headers"] = {};
    let length = 0;
    const chunks: Buffer[] = [];

    const timer = setTimeout(() => stop("timeout"), attempt.timeoutMs);
    const onAbort = () => stop("cancelled");
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    function stop(why: "timeout" | "cancelled"): void {
      attempt.stopped ??= why;
      const reason = new Error(why);
      connection?.abort(reason);
      fail(reason);
    }

    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        connection = controller;
        // A request broken off while it waited for the connection is dropped here, before it is written.
        if (attempt.stopped) controller.abort(new Error(attempt.stopped));
        else attempt.sent = true;
      },
      onResponseStart(_, status, fields) {
        if (status < 200) return;
        attempt.status = status;
        headers = fields;
      },
      onResponseData(controller, chunk) {
        length += chunk.length;
        if (length > maxBodyBytes) {
          const error = tooLarge(maxBodyBytes);
          fail(error);
          controller.abort(error);
        } else chunks.push(chunk);
      },
      onResponseEnd() {
        end();
        const [first] = chunks;
        const body = chunks.length === 1 && first ? first : Buffer.concat(chunks, length);
        resolve({ status: attempt.status ?? 0, headers, body });
      },
      onResponseError: (_, error) => fail(error),
    });
  });
}
