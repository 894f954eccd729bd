import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { ToolService } from "../tools/service.js";
import { createMcpServer, type ServerOptions } from "./server.js";

/**
 * Serves one client over stdin and stdout; resolves when the client goes away. A line that is no JSON-RPC is
 * reported to `warn` and passed over.
 */
export async function serveStdio(
  service: ToolService,
  options: ServerOptions & { warn: (text: string) => void },
): Promise<void> {
  const server = createMcpServer(service, options);
  const gone = new Promise<void>((resolve) => {
    server.onclose = resolve;
    // The SDK's transport does not notice that its input has ended.
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    // A client that crashed leaves a broken pipe; unheard, the error would end the process with a stack.
    process.stdout.on("error", () => resolve());
    // Not `once`: the lock files' package ends the process when it finds itself the only one to listen.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  // Only the kind of fault: the message of a parse error repeats the line, which may hold a secret.
  server.onerror = (error) => options.warn(`message passed over (${error.name})`);
  await server.connect(new StdioServerTransport());
  await gone;
  await server.close();
}
