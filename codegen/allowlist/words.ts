import type { ArgumentEntry } from "./types.js";

/** Words shared by several toolsets. */
export const after = "`next` of the answer before";

export function limit(maximum?: number): ArgumentEntry {
  return { default: 50, ...(maximum === undefined ? {} : { maximum }) };
}

export const userId: ArgumentEntry = {
  name: "user_id",
  formerly: ["userId"],
  words: "User id or login",
  identifier: "id_or_login",
};

export const sortOrder = "asc or desc";

export const userView = [
  "id",
  "status",
  "lastLogin",
  "profile.login",
  "profile.firstName",
  "profile.lastName",
  "profile.email",
  "profile.title",
  "profile.department",
] as const;

export const groupView = [
  "id",
  "type",
  "profile.name",
  "profile.description",
  "lastMembershipUpdated",
  "_embedded.stats",
] as const;

export const applicationView = [
  "id",
  "name",
  "label",
  "status",
  "signOnMode",
  "created",
  "lastUpdated",
] as const;
