import { descriptors as generated, toolsets } from "../../generated/catalog.js";
import type { Tool, ToolDescriptor } from "../tool/tool.js";
import { type CompositeOptions, loadComposites, offeredComposites } from "./composites.js";

/** Every tool there is: listed from static data, loaded with its schemas when it is called. */
export interface Catalog {
  /** In the order in which `tools/list` shows them. */
  readonly descriptors: readonly ToolDescriptor[];
  /** Undefined for a name that no tool has. */
  load(name: string): Promise<Tool | undefined>;
}

export function createCatalog(options: CompositeOptions = {}): Catalog {
  const list: readonly ToolDescriptor[] = [...Object.values(generated), ...offeredComposites(options)];
  return {
    descriptors: list,
    async load(name) {
      const descriptor = list.find((candidate) => candidate.name === name);
      if (!descriptor) return undefined;
      const tools =
        descriptor.origin === "composite"
          ? await loadComposites(options)
          : await toolsets[descriptor.toolset as keyof typeof toolsets]();
      return tools.find((tool) => tool.name === name);
    },
  };
}
