import type { HttpProxy } from "../config/proxy.js";
import { OktaMcpError } from "../errors.js";

/** What went wrong on the way to the proxy, as opposed to behind it; the `cause` says what. */
export class ProxyUnreachable extends Error {}

/** A failure of the proxy in words for whoever keeps it; `undefined` for all that the proxy has no part in. */
export function proxyError(error: unknown, proxy: HttpProxy, host: string): OktaMcpError | undefined {
  const shown = `The proxy ${new URL(proxy.url).host} (${proxy.variable})`;
  const failed = (message: string, next: string) =>
    new OktaMcpError("network_unreachable", message, { next, cause: error });
  if (error instanceof ProxyUnreachable) {
    const code = error.cause instanceof Error && "code" in error.cause ? ` (${error.cause.code})` : "";
    const certificate = proxy.url.startsWith("https:")
      ? " Where its own certificate is the trouble, set NODE_EXTRA_CA_CERTS to a file with the root certificate."
      : "";
    return failed(
      `${shown} could not be reached${code}.`,
      `Check the address in ${proxy.variable}, and that the proxy runs; if ${host} can be reached without it, add it to NO_PROXY.${certificate}`,
    );
  }
  const status = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined;
  if (status === undefined) return undefined;
  if (status === "407") {
    return proxy.authorization === undefined
      ? failed(
          `${shown} wants a user name and a password.`,
          `Write them into ${proxy.variable} as http://user:password@host:port, special characters percent-encoded. ` +
            "For a proxy that takes NTLM or Kerberos only, run a local helper such as px or cntlm, and name that.",
        )
      : failed(
          `${shown} refused the user name or the password.`,
          `Correct them in ${proxy.variable}; special characters must be percent-encoded (@ is %40).`,
        );
  }
  return failed(
    `${shown} did not connect to ${host}: it answered HTTP ${status}.`,
    status.startsWith("5")
      ? `The proxy found no way to ${host}: check OKTA_ORG_URL, or try again later.`
      : `Ask whoever keeps the proxy to allow CONNECT to ${host}, or add it to NO_PROXY if it can be reached directly.`,
  );
}
