import {
  listApplicationGroupAssignments,
  listApplicationUsers,
} from "../../../generated/operations/applications.js";
import type { ListSource } from "../../tool/list-source.js";
import type { ToolContext } from "../../tool/tool.js";

/** Beyond so many it says "at least": an application of everybody has a page for each 500 of them. */
const MAX_USERS = 2_000;
const MAX_GROUPS = 400;

export interface Assignments {
  readonly users: number;
  readonly groups: number;
  /** Whether there are more than were counted. */
  readonly atLeast: boolean;
}

/** How many users (by themselves or by a group) and groups an application is assigned to. */
export async function countAssignments(context: ToolContext, appId: string): Promise<Assignments> {
  const path = { appId };
  const { okta } = context;
  const [users, groups] = await Promise.all([
    count(context, MAX_USERS, {
      maximum: 500,
      page: ({ after, limit, signal }) =>
        listApplicationUsers(okta, { path, query: { after, limit } }, signal),
    }),
    count(context, MAX_GROUPS, {
      maximum: 200,
      page: ({ after, limit, signal }) =>
        listApplicationGroupAssignments(okta, { path, query: { after, limit } }, signal),
    }),
  ]);
  return { users: users.count, groups: groups.count, atLeast: users.more || groups.more };
}

async function count(
  context: ToolContext,
  most: number,
  source: ListSource,
): Promise<{ count: number; more: boolean }> {
  let counted = 0;
  for await (const { items, next } of context.pages(source, most)) {
    counted += items.length;
    if (next !== undefined && counted >= most) return { count: counted, more: true };
  }
  return { count: counted, more: false };
}
