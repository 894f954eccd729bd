import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../generated/openapi-types.js";
import type { AuthProvider } from "../auth/provider.js";
import type { Config } from "../config.js";
import { OktaMcpError } from "../errors.js";
import { checkAnswer } from "./answer.js";
import { authorizedFetch } from "./authorized-fetch.js";
import { OutgoingRequest } from "./outgoing-request.js";
import { serializePath, serializeQuery } from "./parameters.js";
import type { Transport } from "./transport.js";

/**
 * Typed calls to every operation of the contract. A call rejects with an OktaMcpError for any answer outside 2xx,
 * for a success that is not JSON, and for no answer at all; what it resolves to goes through `unwrap`.
 */
export type OktaClient = Client<paths>;

/**
 * @param transport carries the requests; `auth` is best built over the same one. Without its `pace` each request is
 * sent at once, and only once.
 */
export function createOktaClient(
  config: Pick<Config, "orgUrl">,
  auth: AuthProvider,
  { fetch, pace }: Pick<Transport, "fetch"> & Partial<Pick<Transport, "pace">>,
): OktaClient {
  return createClient<paths>({
    baseUrl: config.orgUrl,
    headers: { Accept: "application/json" },
    // openapi-fetch asks no more of it than a place for its arguments.
    Request: OutgoingRequest as unknown as typeof Request,
    async fetch(request) {
      if (!(request instanceof OutgoingRequest))
        throw new OktaMcpError("internal", "A request of another kind.");
      const attempt = (send: typeof fetch) => authorizedFetch(auth, send)(request);
      const response = await (pace ? pace.run(request, fetch, attempt) : attempt(fetch));
      return checkAnswer(request.method, response);
    },
    pathSerializer: serializePath,
    querySerializer: serializeQuery,
  });
}

/** The data type of a call's success, out of openapi-fetch's union of success and error. */
export type DataOf<R> = R extends { readonly data: infer T } ? T : never;

/**
 * The outcome of a call to an OktaClient with its data typed as present: errors have been thrown before. An operation
 * that answers without a body has no data.
 */
export function unwrap<R extends { readonly data?: unknown; readonly response: Response }>(
  result: R,
): { data: DataOf<R>; response: Response } {
  if (!result.response.ok) throw new OktaMcpError("internal", "An error answer passed the client unnoticed.");
  return { data: result.data as DataOf<R>, response: result.response };
}
