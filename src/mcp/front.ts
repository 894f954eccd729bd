import type { LogSource } from "../log/logger.js";
import { createPrompts, type Prompts } from "../tools/prompts/index.js";
import { createResources, type Resources } from "../tools/resources/index.js";
import type { ToolService } from "../tools/service.js";
import { type Introduction, introduce } from "./introduction.js";
import { createListings, type Listings } from "./listings.js";

export interface ServerOptions {
  version: string;
  /** Host of the org, for the instructions. */
  org: string;
  /** What the client may listen to. */
  log?: LogSource;
}

/** All that a client can learn before it calls anything. Needs nothing of the MCP SDK at run time. */
export interface Front {
  readonly introduction: Introduction;
  readonly listings: Listings;
  readonly prompts: Prompts;
  readonly resources: Resources;
}

export function createFront(service: ToolService, { version, org, log }: ServerOptions): Front {
  const prompts = createPrompts(service);
  const resources = createResources(service);
  return {
    introduction: introduce({ version, org, logs: log !== undefined }),
    listings: createListings({ service, prompts, resources }),
    prompts,
    resources,
  };
}
