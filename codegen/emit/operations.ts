import type { OperationModel, ToolsetModel } from "../model.js";
import { camelCase, type EmittedFile, emitFile } from "./source.js";

/** `operations/<toolset>.ts`: one typed call over openapi-fetch for each operation. */
export function emitOperations(toolset: ToolsetModel): EmittedFile {
  return emitFile(`operations/${toolset.name}.ts`, (file) => {
    for (const operation of toolset.operations) {
      file.addStatements(statement(operation));
    }
    file.insertImportDeclarations(0, [
      { moduleSpecifier: "../../src/http/client.js", isTypeOnly: true, namedImports: clients(toolset) },
      { moduleSpecifier: "../openapi-types.js", isTypeOnly: true, namedImports: ["paths"] },
    ]);
  });
}

/** What reads is given a client that can do no more. */
function clientFor(method: OperationModel["method"]): string {
  return method === "get" ? "OktaReader" : "OktaClient";
}

function clients({ operations }: ToolsetModel): string[] {
  return [...new Set(operations.map(({ method }) => clientFor(method)))].sort();
}

function statement({ id, method, path, request }: OperationModel): string {
  const type = `paths[${JSON.stringify(path)}]["${method}"]`;
  const parameters = [`okta: ${clientFor(method)}`, `params: ${type}["parameters"]`];
  if (request) parameters.push(`body: ${type}["requestBody"]["content"]["application/json"]`);
  parameters.push("signal: AbortSignal");
  const options = request ? "{ params, body, signal }" : "{ params, signal }";
  const verb = method.toUpperCase();
  return `\n/** ${verb} ${path} */
export const ${camelCase(id)} = (${parameters.join(", ")}) => okta.${verb}(${JSON.stringify(path)}, ${options});`;
}
