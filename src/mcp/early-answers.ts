import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
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
  #introduction: JSONRPCMessage[] = [];

  constructor(front: Front) {
    this.#front = front;
  }

  /** The answer; `noted` for a message that has none; undefined for one that is the SDK's. */
  take(message: unknown): JSONRPCMessage | "noted" | undefined {
    if (!isObject(message) || message.jsonrpc !== "2.0") return undefined;
    const { method, id, params } = message;
    const isIntroduced = this.#introduction.length > 0;
    if (method === "notifications/initialized" && id === undefined && isIntroduced) {
      this.#introduction.push(message as unknown as JSONRPCMessage);
      return "noted";
    }
    if (!isRequestId(id)) return undefined;
    if (method === "initialize" && !isIntroduced && isIntroduction(params)) {
      this.#introduction.push(message as unknown as JSONRPCMessage);
      const asked = String(params.protocolVersion);
      const protocolVersion = VERSIONS.includes(asked) ? asked : LATEST_VERSION;
      return answer(id, { protocolVersion, ...this.#front.introduction });
    }
    if (!isIntroduced) return undefined;
    if (method === "ping") return answer(id, {});
    const list = isListing(method, this.#front.listings) ? this.#front.listings[method] : undefined;
    return list && (params === undefined || isObject(params)) ? answer(id, list()) : undefined;
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

/** The parts of `initialize` that the protocol demands; where one is amiss, the SDK says so. */
function isIntroduction(params: unknown): params is Members {
  if (!isObject(params) || typeof params.protocolVersion !== "string") return false;
  const { capabilities, clientInfo } = params;
  if (!isObject(capabilities) || !isObject(clientInfo)) return false;
  return typeof clientInfo.name === "string" && typeof clientInfo.version === "string";
}

function isRequestId(id: unknown): id is RequestId {
  return typeof id === "string" || Number.isInteger(id);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
