import type { SupportOperation } from "./allowlist/types.js";
import { type Document, JSON_CONTENT, type Operation } from "./contract/openapi.js";
import type { OperationModel, ParameterModel } from "./model.js";
import type { SchemaReader } from "./schema.js";

/** RFC 9110, section 13.1.1: the change is made only to the version that was read. */
export const IF_MATCH = "If-Match";

const METHODS = ["get", "post", "put", "delete", "patch"] as const;

/** Reads the contract's operations; each is read once, however many tools call it. */
export class OperationReader {
  readonly knownScopes: ReadonlySet<string>;
  readonly #contract: Document;
  /** Former ids by the current one. */
  readonly #formerly: ReadonlyMap<string, readonly string[]>;
  readonly #requests: SchemaReader;
  readonly #answers: SchemaReader;
  readonly #read = new Map<string, OperationModel>();

  constructor(
    contract: Document,
    wanted: readonly SupportOperation[],
    requests: SchemaReader,
    answers: SchemaReader,
  ) {
    this.#contract = contract;
    this.#formerly = new Map(wanted.map(({ operationId, formerly = [] }) => [operationId, formerly]));
    this.#requests = requests;
    this.#answers = answers;
    this.knownScopes = knownScopes(contract);
  }

  /** The operation of that id, or of a former id; its model carries the current one. */
  find(id: string): OperationModel | undefined {
    const known = this.#read.get(id);
    if (known) return known;
    const formerly = this.#formerly.get(id) ?? [];
    for (const [path, item] of Object.entries(this.#contract.paths)) {
      for (const method of METHODS) {
        const operation = item[method];
        if (!operation || ![id, ...formerly].includes(operation.operationId)) continue;
        const model = this.#model(id, method, path, operation);
        this.#read.set(id, model);
        return model;
      }
    }
    return undefined;
  }

  #model(id: string, method: OperationModel["method"], path: string, operation: Operation): OperationModel {
    const parameters = (operation.parameters ?? []).flatMap((parameter): ParameterModel[] => {
      const { name, required, schema } = parameter;
      // Of headers only the condition of a change is ours to set.
      if (parameter.in === "cookie" || (parameter.in === "header" && name !== IF_MATCH)) return [];
      const node = this.#requests.resolve(this.#requests.read(schema));
      return [{ name, place: parameter.in, required: required === true, node }];
    });
    const request = operation.requestBody?.content[JSON_CONTENT]?.schema;
    const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
    const answer = success?.content?.[JSON_CONTENT]?.schema;
    return {
      id,
      method,
      path,
      // Path parameters in the order in which the path names them.
      parameters: parameters.sort((a, b) => rank(path, a) - rank(path, b)),
      scopes: scopesOf(operation),
      ...(request && { request: this.#requests.read(request) }),
      ...(answer && { response: this.#answers.read(answer) }),
    };
  }
}

function rank(path: string, { name, place }: ParameterModel): number {
  return place === "path" ? path.indexOf(`{${name}}`) : path.length;
}

/** Okta names the OAuth scope in the `oauth2` alternative; the other alternative is the API token. */
function scopesOf(operation: Operation): string[] {
  return (operation.security ?? []).flatMap((alternative) => alternative.oauth2 ?? []);
}

function knownScopes(contract: Document): Set<string> {
  const scopes = new Set<string>();
  for (const scheme of Object.values(contract.components.securitySchemes)) {
    if (scheme.type !== "oauth2") continue;
    for (const flow of Object.values(scheme.flows)) {
      for (const scope of Object.keys(flow.scopes)) scopes.add(scope);
    }
  }
  return scopes;
}
