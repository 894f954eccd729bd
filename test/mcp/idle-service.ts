import type { ToolService } from "../../src/tools/service.js";

/** No tools, and nothing to do: for what is not about calls. */
export const idleService: ToolService = {
  list: () => [],
  call: async () => undefined,
  onListChanged: () => undefined,
  isSignedIn: async () => true,
  close: async () => undefined,
};
