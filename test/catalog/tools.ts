import type { Tool, ToolDescriptor } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";

/** With all that a configuration can offer. */
export const catalog = createCatalog({ exportDirectory: "/exports" });
export const descriptors: readonly ToolDescriptor[] = catalog.descriptors;

/** The tool behind a descriptor, with its Zod schema. */
export async function load({ name }: ToolDescriptor): Promise<Tool> {
  const tool = await catalog.load(name);
  if (!tool) throw new Error(`the catalogue lists ${name}, but does not load it`);
  return tool;
}
