import type { Model, ToolModel, ToolsetModel } from "../model.js";
import type { Resolver } from "../view.js";
import { argumentsSchema } from "./json-schema.js";
import { type EmittedFile, emitFile, objectLiteral } from "./source.js";

/** `catalog.ts`: what `tools/list` answers, as plain data, and where the tools themselves are loaded from. */
export function emitCatalog(model: Model, resolver: Resolver): EmittedFile {
  return emitFile("catalog.ts", (file) => {
    const tools = model.toolsets.flatMap((toolset) => toolset.tools);
    const entries = tools.map((tool) => `${tool.name}: ${descriptor(tool, resolver)}`);
    file.addStatements(`import type { Tool, ToolDescriptor } from "../src/tool/tool.js";

/** Every generated tool by name, in the order in which tools are listed. */
export const descriptors = { ${entries.join(",\n")} } as const satisfies Record<string, ToolDescriptor>;

/** The tools of each toolset; Zod and the schemas are loaded with the first call. */
export const toolsets = { ${model.toolsets.map(loader).join(",\n")} };`);
  });
}

function descriptor(tool: ToolModel, resolver: Resolver): string {
  return objectLiteral({
    name: JSON.stringify(tool.name),
    title: JSON.stringify(tool.title),
    description: JSON.stringify(tool.description),
    toolset: JSON.stringify(tool.toolset),
    origin: JSON.stringify("generated"),
    safety: JSON.stringify(tool.safety),
    scopes: JSON.stringify(tool.scopes),
    annotations: JSON.stringify(tool.annotations),
    inputSchema: JSON.stringify(argumentsSchema(tool, resolver)),
  });
}

function loader({ name }: ToolsetModel): string {
  return `${name}: async (): Promise<readonly Tool[]> => (await import("./tools/${name}.js")).tools`;
}
