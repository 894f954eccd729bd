/**
 * SHA-256 of a text, in base64url. Node's crypto is loaded by the first call: a server that is only asked for its list
 * starts sooner without it.
 */
export function digest(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("base64url");
}
