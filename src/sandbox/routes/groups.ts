import { blank, invalid, OktaError, readOnlyObject, taken } from "../errors.js";
import { isObject, valueAt } from "../json.js";
import type { Org } from "../org.js";
import { linkHeaders, readLimit, sortKey, takePage } from "../paging.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { attributesOf, compile, EQUAL, type Grammar, ORDERED, SEARCH } from "../scim.js";
import { groupTarget } from "../targets.js";
import type { GroupRecord, Json } from "../types.js";
import { groupStats, showGroup } from "../views.js";

const READ = "okta.groups.read";
const MANAGE = "okta.groups.manage";

export const groupRoutes: readonly Route[] = [
  { method: "GET", path: "/api/v1/groups", scope: READ, body: "none", handle: listGroups },
  { method: "POST", path: "/api/v1/groups", scope: MANAGE, body: "json", handle: addGroup },
  { method: "GET", path: "/api/v1/groups/{groupId}", scope: READ, body: "none", handle: getGroup },
  { method: "PUT", path: "/api/v1/groups/{groupId}", scope: MANAGE, body: "json", handle: replaceGroup },
  { method: "DELETE", path: "/api/v1/groups/{groupId}", scope: MANAGE, body: "none", handle: deleteGroup },
];

const LIMIT = { default: 10_000, max: 10_000, above: "clamp" } as const;
/** A `q` is for pickers: at most 300 groups, and no next page. */
const Q_LIMIT = { default: 300, max: 300, above: "clamp" } as const;

const TOP_LEVEL = ["id", "type", "created", "lastUpdated", "lastMembershipUpdated", "source.id"];
const CONTAINS = new Set(["profile.name", "profile.description"]);
const NARROW = new Set(["eq", "gt", "ge", "lt", "le", "sw", "pr"]);

const FILTER: Grammar = {
  operators: ORDERED,
  attribute: attributesOf(["id", "type", "lastUpdated", "lastMembershipUpdated"]),
  operatorsOf: (attribute) => (attribute.startsWith("last") ? ORDERED : EQUAL),
};

const topLevel = attributesOf([...TOP_LEVEL, ...CONTAINS]);
/** Any profile attribute is searchable, also those that came with an imported group. */
const searchAttribute = (path: string): string | undefined =>
  topLevel(path) ?? (/^profile\.\w+$/i.test(path) ? `profile.${path.slice(8)}` : undefined);

const SEARCH_GRAMMAR: Grammar = {
  isSearch: true,
  operators: SEARCH,
  attribute: searchAttribute,
  operatorsOf: (attribute) => (CONTAINS.has(attribute) ? undefined : NARROW),
};

function listGroups(call: Call): Answer {
  const { org, query } = call;
  const search = query.get("search");
  const filter = query.get("filter");
  const q = query.get("q");
  if (search !== null && (filter !== null || q !== null)) {
    throw new OktaError(400, "E0000033", "Cannot specify a search query and filter in the same request.");
  }
  const limit = readLimit(query, q === null ? LIMIT : Q_LIMIT);
  const expression =
    search !== null
      ? compile(search, SEARCH_GRAMMAR)
      : filter !== null
        ? compile(filter, FILTER)
        : () => true;
  const prefix = q?.toLowerCase() ?? "";
  const page = takePage(org.groups.all, {
    limit,
    after: query.get("after"),
    keep: (group) => expression(group) && String(group.profile.name).toLowerCase().startsWith(prefix),
    sort: search === null ? undefined : sortOf(query),
  });
  const expand = (query.get("expand") ?? "").split(",");
  const items = page.items.map((group) => ({
    ...showGroup(group, call.base),
    ...embedded(org, group, expand),
  }));
  return ok(items, linkHeaders(call.base, call.path, query, q === null ? page.next : undefined, limit));
}

function embedded(org: Org, group: GroupRecord, expand: readonly string[]): Json {
  const source = group.source === undefined ? undefined : org.applications.get(group.source.id);
  const parts = {
    ...(expand.includes("stats") ? groupStats(org, group) : {}),
    ...(expand.includes("app") && source
      ? {
          app: {
            id: source.id,
            name: source.body.name,
            label: source.body.label,
            signOnMode: source.body.signOnMode,
          },
        }
      : {}),
  };
  return Object.keys(parts).length > 0 ? { _embedded: parts } : {};
}

function sortOf(query: URLSearchParams) {
  const sortBy = query.get("sortBy");
  if (sortBy === null) return undefined;
  const attribute = searchAttribute(sortBy);
  if (attribute === undefined)
    throw new OktaError(400, "E0000031", "Invalid search criteria.", [`sortBy: ${sortBy}`]);
  return {
    key: (group: GroupRecord) => sortKey(valueAt(group, attribute)),
    descending: query.get("sortOrder") === "desc",
  };
}

function getGroup(call: Call): Answer {
  return ok(showGroup(call.org.requireGroup(call.param("groupId")), call.base));
}

function addGroup(call: Call): Answer {
  const { org } = call;
  const profile = readProfile(org, call.body);
  const time = org.timestamp();
  const group = org.groups.add({
    id: org.newId("group"),
    seq: org.nextSeq(),
    created: time,
    lastUpdated: time,
    lastMembershipUpdated: time,
    type: "OKTA_GROUP",
    objectClass: ["okta:user_group"],
    profile,
  });
  call.record({
    eventType: "group.lifecycle.create",
    displayMessage: "Create Okta group",
    targets: [groupTarget(group)],
  });
  return ok(showGroup(group, call.base));
}

/** Replaces the whole profile: a description left out is lost. */
function replaceGroup(call: Call): Answer {
  const group = call.org.requireGroup(call.param("groupId"));
  if (group.type !== "OKTA_GROUP") throw readOnlyObject("group");
  group.profile = readProfile(call.org, call.body, group);
  call.org.touch(group);
  call.record({
    eventType: "group.profile.update",
    displayMessage: "Update Okta group",
    targets: [groupTarget(group)],
  });
  return ok(showGroup(group, call.base));
}

function deleteGroup(call: Call): Answer {
  const group = call.org.requireGroup(call.param("groupId"));
  if (group.type === "BUILT_IN") throw readOnlyObject("group");
  call.org.removeGroup(group);
  call.record({
    eventType: "group.lifecycle.delete",
    displayMessage: "Delete Okta group",
    targets: [groupTarget(group)],
  });
  return noContent();
}

function readProfile(org: Org, body: Json, self?: GroupRecord): Json {
  const { profile } = body;
  if (!isObject(profile)) throw invalid(blank("profile"));
  const { name, description } = profile;
  if (typeof name !== "string" || name.trim() === "") throw invalid(blank("name"));
  if (name.length > 255) throw invalid("name: The value may have at most 255 characters");
  if (description !== undefined && description !== null && typeof description !== "string") {
    throw invalid("description: The value must be of type string");
  }
  const folded = name.toLowerCase();
  const twin = org.groups.all.find(
    (group) =>
      group.type !== "APP_GROUP" &&
      group.id !== self?.id &&
      String(group.profile.name).toLowerCase() === folded,
  );
  if (twin !== undefined) throw invalid(taken("name"));
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== null));
}
