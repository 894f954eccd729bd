import type { Writable } from "node:stream";

/**
 * Messages to a stream, a line of JSON each. Those of one turn of the event loop go out in one write: to a pipe each write
 * is a system call and wakes the client, however short it is.
 */
export class LineOutput {
  readonly #stream: Writable;
  #waiting: string[] = [];
  #written: Promise<void> | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Resolves once the stream has taken it and wants more. */
  send(message: unknown): Promise<void> {
    this.#waiting.push(JSON.stringify(message), "\n");
    this.#written ??= new Promise((resolve) => {
      setImmediate(() => {
        if (this.flush()) resolve();
        else this.#stream.once("drain", resolve);
      });
    });
    return this.#written;
  }

  /** Writes what waits at once. @returns whether the stream wants more */
  flush(): boolean {
    this.#written = undefined;
    if (this.#waiting.length === 0) return true;
    const lines = this.#waiting.join("");
    this.#waiting = [];
    return this.#stream.write(lines);
  }
}
