import { PassThrough } from "node:stream";

/** What a person types and sees, in place of a terminal. */
export interface Person {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Everything shown so far. */
  seen(): string;
  /** Waits until it is shown, then types. */
  types(after: string | RegExp, keys: string): Promise<void>;
}

export function person(): Person {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
  let seen = "";
  let from = 0;
  output.on("data", (chunk: Buffer) => {
    seen += chunk.toString();
  });
  return {
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: output as unknown as NodeJS.WriteStream,
    stderr: output as unknown as NodeJS.WriteStream,
    seen: () => seen,
    async types(after, keys) {
      const deadline = Date.now() + 5_000;
      while (!new RegExp(after).test(seen.slice(from))) {
        if (Date.now() > deadline) throw new Error(`${after} is not shown: ${seen.slice(from)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      from = seen.length;
      input.write(keys);
    },
  };
}

export const ENTER = "\r";
export const CTRL_C = String.fromCharCode(3);
