import { applications } from "./applications.js";
import { groups } from "./groups.js";
import { logs } from "./logs.js";
import { policies } from "./policies.js";
import type { ToolsetEntry } from "./types.js";
import { users } from "./users.js";

/** The toolsets in the order in which `tools/list` shows them. */
export const allowlist: readonly ToolsetEntry[] = [users, groups, applications, policies, logs];
