import openapiTS, { astToString } from "openapi-typescript";
import type { Document } from "../contract/openapi.js";
import { type EmittedFile, emitFile } from "./source.js";

/** `openapi-types.ts`: the contract as TypeScript types, by openapi-typescript. */
export async function emitOpenapiTypes(contract: Document): Promise<EmittedFile> {
  // As text, because openapi-typescript changes the object it is given. A property with a default may be left out.
  const nodes = await openapiTS(JSON.stringify(contract), {
    silent: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
  });
  return emitFile("openapi-types.ts", (file) => {
    file.addStatements(astToString(nodes));
  });
}
