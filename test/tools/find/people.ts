import type { Org } from "../../../src/sandbox/index.js";
import type { UserStatus } from "../../../src/sandbox/types.js";

export interface Person {
  readonly first: string;
  readonly last: string;
  readonly login: string;
  readonly email?: string;
  readonly status?: UserStatus;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Adds a person to the org. @returns the id */
export function addPerson(org: Org, { first, last, login, email = login, status, more }: Person): string {
  const pattern = structuredClone(org.tokenOwner);
  const profile = { firstName: first, lastName: last, login, email, ...more };
  const id = org.newId("user");
  org.addUser({ ...pattern, id, seq: org.nextSeq(), status: status ?? "ACTIVE", profile });
  return id;
}

/** Adds a group to the org. @returns the id */
export function addGroup(org: Org, name: string, description = ""): string {
  const pattern = org.groups.all.find(({ type }) => type === "OKTA_GROUP");
  if (!pattern) throw new Error("the org has no group");
  const id = org.newId("group");
  org.groups.add({ ...structuredClone(pattern), id, seq: org.nextSeq(), profile: { name, description } });
  return id;
}
