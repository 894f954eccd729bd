import { isObject } from "../../tool/paths.js";

/** The program by its package, wherever that is, or a build of it. Okta's own server has a longer name. */
const PROGRAM = /(?:^|[\\/])okta-mcp(?:@[\w.^~-]+)?(?:$|[\\/]|\.(?:js|cmd|exe|ps1)$)|[\\/]dist[\\/]cli\.js$/i;

/**
 * Whether an entry of a client starts this program, wherever it was installed then.
 * @param script the program that runs now
 */
export function isOurs(entry: unknown, script: string): boolean {
  if (!isObject(entry)) return false;
  const { command, args } = entry;
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === "string");
  return words.some((word) => word === script || PROGRAM.test(word));
}
