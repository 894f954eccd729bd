import type { OAuthSettings } from "./options.js";

const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** Whether a redirect URI is registered: the same characters, except for the port of a loopback URI where that is free. */
export function isRegistered(
  uri: string,
  registered: readonly string[],
  loopbackPort: OAuthSettings["loopbackPort"],
): boolean {
  if (registered.includes(uri)) return true;
  if (loopbackPort === "exact") return false;
  const portless = withoutPort(uri);
  return portless !== undefined && registered.some((each) => withoutPort(each) === portless);
}

/** A loopback URI without its port; undefined for every other one. */
function withoutPort(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.protocol !== "http:" || !LOOPBACK.has(url.hostname)) return undefined;
  url.port = "";
  return url.href;
}
