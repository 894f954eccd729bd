import { isDeepStrictEqual } from "node:util";
import type { AllowedOperation, DependentsEntry, ToolsetEntry } from "./allowlist/types.js";
import { subjectsOf } from "./called.js";
import type { ArgumentModel, DependentsModel, OperationModel, SubjectModel, ToolModel } from "./model.js";
import type { OperationReader } from "./operation.js";
import { mayAsk } from "./own-arguments.js";
import type { SchemaReader } from "./schema.js";
import { checkPath } from "./view.js";

/** Notes a problem of one allowlist entry. */
export type Report = (text: string) => void;

type ReportAt = (toolset: string, text: string, problem: string) => void;

/** Reads what changes are about, and what depends on it; each is read once, however many tools share it. */
export class ChangeReader {
  readonly subjects: readonly SubjectModel[];
  readonly #dependents = new Map<string, { entry: DependentsEntry; model: DependentsModel }>();
  readonly #allowlist: readonly ToolsetEntry[];
  readonly #operations: OperationReader;
  readonly #answers: SchemaReader;

  constructor(
    allowlist: readonly ToolsetEntry[],
    operations: OperationReader,
    answers: SchemaReader,
    report: ReportAt,
  ) {
    this.#allowlist = allowlist;
    this.#operations = operations;
    this.#answers = answers;
    const kinds = new Set<string>();
    this.subjects = allowlist.flatMap(({ toolset, subjects = [] }) =>
      subjects.flatMap((entry) => {
        const operation = operations.find(entry.read);
        const problem = (text: string) => report(toolset, `read: "${entry.read}"`, `${entry.kind}: ${text}`);
        if (kinds.has(entry.kind)) problem("the kind is already taken");
        kinds.add(entry.kind);
        if (!operation?.response) {
          problem(`the contract has no operation ${entry.read} that answers an object`);
          return [];
        }
        for (const path of [entry.name, entry.state]) {
          const fault = checkPath(operation.response, path, answers);
          if (fault) problem(fault);
        }
        checkArguments(operation, entry.arguments, problem);
        const { kind, arguments: names, name, state, find } = entry;
        const home = this.#home(entry.read, problem);
        return [{ kind, toolset: home, arguments: names, operation, name, state, find }];
      }),
    );
  }

  /** What a tool's change is about, nothing for a tool that reads; and the tools that find what it names. */
  of(
    entry: AllowedOperation,
    tool: readonly ArgumentModel[],
    report: Report,
  ): Pick<ToolModel, "subjects" | "dependents" | "lookups"> {
    const { safety, dependents = [] } = entry;
    const path = tool.filter(({ role }) => role.kind === "parameter" && role.parameter.place === "path");
    const names = path.map(({ name }) => name);
    const subjects = subjectsOf(names, this.subjects);
    const lookups = [...new Set(subjects.map(({ find }) => find))];
    if (safety === "read") {
      checkRead(entry, report);
      return { subjects: [], dependents: [], lookups };
    }
    this.#checkNames(names, report);
    this.#checkRules(entry, subjects, report);
    const [first] = subjects;
    const depending = dependents.flatMap((each) => {
      this.#checkField(each.stamp, first, (fault) => report(`stamp: ${fault}`));
      return this.#read(each, names, report);
    });
    return { subjects, dependents: depending, lookups };
  }

  /** Whether changes of the toolset's objects move others. */
  isOrdered(toolset: string): boolean {
    return this.#allowlist.some((entry) => entry.toolset === toolset && entry.ordered === true);
  }

  #checkNames(names: readonly string[], report: Report): void {
    // Of the allowlist's subjects: that one of them cannot be read is a problem of its own.
    const all = this.#allowlist.flatMap(({ subjects = [] }) => subjects);
    const known = new Set(subjectsOf(names, all).flatMap((subject) => subject.arguments));
    for (const name of names) {
      if (!known.has(name))
        report(`no subject is identified by ${name}: name it in the allowlist's subjects`);
    }
  }

  #checkRules(entry: AllowedOperation, subjects: readonly SubjectModel[], report: Report): void {
    const { body, requires = [], asksWhen, asksFor } = entry;
    if ((asksWhen || asksFor) && (!body || body.mode === "create"))
      report("asksWhen, asksFor: only an update reads the object first; make the tool destructive");
    if (mayAsk(entry) !== (entry.consequence !== undefined))
      report("consequence: goes with each tool that may ask, and with no other");
    if (entry.consequence !== undefined && !entry.consequence.endsWith("."))
      report("consequence: does not end with a full stop");
    const [first] = subjects;
    this.#checkField(asksWhen?.field, first, (fault) => report(`asksWhen: ${fault}`));
    for (const { subject, field, oneOf, noneOf } of requires) {
      const about = subject === undefined ? first : subjects.find(({ kind }) => kind === subject);
      this.#checkField(field, about, (fault) => report(`requires: ${fault}`));
      if ((oneOf === undefined) === (noneOf === undefined)) report("requires: needs oneOf or noneOf");
    }
  }

  #checkField(field: string | undefined, subject: SubjectModel | undefined, report: Report): void {
    if (field === undefined) return;
    const response = subject?.operation.response;
    const fault = response
      ? checkPath(response, field, this.#answers)
      : "there is no subject to be in a state";
    if (fault) report(fault);
  }

  #read(entry: DependentsEntry, names: readonly string[], report: Report): DependentsModel[] {
    const missing = entry.arguments.filter((name) => !names.includes(name));
    if (missing.length > 0) report(`dependents: the tool has no argument ${missing.join(", ")}`);
    const known = this.#dependents.get(entry.list);
    if (known) {
      if (!isDeepStrictEqual(known.entry, entry))
        report(`dependents: ${entry.list} is described otherwise elsewhere`);
      return [known.model];
    }
    const operation = this.#operations.find(entry.list);
    const items = operation?.response && this.#answers.resolve(operation.response);
    if (!operation || items?.kind !== "array") {
      report(`dependents: the contract has no operation ${entry.list} that lists`);
      return [];
    }
    const fault = entry.name === undefined ? undefined : checkPath(items.items, entry.name, this.#answers);
    if (fault) report(`dependents: ${fault}`);
    checkArguments(operation, entry.arguments, (text) => report(`dependents: ${text}`));
    const { kind, arguments: own, name, stamp } = entry;
    const toolset = this.#home(entry.list, (text) => report(`dependents: ${text}`));
    const model: DependentsModel = { kind, toolset, arguments: own, operation };
    if (name !== undefined) model.name = name;
    if (stamp !== undefined) model.stamp = stamp;
    this.#dependents.set(entry.list, { entry, model });
    return [model];
  }

  /** The toolset whose file of operations has it. */
  #home(operationId: string, report: Report): string {
    const has = ({ operations, support = [] }: ToolsetEntry) =>
      [...operations, ...support].some((operation) => operation.operationId === operationId);
    const home = this.#allowlist.find(has)?.toolset;
    if (home === undefined) report(`no toolset has ${operationId}: name it among its support`);
    return home ?? "";
  }
}

function checkRead(entry: AllowedOperation, report: Report): void {
  for (const key of ["dependents", "requires", "asksWhen", "asksFor", "consequence", "reveals"] as const) {
    if (entry[key]) report(`${key}: the tool changes nothing`);
  }
}

function checkArguments(operation: OperationModel, names: readonly string[], report: Report): void {
  const path = operation.parameters.filter(({ place }) => place === "path");
  if (path.length !== names.length)
    report(`${operation.id} takes ${path.length} path parameters, not ${names.length}`);
}
