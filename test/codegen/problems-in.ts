import type { ToolsetEntry } from "../../codegen/allowlist/types.js";
import type { Document } from "../../codegen/contract/openapi.js";
import { CodegenError } from "../../codegen/problems.js";
import { readModel } from "../../codegen/read.js";
import { validateModel } from "../../codegen/validate.js";
import { widgetContract } from "./widgets.js";

/** Stands for the file: a "line" that shows what was looked for. */
const fakeLocate = (toolset: string, text: string, nth = 0) => `${toolset}.ts:<${text}>${nth || ""}`;

/** Where the problems of a tool are shown. */
export const at = (tool: string) => `groups.ts:<tool: "${tool}">: ${tool}:`;

/** What codegen says of an allowlist; nothing where it has no fault. */
export function problemsIn(
  entries: readonly ToolsetEntry[],
  contract: Document = widgetContract(),
): readonly string[] {
  try {
    validateModel(readModel(contract, entries, fakeLocate), fakeLocate);
  } catch (error) {
    if (error instanceof CodegenError) return error.problems;
    throw error;
  }
  return [];
}
