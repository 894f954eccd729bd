import { join } from "node:path";

/** Where codes wait for the second command, in the user's data directory. */
export async function confirmationsDirectory(): Promise<string> {
  const { default: envPaths } = await import("env-paths");
  return join(envPaths("okta-mcp", { suffix: "" }).data, "confirmations");
}
