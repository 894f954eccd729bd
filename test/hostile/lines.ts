import fc from "fast-check";
import { hostileText, hostileValue, made } from "./hostile-values.js";

/** What is written to the server's stdin in place of a call, the line end included. */
export interface Line {
  readonly bytes: Uint8Array;
  /** The id of the request it holds, where it holds one that has to be answered. */
  readonly answered?: number;
}

/** Makes the line for the id that it may use. */
export type LineFor = (id: number) => Line;

const line = (text: string, answered?: number): Line => ({
  bytes: Buffer.from(`${text}\n`),
  ...(answered !== undefined && { answered }),
});
const message = (value: object, answered?: number): Line =>
  line(JSON.stringify({ jsonrpc: "2.0", ...value }), answered);

const METHODS = [
  "tools/call",
  "tools/list",
  "prompts/get",
  "resources/read",
  "resources/subscribe",
  "completion/complete",
  "logging/setLevel",
  "ping",
  "initialize",
  "sampling/createMessage",
  "elicitation/create",
  "__proto__",
  "constructor",
  "",
];

/** Requests that are JSON-RPC, whatever else is wrong with them. */
const request: fc.Arbitrary<LineFor> = fc
  .record({
    method: fc.oneof(fc.constantFrom(...METHODS), hostileText),
    params: fc.dictionary(
      fc.constantFrom("name", "arguments", "uri", "ref", "argument", "level", "cursor", "_meta", "__proto__"),
      hostileValue,
      { maxKeys: 3 },
    ),
  })
  .map(({ method, params }) => (id) => {
    const entries = Object.entries(params).map(([key, value]) => [key, made(value)]);
    const whole = { id, method, params: Object.fromEntries(entries) };
    // Of the names that the protocol gives its own fields, a wrong value makes it no JSON-RPC.
    return message(whole, "_meta" in params ? undefined : id);
  });

/** Messages that are something else than a request. */
const noRequest: fc.Arbitrary<LineFor> = fc
  .record({
    id: fc.oneof(
      fc.constant(undefined),
      hostileValue.map((value) => made(value)),
    ),
    kind: fc.constantFrom("method", "result", "error", "params"),
    value: hostileValue,
  })
  .map(({ id, kind, value }) => () => {
    // An id in use would be its caller's own fault.
    const given = typeof id === "number" ? `n${id}` : id;
    if (kind === "method") return message({ method: made(value), id: given });
    if (kind === "params") return message({ method: "tools/call", params: made(value), id: [given] });
    return message({ id: given, [kind]: made(value) });
  });

/** Requests to break off what is under way, or is not. */
const cancellation: fc.Arbitrary<LineFor> = hostileValue.map(
  (value) => () => message({ method: "notifications/cancelled", params: { requestId: [made(value)] } }),
);

const NOISE: readonly Uint8Array[] = [
  Buffer.from([0xff, 0xfe, 0x80, 0x0a]),
  Buffer.from([0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf5, 0x0a]),
  Buffer.from([0xef, 0xbb, 0xbf, 0x0a]),
  Buffer.from([0x00, 0x00, 0x0a]),
  Buffer.concat([
    Buffer.from('{"jsonrpc":"2.0","method":"x'),
    Buffer.from([0xf0, 0x28]),
    Buffer.from('"}\n'),
  ]),
  Buffer.from("\n\r\n \t\n"),
  Buffer.from('[{"jsonrpc":"2.0","id":"b","method":"ping"}]\n'),
  Buffer.from("Content-Length: 2\r\n\r\n{}\n"),
  Buffer.from("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
  Buffer.from('{"jsonrpc":"1.0","id":"v","method":"ping"}\n'),
  Buffer.from('{"__proto__":{"jsonrpc":"2.0","id":"p","method":"ping"}}\n'),
  Buffer.from(`"${"x".repeat(2_000_000)}"\n`),
  Buffer.from(`${"[".repeat(100_000)}\n`),
];

const noise: fc.Arbitrary<LineFor> = fc.oneof(
  fc.constantFrom(...NOISE).map((bytes) => () => ({ bytes })),
  fc
    .uint8Array({ maxLength: 60 })
    .map((bytes) => () => ({ bytes: Buffer.concat([bytes, Buffer.from("\n")]) })),
  hostileText.map((text) => () => line(text)),
);

export const hostileLine: fc.Arbitrary<LineFor> = fc.oneof(
  { weight: 4, arbitrary: request },
  { weight: 2, arbitrary: noRequest },
  { weight: 1, arbitrary: cancellation },
  { weight: 2, arbitrary: noise },
);
