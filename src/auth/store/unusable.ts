import { OktaMcpError } from "../../errors.js";

export { failureName } from "../../failure-name.js";

/** What to do where neither a keychain nor a directory works. */
export const MEMORY_FIX = "Set OKTA_TOKEN_STORE=memory to keep tokens for this process only.";

/** The store as a whole does not work: no entry can be kept. `what` is a whole sentence without any secret. */
export function storeUnusable(what: string, fix: string): OktaMcpError {
  return new OktaMcpError("config_invalid", `OKTA_TOKEN_STORE: ${what}`, {
    field: "OKTA_TOKEN_STORE",
    next: fix,
  });
}
