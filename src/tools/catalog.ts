import { descriptors as generated, toolsets } from "../../generated/catalog.js";
import type { ToolSettings } from "../config/tools.js";
import { isListTool } from "../tool/list-query.js";
import type { Tool, ToolDescriptor } from "../tool/tool.js";
import {
  type CompositeOptions,
  loadComposites,
  offeredComposites,
  unavailableComposites,
  withListsOf,
} from "./composites.js";
import { outputSchemaOf } from "./output-schemas.js";
import { type OffTool, selectTools } from "./selection.js";

/** Every tool that the configuration lets run: listed from static data, loaded with its schemas when it is called. */
export interface Catalog {
  /** In the order in which `tools/list` shows them. */
  readonly descriptors: readonly ToolDescriptor[];
  /** The tools that the configuration leaves out. */
  readonly off: readonly OffTool[];
  /** Undefined for a name that no tool has, and for a tool that is off. */
  load(name: string): Promise<Tool | undefined>;
  /**
   * A list tool for another tool to read by, on or off: a setting means the tools that it names, not what those are
   * made of. Undefined for any other name.
   */
  loadList(name: string): Promise<Tool | undefined>;
}

export type CatalogOptions = CompositeOptions & Partial<ToolSettings>;

/** @throws OktaMcpError `config_invalid` for a selection of tools that cannot be meant */
export function createCatalog(options: CatalogOptions = {}): Catalog {
  const offered: readonly ToolDescriptor[] = [...Object.values(generated), ...offeredComposites(options)];
  const selected = selectTools(offered, options, unavailableComposites(options));
  const on = withListsOf(selected);
  let composites: Promise<readonly Tool[]> | undefined;
  const loadOwn = () => {
    composites ??= loadComposites(options, selected, load);
    return composites;
  };
  const loadFrom = async (descriptors: readonly ToolDescriptor[], name: string) => {
    const descriptor = descriptors.find((candidate) => candidate.name === name);
    if (!descriptor) return undefined;
    const tools =
      descriptor.origin === "composite"
        ? await loadOwn()
        : await toolsets[descriptor.toolset as keyof typeof toolsets]();
    return tools.find((tool) => tool.name === name);
  };
  const load = (name: string) => loadFrom(on, name);
  return {
    descriptors: options.outputSchemas
      ? on.map((tool) => ({ ...tool, outputSchema: outputSchemaOf(tool) }))
      : on,
    off: selected.off,
    load,
    loadList: (name) => loadFrom(offered.filter(isListTool), name),
  };
}
