import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CompleteRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Completion, CompletionRequest } from "../tools/completion/index.js";

/** @param complete must not reject */
export function serveCompletion(
  server: Server,
  complete: (request: CompletionRequest) => Promise<Completion>,
): void {
  server.setRequestHandler(CompleteRequestSchema, async ({ params }, { signal }) => {
    const { ref, argument, context } = params;
    const { values, hasMore } = await complete({
      ...(ref.type === "ref/prompt" ? { prompt: ref.name } : { template: ref.uri }),
      argument: argument.name,
      value: argument.value,
      others: context?.arguments ?? {},
      signal,
    });
    return { completion: { values: [...values], hasMore } };
  });
}
