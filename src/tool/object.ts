import { OktaMcpError } from "../errors.js";
import { isObject, type JsonObject } from "./paths.js";
import type { OktaCall } from "./tool.js";

/** @throws OktaMcpError `unexpected_response` for an answer that is no object */
export async function objectOf(call: OktaCall): Promise<{ object: JsonObject; headers: Headers }> {
  const { data, response } = await call();
  if (!isObject(data))
    throw new OktaMcpError("unexpected_response", "Okta answered something other than an object.");
  return { object: data, headers: response.headers };
}
