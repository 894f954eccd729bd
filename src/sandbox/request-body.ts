import type { IncomingMessage } from "node:http";
import { malformedBody, OktaError } from "./errors.js";
import { isObject } from "./json.js";
import type { Route } from "./router.js";
import type { Json } from "./types.js";

const LARGEST = 2 * 1024 * 1024;
const DEEPEST = 64;

/** A body as it came in. */
export interface ReceivedBody {
  /** Empty when it was too large to be kept. */
  readonly text: string;
  readonly tooLarge: boolean;
}

/**
 * Reads a body as its route wants it.
 * @throws OktaError 413 when too large, 415 for another media type, E0000003 when it cannot be parsed.
 */
export function parseBody(
  { text, tooLarge }: ReceivedBody,
  contentType: string | undefined,
  wanted: Route["body"],
): Json {
  if (tooLarge) throw new OktaError(413, "E0000003", "The request body is too large.");
  if (wanted === "none") return {};
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (wanted === "form") {
    if (type !== "application/x-www-form-urlencoded") throw unsupportedType();
    return readForm(text);
  }
  if (type !== "application/json") throw unsupportedType();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformedBody();
  }
  if (!isObject(value) || isDeeper(value, DEEPEST)) throw malformedBody();
  return value;
}

/** Whether anything lies more than `levels` below `value`; what is stored must be possible to serialize again. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

const unsupportedType = (): OktaError =>
  new OktaError(415, "E0000021", "Accept and/or Content-Type headers likely do not match supported values.");

/** Repeated parameters become lists, for the endpoint to refuse. */
function readForm(text: string): Json {
  const form: Json = {};
  const parameters = new URLSearchParams(text);
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    form[name] = values.length === 1 ? values[0] : values;
  }
  return form;
}

/** @returns undefined when the caller goes away in the middle. */
export async function receiveBody(request: IncomingMessage): Promise<ReceivedBody | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      // Read on to the end without keeping it: a client that is still sending would see a broken connection.
      if (size <= LARGEST) chunks.push(bytes);
    }
  } catch {
    return undefined;
  }
  if (size > LARGEST) return { text: "", tooLarge: true };
  return { text: Buffer.concat(chunks).toString("utf8"), tooLarge: false };
}
