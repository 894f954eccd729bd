import { allowlist } from "./allowlist/index.js";
import { locate } from "./allowlist/locate.js";
import { SECRET_NAME, secrets } from "./allowlist/secrets.js";
import type { ToolsetEntry } from "./allowlist/types.js";
import type { Document } from "./contract/openapi.js";
import { emitArguments } from "./emit/arguments.js";
import { emitCatalog } from "./emit/catalog.js";
import { emitDocs } from "./emit/docs.js";
import { emitOpenapiTypes } from "./emit/openapi-types.js";
import { emitOperations } from "./emit/operations.js";
import { emitSchemas } from "./emit/schemas.js";
import { emitSecrets } from "./emit/secrets.js";
import type { EmittedFile } from "./emit/source.js";
import { emitSubjects } from "./emit/subjects.js";
import { emitTools } from "./emit/tools.js";
import { readModel } from "./read.js";
import { readSecrets } from "./secrets.js";
import { validateModel } from "./validate.js";
import { namedResolver } from "./view.js";

export interface Generated {
  /** The files of `generated/`, not formatted yet. */
  files: readonly EmittedFile[];
  readme: string;
}

/**
 * Contract + allowlist -> everything that is generated. Reads and writes no file.
 * @throws CodegenError with the lines of the allowlist to mend
 */
export async function generate(
  contract: Document,
  readme: string,
  entries: readonly ToolsetEntry[] = allowlist,
): Promise<Generated> {
  const model = readModel(contract, entries, locate);
  validateModel(model, locate);
  return {
    files: [
      await emitOpenapiTypes(contract),
      emitArguments(),
      ...emitSchemas(model),
      ...model.toolsets.map(emitOperations),
      emitSubjects(model),
      ...model.toolsets.map(emitTools),
      emitCatalog(model, namedResolver(model.requestSchemas)),
      emitSecrets(readSecrets(contract, secrets), SECRET_NAME),
    ],
    readme: emitDocs(readme, model),
  };
}
