import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { isObject } from "../tool/paths.js";
import type { Front } from "./front.js";

/** The SDK's `LATEST_PROTOCOL_VERSION` and `SUPPORTED_PROTOCOL_VERSIONS`; a test holds them to it. */
export const LATEST_VERSION = "2025-11-25";
export const VERSIONS: readonly string[] = [
  LATEST_VERSION,
  "2025-06-18",
  "2025-03-26",
  "2024-11-05",
  "2024-10-07",
];

type Members = Readonly<Record<string, unknown>>;

/**
 * The answers to what every client asks when it starts: to introduce ourselves, and to list. Loading the MCP SDK takes
 * longer than all else together, and many sessions never need it. What is not plainly one of these requests is left to
 * the SDK, which then is told of the introduction as if it had made it.
 */
export class EarlyAnswers {
  readonly #front: Front;
  /** `initialize`, and `notifications/initialized` once it has come. */
  #introduction: JSONRPCMessage[] = [];

  constructor(front: Front) {
    this.#front = front;
  }

  /** The answer; `noted` for a message that has none; undefined for one that is the SDK's. */
  take(message: unknown): JSONRPCMessage | "noted" | undefined {
    if (!isObject(message) || message.jsonrpc !== "2.0") return undefined;
    const { jsonrpc, method, id, params, ...others } = message;
    // The SDK refuses what it does not know; it is to say so itself.
    if (Object.keys(others).length > 0) return undefined;
    const isIntroduced = this.#introduction.length > 0;
    if (method === "notifications/initialized" && id === undefined && isIntroduced) {
      this.#introduction[1] = { jsonrpc, method };
      return "noted";
    }
    if (!isRequestId(id)) return undefined;
    if (method === "initialize" && !isIntroduced && isIntroduction(params)) {
      this.#introduction.push({ jsonrpc, id, method, params });
      const asked = String(params.protocolVersion);
      const protocolVersion = VERSIONS.includes(asked) ? asked : LATEST_VERSION;
      return answer(id, { protocolVersion, ...this.#front.introduction });
    }
    if (!isIntroduced) return undefined;
    if (method === "ping") return answer(id, {});
    const list = isListing(method, this.#front.listings) ? this.#front.listings[method] : undefined;
    return list && isPlain(params) ? answer(id, list()) : undefined;
  }

  /** What the SDK has missed: `initialize`, whose second answer nobody wants, and what followed. */
  missed(): { readonly messages: readonly JSONRPCMessage[]; readonly answered: RequestId | undefined } {
    const [first] = this.#introduction;
    return {
      messages: this.#introduction,
      answered: first && "id" in first && isRequestId(first.id) ? first.id : undefined,
    };
  }
}

function answer(id: RequestId, result: Members): JSONRPCMessage {
  return { result, jsonrpc: "2.0", id };
}

function isListing(method: unknown, listings: Front["listings"]): method is keyof Front["listings"] {
  return typeof method === "string" && Object.hasOwn(listings, method);
}

/** No more than the protocol demands of `initialize`: with anything that could be amiss in it, it is the SDK's. */
function isIntroduction(params: unknown): params is Members {
  if (!isObject(params)) return false;
  const { protocolVersion, capabilities, clientInfo, ...others } = params;
  if (typeof protocolVersion !== "string" || Object.keys(others).length > 0) return false;
  return isObject(capabilities) && areKnown(capabilities) && isObject(clientInfo) && isClientInfo(clientInfo);
}

/** Capabilities whose members can only be flags, or empty objects. */
const CAPABILITIES: Readonly<Record<string, (member: unknown) => boolean>> = {
  roots: (member) => typeof member === "boolean",
  sampling: isEmpty,
  elicitation: isEmpty,
};

function areKnown(capabilities: Members): boolean {
  return Object.entries(capabilities).every(([name, value]) => {
    const fits = Object.hasOwn(CAPABILITIES, name) ? CAPABILITIES[name] : undefined;
    return fits !== undefined && isObject(value) && Object.values(value).every(fits);
  });
}

function isEmpty(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function isClientInfo(info: Members): boolean {
  const { name, version } = info;
  return (
    typeof name === "string" &&
    typeof version === "string" &&
    Object.entries(info).every(([key, value]) => CLIENT_INFO.has(key) && typeof value === "string")
  );
}

const CLIENT_INFO: ReadonlySet<string> = new Set(["name", "title", "version", "description"]);

/** Nothing but a cursor could be in it, and there are no pages. */
function isPlain(params: unknown): boolean {
  return params === undefined || isEmpty(params);
}

function isRequestId(id: unknown): id is RequestId {
  return typeof id === "string" || Number.isInteger(id);
}
