import type { Logger } from "../log/logger.js";
import { namesOf } from "../tool/told-arguments.js";
import type { ToolService } from "./service.js";

/**
 * The service, its calls told to the log: who called what with which arguments is for `debug` alone. Of a call that is
 * refused for its arguments no more than their names: where a secret stands in them, only good ones say.
 * @param now milliseconds of a clock that is never set back
 */
export function loggedService(service: ToolService, log: Logger, now = () => performance.now()): ToolService {
  return {
    ...service,
    async call(request) {
      const { name: tool } = request;
      const started = now();
      let hasBegun = false;
      const outcome = await service.call({
        ...request,
        onChecked(told) {
          hasBegun = true;
          log.debug("call begins", { tool, arguments: told });
        },
      });
      // The name of a tool that does not exist is anybody's text.
      if (!outcome) return outcome;
      const error = outcome.ok ? undefined : outcome.error;
      if (error && !hasBegun) {
        log.debug("call refused", { tool, outcome: error.code, arguments: namesOf(request.arguments) });
      }
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
