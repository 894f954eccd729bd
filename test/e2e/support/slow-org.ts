import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

export interface SlowOrg {
  readonly url: string;
  /** Requests whose sender hung up before it was answered. */
  hungUp(): number;
  /** Requests that came in. */
  count(): number;
}

/** Milliseconds until a request goes on to the org, by its number from 1; `Infinity` for never. */
export type Delay = (request: number) => number;

/** A stretch of slow network in front of an org, gone when the test is. */
export async function slowOrg(orgUrl: string, delay: Delay): Promise<SlowOrg> {
  let count = 0;
  let hungUp = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    response.on("close", () => {
      if (!response.writableFinished) hungUp += 1;
    });
    const wait = delay(count);
    if (wait === Number.POSITIVE_INFINITY) return;
    await sleep(wait);
    const { method, headers } = request;
    const forwarded = send(new URL(request.url ?? "/", orgUrl), { method, headers }, (answer) => {
      // The links in an answer lead to the host that was asked.
      const link = [answer.headers.link ?? []].flat().map((each) => each.replaceAll(orgUrl, url()));
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(link.length > 0 && { link }) });
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: url(), hungUp: () => hungUp, count: () => count };
}
