import type { LogSource } from "../log/logger.js";
import type { ToolService } from "../tools/service.js";
import { EarlyAnswers } from "./early-answers.js";
import { createFront, type ServerOptions } from "./front.js";
import { LineTransport } from "./line-transport.js";

/**
 * Serves one client over stdin and stdout; resolves when the client goes away. A line that is no JSON-RPC is
 * told to the log and passed over. The MCP SDK is loaded with the first message that needs it.
 */
export async function serveStdio(
  service: ToolService,
  options: ServerOptions & { log: LogSource },
): Promise<void> {
  const { stdin: input, stdout: output } = process;
  const front = createFront(service, options);
  const passOver = (kind: string) => options.log.warn(`message passed over (${kind})`);
  const gone = new Promise<void>((resolve) => {
    input.once("end", resolve);
    input.once("close", resolve);
    input.once("error", () => resolve());
    // A client that crashed leaves a broken pipe; unheard, the error would end the process with a stack.
    output.on("error", () => resolve());
    // Not `once`: the lock files' package ends the process when it finds itself the only one to listen.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  const transport = new LineTransport({
    input,
    output,
    early: new EarlyAnswers(front),
    passOver,
    async connect(connected) {
      const { createMcpServer } = await import("./server.js");
      const server = createMcpServer(service, options, front);
      // Only the kind of fault: the message of an error may repeat the line, which may hold a secret.
      server.onerror = (error) => passOver(error.name);
      await server.connect(connected);
    },
  });
  await gone;
  await transport.close();
}
