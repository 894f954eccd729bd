import { isObject, valueAt } from "../../tool/paths.js";
import type { ToolResult } from "../../tool/tool.js";
import type { Prompts } from "../prompts/index.js";
import { type Completes, KINDS } from "../resources/kinds.js";
import type { ToolService } from "../service.js";
import { MAX_VALUES, type Named, SOURCES } from "./sources.js";

/** A value that is being typed. */
export interface CompletionRequest {
  /** Name of a prompt, or address of a template. */
  readonly prompt?: string;
  readonly template?: string;
  /** Name of the prompt's argument, or of the template's variable. */
  readonly argument: string;
  readonly value: string;
  /** What has been filled in already. */
  readonly others: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Completion {
  /** At most 100. */
  readonly values: readonly string[];
  readonly hasMore: boolean;
}

const NOTHING: Completion = { values: [], hasMore: false };

/** Milliseconds. Whoever types does not wait longer. */
const PATIENCE = 2_000;

/**
 * What the value can become. Empty where nothing is known, on any failure, after two seconds, and of the org's names
 * before anybody has signed in: typing starts no sign-in. Never rejects.
 */
export async function complete(
  service: ToolService,
  prompts: Pick<Prompts, "list">,
  request: CompletionRequest,
  patience = PATIENCE,
): Promise<Completion> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(patience)]);
  if (signal.aborted) return NOTHING;
  const givenUp = new Promise<Completion>((resolve) => {
    signal.addEventListener("abort", () => resolve(NOTHING), { once: true });
  });
  const found = find(service, prompts, { ...request, signal }).catch(() => NOTHING);
  return Promise.race([found, givenUp]);
}

async function find(
  service: ToolService,
  prompts: Pick<Prompts, "list">,
  request: CompletionRequest,
): Promise<Completion> {
  const { argument, value, others, signal } = request;
  const call = async (name: string, input: Readonly<Record<string, unknown>>) => {
    const outcome = await service.call({ name, arguments: input, signal });
    return outcome?.ok ? outcome.result : {};
  };
  if (request.template !== undefined) {
    const completes = KINDS.find(({ uri }) => uri === request.template)?.completes?.[argument];
    return completes ? ofVariable(completes) : NOTHING;
  }
  const prompt = prompts.list().find(({ name }) => name === request.prompt);
  const { suggests, several } = prompt?.arguments.find(({ name }) => name === argument) ?? {};
  if (suggests === undefined) return NOTHING;
  if (typeof suggests !== "string") return starting(suggests, value);
  const before = several ? value.slice(0, value.lastIndexOf(",") + 1) : "";
  const names = await namesOf(suggests, before === "" ? value : value.slice(before.length).trimStart());
  const head = before === "" ? "" : `${before} `;
  return { ...names, values: names.values.map((name) => `${head}${name}`) };

  async function ofVariable(completes: Completes): Promise<Completion> {
    if (completes === "user") return namesOf("user", value);
    if (completes === "tool") {
      return starting(
        service.list().map(({ name }) => name),
        value,
      );
    }
    const { variants } = await call("describe_schema", { tool: others.tool });
    return starting(stringsAt(variants, "variant"), value);
  }

  async function namesOf(kind: Named, start: string): Promise<Completion> {
    if (!(await service.isSignedIn())) return NOTHING;
    const { tool, arguments: input, field } = SOURCES[kind];
    const { items, complete: isWhole }: ToolResult = await call(tool, { ...input(start), fields: [field] });
    const names = starting(stringsAt(items, field), start);
    return { ...names, hasMore: names.hasMore || isWhole === false };
  }
}

/** Those that start so, whatever the case, each once. */
function starting(all: readonly string[], start: string): Completion {
  const lower = start.toLowerCase();
  const values = [...new Set(all)].filter((each) => each.toLowerCase().startsWith(lower));
  return { values: values.slice(0, MAX_VALUES), hasMore: values.length > MAX_VALUES };
}

function stringsAt(items: unknown, path: string): string[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item) => {
    const value = isObject(item) ? valueAt(item, path) : undefined;
    return typeof value === "string" ? [value] : [];
  });
}
