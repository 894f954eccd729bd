import { canonical } from "../contract/json.js";
import { JSON_CONTENT, type Operation, type Parameter, type Schema } from "../contract/openapi.js";
import type { Located } from "../contract/walk.js";
import { shown } from "./finding.js";
import type { RuleId, Side } from "./rules.js";
import { compareSecurity } from "./security.js";

/** What one operation is compared with, and where what is found goes. */
export interface OperationSink {
  /** `where` is the part of the operation: "body", "query parameter limit", "answer". */
  found(rule: RuleId, side: Side, where: string, before?: string, after?: string): void;
  schemas(before: Schema, after: Schema, side: Side, where: string): void;
  /** Where findings about a parameter go: those nobody uses matter less. */
  parameter(name: string): OperationSink;
}

/** Compares an operation with itself in another contract. */
export function compareOperation(before: Located, after: Located, sink: OperationSink): void {
  const [was, is] = [before.operation, after.operation];
  const found = (rule: RuleId, from?: string, to?: string) => sink.found(rule, "request", "", from, to);
  if (was.operationId !== is.operationId)
    found("operation-renamed", shown(was.operationId), shown(is.operationId));
  if (before.method !== after.method || template(before.path) !== template(after.path))
    found("operation-moved", shown(callOf(before)), shown(callOf(after)));
  if (!was.deprecated && is.deprecated) found("operation-deprecated");
  if (was.deprecated && !is.deprecated) found("operation-undeprecated");
  const [from, to] = [was, is].map((operation) => operation["x-okta-lifecycle"]?.lifecycle);
  if (from !== to) found("operation-stage", shown(from), shown(to));
  compareSecurity(was.security ?? [], is.security ?? [], found);
  compareParameters(before, after, sink);
  compareBody(was, is, sink);
  compareAnswers(was, is, sink);
}

export function callOf({ method, path }: Pick<Located, "method" | "path">): string {
  return `${method.toUpperCase()} ${path}`;
}

/** A path without the names of its parameters, which mean nothing to a server. */
export function template(path: string): string {
  return path.replace(/\{[^}]*\}/g, "{}");
}

function compareParameters(before: Located, after: Located, sink: OperationSink): void {
  const renamed = renamedInPath(before.path, after.path);
  const was = new Map(before.operation.parameters?.map((entry) => [keyOf(entry, renamed), entry]));
  const is = new Map(after.operation.parameters?.map((entry) => [keyOf(entry), entry]));
  for (const [key, from] of was) {
    const to = is.get(key);
    const own = sink.parameter(from.name);
    if (!to) own.found("parameter-gone", "request", key);
    else {
      if (from.name !== to.name)
        sink.found("parameter-renamed", "request", key, shown(from.name), shown(to.name));
      if (!from.required && to.required) sink.found("parameter-required", "request", key);
      compareParameter(from, to, key, own);
    }
  }
  for (const [key, { required }] of is) {
    if (was.has(key)) continue;
    sink.found(required ? "parameter-added-required" : "parameter-added", "request", key);
  }
}

function compareParameter(from: Parameter, to: Parameter, where: string, sink: OperationSink): void {
  const found = (rule: RuleId, was?: unknown, is?: unknown) =>
    sink.found(rule, "request", where, shown(was), shown(is));
  if (from.required && !to.required) found("parameter-optional");
  const [was, is] = [from, to].map(({ style, explode }) => canonical({ style, explode }));
  if (was !== is) found("parameter-style", was, is);
  if (!from.deprecated && to.deprecated) found("parameter-deprecated");
  const stages = [from, to].map((entry) => entry["x-okta-lifecycle"]?.lifecycle);
  if (stages[0] !== stages[1]) found("parameter-stage", ...stages);
  sink.schemas(from.schema, to.schema, "request", where);
}

/** Parameters of a path that has kept its form, by their old name. */
function renamedInPath(before: string, after: string): Map<string, string> {
  if (template(before) !== template(after)) return new Map();
  const [was, is] = [before, after].map((path) => [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name));
  return new Map(was?.flatMap((name, index) => (name === undefined ? [] : [[name, is?.[index] ?? name]])));
}

function keyOf({ in: place, name }: Parameter, renamed?: ReadonlyMap<string, string>): string {
  const current = place === "path" ? (renamed?.get(name) ?? name) : name;
  return `${place} parameter ${current}`;
}

function compareBody(was: Operation, is: Operation, sink: OperationSink): void {
  const [before, after] = [was.requestBody, is.requestBody];
  const found = (rule: RuleId) => sink.found(rule, "request", "body");
  if (!before && after) found(after.required ? "body-added-required" : "body-added");
  if (before && !after) found("body-gone");
  if (!before || !after) return;
  if (!before.required && after.required) found("body-required");
  if (before.required && !after.required) found("body-optional");
  const [from, to] = [before, after].map(({ content }) => content[JSON_CONTENT].schema ?? {});
  if (from && to) sink.schemas(from, to, "request", "body");
}

function compareAnswers(was: Operation, is: Operation, sink: OperationSink): void {
  const statuses = new Set([...Object.keys(was.responses), ...Object.keys(is.responses)]);
  for (const status of [...statuses].sort()) {
    const [before, after] = [was.responses[status], is.responses[status]];
    const isSuccess = status.startsWith("2");
    const where = isSuccess ? "answer" : `error ${status}`;
    const found = (rule: RuleId, from?: string, to?: string) => sink.found(rule, "answer", where, from, to);
    if (!before) found(isSuccess ? "answer-status-added" : "error-status-added", undefined, shown(status));
    if (!after) found(isSuccess ? "answer-status-gone" : "error-status-gone", shown(status));
    if (!before || !after) continue;
    const [from, to] = [before, after].map(({ content }) => content?.[JSON_CONTENT].schema);
    if (from && to) sink.schemas(from, to, "answer", where);
    else if (from) found("answer-body-gone");
    else if (to) found("answer-body-added");
    const headers = new Set([before, after].flatMap((answer) => Object.keys(answer.headers ?? {})));
    for (const name of [...headers].sort()) {
      const [old, current] = [before.headers?.[name], after.headers?.[name]];
      const at = `${where} header ${name}`;
      if (!old) sink.found("header-added", "answer", at);
      else if (!current) sink.found("header-gone", "answer", at);
      else sink.schemas(old.schema ?? {}, current.schema ?? {}, "answer", at);
    }
  }
}
