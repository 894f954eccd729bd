import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";

interface Tunnel {
  /** `host:port`, as asked for. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
}

export interface ConnectProxy {
  /** `host:port` */
  readonly address: string;
  /** Every CONNECT, in order of arrival. */
  readonly tunnels: Tunnel[];
  /** What was asked of it that is no CONNECT. */
  readonly others: string[];
}

/**
 * A real proxy on a free loopback port, gone when the test is.
 * @param to port of this machine that every tunnel leads to, whatever its name
 * @param answer the status of its answer to a CONNECT; no answer at all for 0
 */
export async function startProxy(to: number, answer: (tunnel: Tunnel) => number = () => 200) {
  const tunnels: Tunnel[] = [];
  const others: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer(({ url = "" }, response) => {
    others.push(url);
    response.writeHead(501).end();
  });
  server.on("connection", (socket: Socket) => void sockets.add(socket));
  server.on("connect", ({ url = "", headers }: IncomingMessage, socket: Duplex) => {
    const tunnel = { target: url, headers };
    tunnels.push(tunnel);
    const status = answer(tunnel);
    if (status === 0) return;
    socket.write(`HTTP/1.1 ${status} Said the proxy\r\n\r\n`);
    if (status !== 200) return void socket.end();
    const upstream = connect(to, "127.0.0.1");
    sockets.add(upstream);
    for (const end of [socket, upstream]) end.on("error", () => undefined);
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, tunnels, others } satisfies ConnectProxy;
}
