import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The built program, which `npm test` builds first. */
export const PROGRAM = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

if (!existsSync(PROGRAM)) {
  throw new Error("dist/cli.js is missing: run `npm run build`, or start the tests with `npm test`.");
}
