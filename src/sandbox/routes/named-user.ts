import type { Call } from "../router.js";
import type { UserRecord } from "../types.js";

/** The user a path names: an id, a login, or `me` for the owner of the API token. */
export function namedUser(call: Call): UserRecord {
  const name = call.param("id");
  return call.org.requireUser(
    name === "me" && call.principal.userId !== undefined ? call.principal.userId : name,
  );
}
