import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { ContractError } from "./errors.js";
import { isObject } from "./json.js";
import type { JsonObject } from "./openapi.js";

export interface LoadedDocument {
  text: string;
  /** Of the text's UTF-8 bytes, hex. */
  sha256: string;
  document: JsonObject;
  /** Where it was fetched from, without user, query and fragment; absent for a file. */
  url?: string;
}

export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<globalThis.Response>;

const FETCH_TIMEOUT_MS = 60_000;

/** Okta's releases hold about 140 aliases, more than the library's limit; a bomb of aliases needs many more. */
const MAX_ALIASES = 10_000;

/**
 * Reads an OpenAPI document, YAML or JSON, from a file path or an http(s) URL.
 *
 * @throws ContractError `source_unreadable` or `not_openapi`.
 */
export async function loadDocument(source: string, fetch: Fetch = globalThis.fetch): Promise<LoadedDocument> {
  const url = /^https?:\/\//i.test(source) ? new URL(source) : undefined;
  const text = url ? await fetchText(url, fetch) : await readText(source);
  const loaded = {
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    document: check(parseText(text)),
  };
  return url ? { ...loaded, url: url.origin + url.pathname } : loaded;
}

async function fetchText(url: URL, fetch: Fetch): Promise<string> {
  const shown = url.origin + url.pathname;
  try {
    const response = await fetch(url.href, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (response.ok) return await response.text();
    throw new ContractError("source_unreadable", `${shown} answered ${response.status}. Check the address.`);
  } catch (error) {
    if (error instanceof ContractError) throw error;
    throw new ContractError("source_unreadable", `${shown} could not be fetched: ${reason(error)}.`, {
      cause: error,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ContractError("source_unreadable", `${path} could not be read: ${reason(error)}.`, {
      cause: error,
    });
  }
}

function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : parse(text, { maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const first = reason(error).split("\n", 1)[0];
    throw new ContractError("source_unreadable", `The document is neither YAML nor JSON: ${first}`, {
      cause: error,
    });
  }
}

/** An OpenAPI 3.0.x document with paths and component schemas, or the reason why not. */
function check(value: unknown): JsonObject {
  if (!isObject(value))
    throw new ContractError("not_openapi", "The document is not an object, so not OpenAPI.");
  const version = value.openapi;
  if (typeof version !== "string" || !/^3\.0\.\d+$/.test(version)) {
    const found = version === undefined ? "no `openapi` version" : `\`openapi: ${JSON.stringify(version)}\``;
    throw new ContractError(
      "not_openapi",
      `The document has ${found}; the contract is built from OpenAPI 3.0.x.`,
    );
  }
  if (!isObject(value.paths)) throw new ContractError("not_openapi", "The document has no `paths`.");
  if (!isObject(value.components) || !isObject(value.components.schemas)) {
    throw new ContractError("not_openapi", "The document has no `components.schemas`.");
  }
  if (!isObject(value.info) || typeof value.info.version !== "string") {
    throw new ContractError("not_openapi", "The document has no `info.version` text.");
  }
  return value;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
