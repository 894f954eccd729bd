import { type Agent, type buildConnector, Pool, ProxyAgent } from "undici";
import type { HttpProxy } from "../config/proxy.js";
import { ProxyUnreachable } from "./proxy-error.js";

/**
 * A dispatcher whose every connection is a tunnel (CONNECT) through the proxy: what is said to Okta stays between the two.
 * @param connect for both stretches of the way
 */
export function proxyDispatcher(
  { url, authorization }: HttpProxy,
  { connect, ...options }: Agent.Options & { connect: buildConnector.BuildOptions },
): ProxyAgent {
  return new ProxyAgent({
    ...options,
    uri: url,
    ...(authorization !== undefined && { token: authorization }),
    requestTls: connect,
    proxyTls: connect,
    // A refused connection, a name unknown: without this, the org's look the same as the proxy's.
    clientFactory: (origin, { connect }: { connect: buildConnector.connector }) =>
      new Pool(origin, { connect: telling(connect) }),
  });
}

function telling(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) =>
    connect(target, (...[error, socket]) => {
      if (error) callback(new ProxyUnreachable(error.message, { cause: error }), null);
      else callback(null, socket);
    });
}
