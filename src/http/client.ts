import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../generated/openapi-types.js";
import type { AuthProvider } from "../auth/provider.js";
import type { OrgConfig } from "../config.js";
import { OktaMcpError } from "../errors.js";
import type { Logger } from "../log/logger.js";
import { checkAnswer } from "./answer.js";
import { authorizedFetch } from "./authorized-fetch.js";
import { loggedFetch } from "./logged-fetch.js";
import { OutgoingRequest } from "./outgoing-request.js";
import { serializePath, serializeQuery } from "./parameters.js";
import type { Transport } from "./transport.js";

/**
 * Typed calls to every operation of the contract. A call rejects with an OktaMcpError for any answer outside 2xx,
 * for a success that is not JSON, and for no answer at all; what it resolves to goes through `unwrap`.
 */
export type OktaClient = Client<paths>;

/** A client for changes that were made of something that was read. */
export interface OktaWriter extends OktaClient {
  /**
   * The same client for one change that must not be made any more once `check` rejects: it is asked again before each try
   * after the first, and after a wait.
   */
  checked(check: () => Promise<void>): OktaClient;
}

/** A client that can do no more than read. */
export type OktaReader = Pick<OktaClient, "GET">;

/**
 * @param config with `readOnly`, any method but GET is refused before anything is sent, whatever the tool says of
 * itself; token requests are not the client's
 * @param transport carries the requests; `auth` is best built over the same one. Without its `pace` each request is
 * sent at once, and only once.
 * @param log told of each request
 */
export function createOktaClient(
  config: Pick<OrgConfig, "orgUrl"> & Partial<Pick<OrgConfig, "readOnly">>,
  auth: AuthProvider,
  { fetch, pace }: Pick<Transport, "fetch"> & Partial<Pick<Transport, "pace">>,
  log?: Logger,
): OktaWriter {
  const send = async (request: OutgoingRequest, check?: () => Promise<void>): Promise<Response> => {
    if (config.readOnly && request.method !== "GET") {
      throw new OktaMcpError(
        "internal",
        `A ${request.method} request was stopped: this server only reads. Nothing was sent.`,
      );
    }
    let tries = 0;
    const attempt = (send: typeof fetch) => {
      tries += 1;
      return authorizedFetch(auth, loggedFetch(send, log, tries))(request);
    };
    const { method, url, signal } = request;
    const paced = { method, url, signal, ...(check && { check }) };
    const response = await (pace ? pace.run(paced, fetch, attempt) : attempt(fetch));
    return checkAnswer(request.method, response);
  };
  return {
    ...clientOver(config.orgUrl, send),
    checked: (check) => clientOver(config.orgUrl, (request) => send(request, check)),
  };
}

/**
 * The request a call would send, made by the same code and sent nowhere.
 * @throws OktaMcpError as making the request does
 */
export async function previewRequest(
  orgUrl: string,
  call: (okta: OktaClient) => Promise<unknown>,
): Promise<OutgoingRequest> {
  let taken: OutgoingRequest | undefined;
  await call(
    clientOver(orgUrl, async (request) => {
      taken = request;
      return new Response(null, { status: 204, headers: { "content-length": "0" } });
    }),
  );
  if (!taken) throw new OktaMcpError("internal", "The tool made no request.");
  return taken;
}

function clientOver(orgUrl: string, send: (request: OutgoingRequest) => Promise<Response>): OktaClient {
  return createClient<paths>({
    baseUrl: orgUrl,
    headers: { Accept: "application/json" },
    // openapi-fetch asks no more of it than a place for its arguments.
    Request: OutgoingRequest as unknown as typeof Request,
    async fetch(request) {
      if (!(request instanceof OutgoingRequest))
        throw new OktaMcpError("internal", "A request of another kind.");
      return send(request);
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
