import type { Logger } from "../log/logger.js";
import type { ToolService } from "./service.js";

/**
 * The service, its calls told to the log: who called what with which arguments is for `debug` alone.
 * @param now milliseconds of a clock that is never set back
 */
export function loggedService(service: ToolService, log: Logger, now = () => performance.now()): ToolService {
  return {
    ...service,
    async call(request) {
      const { name: tool } = request;
      const started = now();
      log.debug("call begins", { tool, arguments: request.arguments });
      const outcome = await service.call(request);
      // The name of a tool that does not exist is anybody's text.
      if (!outcome) return outcome;
      const error = outcome.ok ? undefined : outcome.error;
      log.info("call", {
        tool,
        outcome: error?.code ?? "ok",
        ms: Math.round(now() - started),
        okta_request_id: error?.okta?.requestId,
      });
      return outcome;
    },
  };
}
