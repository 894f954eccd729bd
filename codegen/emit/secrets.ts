import type { SecretTable } from "../secrets.js";
import { type EmittedFile, emitFile, objectLiteral } from "./source.js";

/** `secrets.ts`: the redaction table, as plain data. */
export function emitSecrets({ properties, beside }: SecretTable, name: RegExp): EmittedFile {
  return emitFile("secrets.ts", (file) => {
    const entries = [...properties].map(([path, reason]) => `// ${reason}\n${JSON.stringify(path)},`);
    const members = Object.fromEntries([...beside].map(([key, names]) => [key, JSON.stringify(names)]));
    file.addStatements(`/** Properties whose strings are secret: dotted paths, from anywhere down; arrays are passed over. */
export const secretProperties: readonly string[] = [\n${entries.join("\n")}\n];

/** Properties that are secret in an object that has a certain other one. */
export const secretBeside: Readonly<Record<string, readonly string[]>> = ${objectLiteral(members)};

/** A name that tells a secret wherever it stands. */
export const secretName = ${String(name)};`);
  });
}
