import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { OktaMcpError } from "../errors.js";

const unzip = promisify(gunzip);

/**
 * A response body, unpacked. undici's own decompression has no limit for what comes out of it.
 * @param limit bytes; a zip bomb must not exhaust memory
 * @throws OktaMcpError `unexpected_response` over the limit, or when the coding is one we did not ask for
 */
export async function unpack(body: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const coding = encoding.trim().toLowerCase();
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

/** A runaway answer, packed or unpacked. `limit` in bytes. */
export function tooLarge(limit: number): OktaMcpError {
  return new OktaMcpError(
    "unexpected_response",
    `The answer is larger than ${Math.floor(limit / 1_000_000)} MB, more than Okta sends.`,
    { next: "Ask for less in one call: a smaller limit, or a narrower filter." },
  );
}
