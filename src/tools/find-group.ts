import { z } from "zod";
import { getGroup, listGroups } from "../../generated/operations/groups.js";
import * as argument from "../../generated/schemas/arguments.js";
import { type JsonObject, valueAt } from "../tool/paths.js";
import type { Tool, ToolContext } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import { tell } from "./find/answer.js";
import { byKey, climb, type Level, searches } from "./find/climb.js";
import { GROUP_LABELS, groupExpressions } from "./find/group-expressions.js";
import { fold, parseQuery, type Query } from "./find/query.js";
import type { Named } from "./find/rank.js";

const input = z.strictObject({ query: argument.text.max(255) });

const ID = /^00g[A-Za-z0-9]{17}$/;

const WORDS = {
  thing: "group",
  narrower: "ask for the whole name or the id",
  none: 'No group has a name like it. For other attributes use list_groups, such as search: profile.description co "staff".',
} as const;

/** A group by plain words: exact, then its beginning or a piece, then similar names. Never chooses for the user. */
export const findGroup = (): Tool<typeof input> => ({
  ...descriptors.find_group,
  input,
  async run(context, { query: written }) {
    const query = parseQuery(written, GROUP_LABELS);
    return tell(await climb(levels(context, query), query, nameGroup), WORDS, showGroup);
  },
});

function levels(context: ToolContext, query: Query): readonly Level[] {
  const { okta, signal } = context;
  if (ID.test(query.text)) {
    const key = () => byKey(() => getGroup(okta, { path: { groupId: query.text } }, signal));
    return [{ reads: [key], suffices: "similar" }];
  }
  const [exact = [], within = [], similar = []] = groupExpressions(query).map((expressions) =>
    searches(context, expressions, (expression, { after, limit, signal }) =>
      listGroups(okta, { query: { search: expression, after, limit } }, signal),
    ),
  );
  return [
    { reads: exact, suffices: "exact" },
    { reads: within, suffices: "part" },
    { reads: similar, suffices: "similar" },
  ];
}

/** Okta keeps its own groups' names apart; those imported from applications and directories may repeat them. */
function nameGroup({ id, profile }: JsonObject): Named {
  const name = String(valueAt(profile, "name") ?? "");
  const bare = name.split(" ").filter((word) => !GROUP_LABELS.includes(fold(word)));
  return { id: String(id), handles: [String(id), name], names: [name, bare.join(" ")], isInactive: false };
}

function showGroup(group: JsonObject): JsonObject {
  return {
    id: group.id,
    name: valueAt(group, "profile.name"),
    description: valueAt(group, "profile.description"),
    type: group.type,
    application_id: /\/apps\/([A-Za-z0-9_-]+)$/.exec(String(valueAt(group, "_links.source.href")))?.[1],
    domain_name: valueAt(group, "profile.windowsDomainQualifiedName"),
  };
}
