import { OktaMcpError } from "../errors.js";
import { parseArguments } from "./arguments.js";
import { canonical } from "./canonical.js";
import { decodeCursor, encodeCursor } from "./cursor.js";
import type { ReadingRun } from "./list.js";
import { pageLimit, readList } from "./list-reader.js";
import type { ListSource } from "./list-source.js";
import type { ListedPage, ListQuery, Tool, ToolContext, ToolDescriptor } from "./tool.js";

/** Arguments about one answer's size and place; who reads the whole list decides them. */
const OF_ONE_ANSWER = ["limit", "after", "detail", "fields", "fetch_all", "count_only", "max_items"];

/** Whether the tool answers with a list that can be read page by page. */
export function isListTool({ safety, inputSchema }: Pick<ToolDescriptor, "safety" | "inputSchema">): boolean {
  return safety === "read" && Object.hasOwn(inputSchema.properties, "after");
}

/**
 * The query behind a list tool. A list tool is written as one call of `context.list`; run in a context whose `list`
 * only takes note, it hands over what it would have listed, and sends nothing.
 * @throws OktaMcpError `arguments_invalid`
 */
export async function listQuery(
  tool: Tool,
  input: Readonly<Record<string, unknown>>,
  context: ToolContext,
  run: ReadingRun,
): Promise<ListQuery> {
  const noted: ListQuery[] = [];
  const noting: ToolContext = {
    ...context,
    list: async (asked, view, source) => {
      const identity = canonical([run.orgUrl, tool.name, asked]);
      noted.push({ view, identity, pages: (from) => readWhole(source, from, identity, run) });
      return {};
    },
  };
  refuseOfOneAnswer(tool, input);
  await tool.run(noting, parseArguments(tool.input, input));
  const [query] = noted;
  if (!query) throw new OktaMcpError("internal", `${tool.name} does not list by context.list.`);
  return query;
}

function refuseOfOneAnswer({ name }: Tool, input: Readonly<Record<string, unknown>>): void {
  const argument = OF_ONE_ANSWER.find((each) => Object.hasOwn(input, each));
  if (argument === undefined) return;
  const field = `arguments.${argument}`;
  throw new OktaMcpError("arguments_invalid", `${field}: is about one answer of ${name}; here all is read`, {
    field,
    next: "Leave it out of arguments; fields and detail stand beside them.",
  });
}

/** A page's `next` is sealed for this list, as a cursor is: a damaged one is refused, not read elsewhere. */
export async function* readWhole(
  source: ListSource,
  from: string | undefined,
  identity: string,
  run: ReadingRun,
  wanted = Number.POSITIVE_INFINITY,
): AsyncGenerator<ListedPage, void, undefined> {
  const options = { ...run, limit: pageLimit(source, wanted), wanted };
  for await (const { page, fresh, onward } of readList(source, decodeCursor(from, identity), options)) {
    const items = fresh.length === page.length ? page : fresh.map((index) => page[index]);
    yield { items, next: onward && encodeCursor(onward, identity) };
  }
}
