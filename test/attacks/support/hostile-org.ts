import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Connected, connect } from "../../e2e/support/session.js";
import { type Answer, type Loopback, openLoopback, startLoopback } from "../../http/loopback.js";

/** The API token that an attacker is after. */
export const TOKEN = "00attackedTokenAttackedTokenAttackedToken0";

export interface HostileOrg {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The built program, which has this org for its own. */
  readonly server: Connected;
  /** What it was asked in this test. */
  readonly received: Loopback["received"];
  /** From now on every request is answered so; `count` is 1 for the first request of the test. */
  answers(answer: Answer): void;
}

/** An org in the hands of an attacker, and the built program that trusts it; for the tests of this block. */
export function hostileOrg(env: Readonly<Record<string, string>> = {}): () => HostileOrg {
  let opened: (HostileOrg & { close(): void }) | undefined;
  let answer: Answer = (_, response) => send(response, "[]");
  let before = 0;
  beforeAll(async () => {
    const { url, received, close } = await openLoopback((request, response, count) =>
      answer(request, response, count - before),
    );
    const server = await connect({ env: { OKTA_ORG_URL: url, OKTA_API_TOKEN: TOKEN, ...env } });
    opened = {
      url,
      server,
      get received() {
        return received.slice(before);
      },
      answers(next) {
        answer = next;
        before = received.length;
      },
      close,
    };
  });
  beforeEach(() => opened?.answers((_, response) => send(response, "[]")));
  afterAll(async () => {
    await opened?.server.close();
    opened?.close();
  });
  return () => {
    if (!opened) throw new Error("The org has not been opened yet.");
    return opened;
  };
}

/** Any other host: no request must ever get there. */
export const startThief = (): Promise<Loopback> => startLoopback((_, response) => send(response, "[]"));

export function send(
  response: ServerResponse,
  body: string,
  headers: Readonly<Record<string, string | string[]>> = {},
  status = 200,
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}
