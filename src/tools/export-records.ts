import { z } from "zod";
import * as argument from "../../generated/schemas/arguments.js";
import { OktaMcpError } from "../errors.js";
import { canonical } from "../tool/canonical.js";
import { objectResult, shapeItem } from "../tool/shape.js";
import type { Tool } from "../tool/tool.js";
import { exportDescriptor } from "./composites.js";
import { FILE_NAME, findDestination, refuseTaken } from "./export/destination.js";
import { csvFormat, jsonLinesFormat } from "./export/format.js";
import { withFileLock } from "./export/lock.js";
import { fileFailed, writeExport } from "./export/write-export.js";

const inputFor = (lists: readonly string[]) =>
  z.strictObject({
    tool: z.enum(lists),
    arguments: z.record(z.string(), z.unknown()).optional(),
    file: z
      .string()
      .regex(
        FILE_NAME,
        "a plain file name of letters, digits, blanks and . _ - that ends in .csv or .jsonl, without a path",
      ),
    fields: argument.fields.optional(),
    detail: z.enum(["summary", "full"]).optional(),
  });

/** Characters of one row in the answer. */
const MAX_SAMPLE = 6_000;

/**
 * Streams a list into a file in the directory. What is promised: the file appears under its name when it is complete,
 * never before; each row that Okta's pages held is in it once, whether or not the export was broken off and gone on
 * with; rows before a break show the state of their time. Objects that come or go meanwhile may be in it or not, as
 * with any reading of Okta's pages.
 * @param directory where it writes, absolute
 * @param lists names of the list tools it may run
 */
export const exportRecords = (
  directory: string,
  lists: readonly string[],
): Tool<ReturnType<typeof inputFor>> => ({
  ...exportDescriptor(lists),
  input: inputFor(lists),
  async run(context, call) {
    const isCsv = /\.csv$/i.test(call.file);
    if (isCsv && call.detail === "full" && !call.fields) {
      throw new OktaMcpError("arguments_invalid", "detail: whole objects have no fixed columns for CSV", {
        field: "detail",
        next: "Name the columns by fields, or export to a .jsonl file.",
      });
    }
    const query = await context.listQuery(call.tool, call.arguments ?? {});
    const show = (item: unknown) => shapeItem(item, call, query.view);
    const columns = call.fields ?? query.view;
    try {
      const destination = await findDestination(directory, call.file);
      const written = await withFileLock(destination.partial, context.signal, async () => {
        await refuseTaken(destination);
        return writeExport({
          destination,
          query,
          identity: canonical([query.identity, query.view, call]),
          format: isCsv ? csvFormat(columns, show) : jsonLinesFormat(show),
          sample: (item) => objectResult(show(item), MAX_SAMPLE),
          signal: context.signal,
          progress: context.progress,
        });
      });
      return { ...written, ...(isCsv && { columns }) };
    } catch (error) {
      throw fileFailed(error);
    }
  },
});
