import { application, group } from "./group-and-application-kinds.js";
import { policy, rule } from "./policy-kinds.js";
import { user } from "./user-kind.js";

export const KINDS = { user, group, application, policy, rule } as const;
export type KindName = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
