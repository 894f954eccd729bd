import type { AllowedOperation, ToolsetEntry } from "./allowlist/types.js";
import { wantedOperations } from "./allowlist/wanted.js";
import { answerOnlyFields } from "./answer-only.js";
import { fixedParameters, readArguments } from "./arguments.js";
import { ChangeReader, type Report } from "./changes.js";
import type { Document, Schema } from "./contract/openapi.js";
import type {
  BodyModel,
  Model,
  OperationModel,
  RequirementModel,
  SubjectModel,
  ToolKind,
  ToolModel,
} from "./model.js";
import { OperationReader } from "./operation.js";
import { mayAsk } from "./own-arguments.js";
import { CodegenError } from "./problems.js";
import { SchemaReader } from "./schema.js";
import { checkPath } from "./view.js";

/** Finds the line of the allowlist that a message is about. */
export type Locate = (toolset: string, text: string, nth?: number) => string;

/**
 * Contract + allowlist -> model.
 * @throws CodegenError with every problem found, each with the line to mend
 */
export function readModel(contract: Document, allowlist: readonly ToolsetEntry[], locate: Locate): Model {
  const reader = new ToolReader(contract, allowlist, locate);
  const toolsets = allowlist.map((entry) => {
    const tools = entry.operations.flatMap((operation) => reader.tool(entry.toolset, operation));
    const support = reader.support(entry);
    return {
      name: entry.toolset,
      tools,
      operations: [...tools.map(({ operation }) => operation), ...support],
    };
  });
  if (reader.problems.length > 0) throw new CodegenError(reader.problems);
  const tools = toolsets.flatMap((toolset) => toolset.tools);
  return {
    toolsets,
    subjects: reader.changes.subjects,
    dependents: [...new Set(tools.flatMap(({ dependents }) => dependents))],
    requestSchemas: reader.requests.named,
    scopes: reader.scopes,
  };
}

class ToolReader {
  readonly problems: string[] = [];
  readonly scopes: ReadonlySet<string>;
  readonly requests: SchemaReader;
  readonly changes: ChangeReader;
  readonly #answers: SchemaReader;
  readonly #operations: OperationReader;
  readonly #locate: Locate;
  readonly #version: string;

  constructor(contract: Document, allowlist: readonly ToolsetEntry[], locate: Locate) {
    const schemas: Readonly<Record<string, Schema>> = contract.components.schemas;
    this.requests = new SchemaReader(schemas);
    this.#answers = new SchemaReader(schemas);
    this.#operations = new OperationReader(
      contract,
      wantedOperations(allowlist),
      this.requests,
      this.#answers,
    );
    this.#locate = locate;
    this.#version = contract.info.version;
    this.scopes = this.#operations.knownScopes;
    this.changes = new ChangeReader(allowlist, this.#operations, this.#answers, (toolset, text, problem) =>
      this.problems.push(`${locate(toolset, text)}: ${problem}`),
    );
  }

  /** The operations of a toolset that no tool offers. */
  support({ toolset, operations, support = [] }: ToolsetEntry): OperationModel[] {
    return support.flatMap(({ operationId }) => {
      const operation = this.#operations.find(operationId);
      const problem = (text: string) =>
        this.problems.push(`${this.#locate(toolset, `operationId: "${operationId}"`)}: ${text}`);
      if (!operation) problem(`the contract has no operation ${operationId}`);
      const offer = operations.find((candidate) => candidate.operationId === operationId);
      if (offer) problem(`${offer.tool} offers ${operationId}: it needs no support`);
      return operation ?? [];
    });
  }

  /** The tool of one allowlist entry; empty, with a problem noted, where it cannot be read. */
  tool(toolset: string, entry: AllowedOperation): ToolModel[] {
    const source = this.#locate(toolset, `tool: "${entry.tool}"`);
    const report = (text: string) => this.problems.push(`${source}: ${entry.tool}: ${text}`);
    const operation = this.#operations.find(entry.operationId);
    if (!operation) {
      const line = this.#locate(toolset, `operationId: "${entry.operationId}"`);
      this.problems.push(`${line}: ${entry.tool}: the contract has no operation ${entry.operationId}`);
      return [];
    }
    const kind = kindOf(operation, entry);
    this.#checkView(operation, entry, kind, report);
    const own = readArguments(operation, entry, { kind, version: this.#version }, report);
    const { subjects, dependents, lookups } = this.changes.of(entry, own, report);
    const { requires = [], asksWhen, asksFor } = entry;
    const body = entry.body && this.#body(operation, entry, subjects, report);
    const read = neededSubjects(kind, subjects, requires);
    const tool: ToolModel = {
      name: entry.tool,
      title: entry.title,
      description: entry.description,
      toolset,
      safety: entry.safety,
      kind,
      scopes: this.#scopes([operation, ...read.map((subject) => subject.operation)]),
      annotations: {
        readOnlyHint: entry.safety === "read",
        destructiveHint: mayAsk(entry),
        idempotentHint: operation.method !== "post" && operation.method !== "patch",
        // The org's objects are shared with other administrators and hold texts written by its users.
        openWorldHint: true,
      },
      operation,
      arguments: own,
      fixed: fixedParameters(operation, entry, report),
      subjects,
      dependents,
      lookups,
      requires,
      source,
    };
    if (entry.view) tool.view = entry.view;
    if (entry.timeWindow) {
      const needed = ["since", "until", "sortOrder"].filter((name) => !(name in (entry.arguments ?? {})));
      if (needed.length > 0) report(`timeWindow: needs the arguments ${needed.join(", ")}`);
      tool.timeWindow = true;
    }
    if (body) tool.body = body;
    if (asksWhen) tool.asksWhen = asksWhen;
    if (asksFor) tool.asksFor = asksFor;
    if (entry.consequence) tool.consequence = entry.consequence;
    if (this.changes.isOrdered(toolset) && entry.safety !== "read") tool.turn = toolset;
    if (entry.reveals) tool.reveals = entry.reveals;
    return [tool];
  }

  #body(
    operation: OperationModel,
    { body }: AllowedOperation,
    [subject]: readonly SubjectModel[],
    report: Report,
  ): BodyModel | undefined {
    if (!body || !operation.request) {
      report(`${operation.id} takes no body`);
      return undefined;
    }
    const model: BodyModel = { argument: body.argument, node: operation.request, show: body.show };
    for (const path of body.show) {
      const problem = checkPath(operation.request, path, this.requests);
      if (problem) report(`body.show: ${problem}`);
    }
    if (body.mode === "create") return model;
    for (const field of Object.keys(body.refuses ?? {})) {
      const problem = checkPath(operation.request, field, this.requests);
      if (problem) report(`body.refuses: ${problem}`);
    }
    if (body.refuses) model.refuses = body.refuses;
    if (!subject?.operation.response) {
      report("body: an update needs a subject that reads the object");
      return model;
    }
    if (body.mode !== "replace") return model;
    const sides = { answers: this.#answers, requests: this.requests };
    const answerOnly = answerOnlyFields(subject.operation.response, operation.request, sides);
    return { ...model, answerOnly };
  }

  #checkView({ response }: OperationModel, { view }: AllowedOperation, kind: ToolKind, report: Report): void {
    if (!response) {
      if (view) report("view: Okta answers no object here");
      return;
    }
    if (!view) {
      report("view is missing: name the fields of the summary");
      return;
    }
    const shape = this.#answers.resolve(response);
    const item = kind === "list" && shape.kind === "array" ? shape.items : shape;
    for (const path of view) {
      const problem = checkPath(item, path, this.#answers);
      if (problem) report(`view: ${problem}`);
    }
  }

  /** What the token must be granted: the operation's scopes and those of every operation called on the way. */
  #scopes(called: readonly OperationModel[]): string[] {
    const all = new Set(called.flatMap(({ scopes }) => scopes));
    // Okta's `manage` scopes include `read` of the same resource.
    return [...all]
      .filter((scope) => !(scope.endsWith(".read") && all.has(scope.replace(/read$/, "manage"))))
      .sort();
  }
}

/** Those without which the tool cannot do its work, or say why Okta refuses. */
function neededSubjects(
  kind: ToolKind,
  subjects: readonly SubjectModel[],
  requires: readonly RequirementModel[],
): SubjectModel[] {
  const [first] = subjects;
  const named = requires.map(({ subject }) => subject ?? first?.kind);
  const isUpdate = kind === "replace" || kind === "partial";
  return subjects.filter((each) => named.includes(each.kind) || (isUpdate && each === first));
}

function kindOf(operation: OperationModel, { body }: AllowedOperation): ToolKind {
  if (body) return body.mode;
  if (operation.method !== "get") return "action";
  return operation.response?.kind === "array" ? "list" : "read";
}
