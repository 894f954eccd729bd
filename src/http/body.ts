import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { OktaMcpError } from "../errors.js";

const unzip = promisify(gunzip);

/**
 * A whole response body, unpacked.
 * @param limit bytes, packed and unpacked alike: a runaway answer or a zip bomb must not exhaust memory
 * @throws OktaMcpError `unexpected_response` over the limit, or when the coding is one we did not ask for
 */
export async function readBody(stream: Readable, encoding: string | null, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop by an error destroys the stream, and with it the connection.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const [first] = chunks;
  const body = chunks.length === 1 && first ? first : Buffer.concat(chunks, length);
  const coding = encoding?.trim().toLowerCase() ?? "";
  if (coding === "" || coding === "identity" || body.length === 0) return body;
  if (coding !== "gzip" && coding !== "x-gzip") {
    throw new OktaMcpError(
      "unexpected_response",
      "The answer is in a content coding that was not asked for.",
    );
  }
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    const isLimit = error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isLimit ? tooLarge(limit) : error;
  }
}

function tooLarge(limit: number): OktaMcpError {
  return new OktaMcpError(
    "unexpected_response",
    `The answer is larger than ${Math.floor(limit / 1_000_000)} MB, more than Okta sends.`,
    { next: "Ask for less in one call: a smaller limit, or a narrower filter." },
  );
}
