import { isDeepStrictEqual } from "node:util";
import { ERROR_CODES } from "../../src/errors.js";
import type { Message } from "./line-to-server.js";

/** An answer of the form that MCP gives the results of tools. */
export interface Told {
  readonly text: string;
  /** The result; absent of an error. */
  readonly structured?: Readonly<Record<string, unknown>>;
  /** The code of the error. */
  readonly code?: string;
}

const MAX_CHARACTERS = 40_100;
const STACK = /\n\s+at |node_modules|node:internal|\.(?:ts|js):\d+:\d+/;
/** What answers must show escaped: controls, bidirectional marks, what has no width, halves of pairs. */
const INVISIBLE =
  /(?![\t\n\r])\p{Cc}|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0001}-\u{e007f}]|\p{Cs}/u;

/** @throws Error for an answer that is no well-formed result, whatever the call was */
export function judgeAnswer(message: Message): Told {
  const told =
    message.error === undefined ? judgeResult(Object(message.result)) : judgeProtocolError(message.error);
  if (told.text.length > MAX_CHARACTERS) throw new Error(`an answer of ${told.text.length} characters`);
  if (INVISIBLE.test(told.text)) throw new Error(`an answer with something invisible: ${shown(told.text)}`);
  return told;
}

function judgeResult({ content, structuredContent, isError, ...more }: Message): Told {
  const [first, ...others] = Array.isArray(content) ? content : [];
  const { type, text } = Object(first);
  if (type !== "text" || typeof text !== "string" || others.length > 0 || Object.keys(more).length > 0) {
    throw new Error("a result that is not one text");
  }
  if (isError === true) {
    if (structuredContent !== undefined) throw new Error("an error with structured content");
    return { text, code: judgeError(text) };
  }
  if (!isDeepStrictEqual(JSON.parse(text), structuredContent)) {
    throw new Error("text and structured content differ");
  }
  if (
    typeof structuredContent !== "object" ||
    structuredContent === null ||
    Array.isArray(structuredContent)
  ) {
    throw new Error("structured content that is no object");
  }
  return { text, structured: structuredContent as Readonly<Record<string, unknown>> };
}

function judgeError(text: string): string {
  const [, code = "", what = ""] = /^(\w+): (.+)/.exec(text) ?? [];
  const next = /\nNext: (.+)/s.exec(text)?.[1] ?? "";
  if (!Object.hasOwn(ERROR_CODES, code)) throw new Error(`an error without a code: ${shown(text)}`);
  if (code === "internal") throw new Error(`a fault of our own: ${shown(text)}`);
  if (what.trim() === "" || next.trim() === "") throw new Error(`an incomplete error: ${shown(text)}`);
  if (STACK.test(text)) throw new Error(`an error with a stack: ${shown(text)}`);
  return code;
}

function judgeProtocolError(error: unknown): Told {
  const { code, message } = Object(error);
  // JSON-RPC 2.0, section 5.1: invalid request, invalid params.
  if (code !== -32600 && code !== -32602 && code !== -32603) throw new Error(`a protocol error ${code}`);
  if (typeof message !== "string" || message === "") throw new Error("a protocol error without a message");
  if (STACK.test(message)) throw new Error(`a protocol error with a stack: ${shown(message)}`);
  return { text: message, code: "protocol" };
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 500));
