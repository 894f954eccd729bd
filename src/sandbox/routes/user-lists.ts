import { OktaError } from "../errors.js";
import { objectAt, valueAt } from "../json.js";
import type { Org } from "../org.js";
import { linkHeaders, readLimit, sortKey, takePage } from "../paging.js";
import { type Answer, type Call, ok } from "../router.js";
import { attributesOf, compile, EQUAL, type Grammar, ORDERED, type Predicate, SEARCH } from "../scim.js";
import type { Json, UserRecord } from "../types.js";
import { showGroup, showUser } from "../views.js";
import { namedUser } from "./named-user.js";

const LIMIT = { default: 200, max: 200, above: "clamp" } as const;
const NARROW = new Set(["eq", "gt", "ge", "lt", "le", "sw", "pr"]);
/** Only these take `co` in a user search. */
const CONTAINS = new Set(["profile.firstName", "profile.lastName", "profile.email", "profile.login"]);

const FILTER: Grammar = {
  operators: ORDERED,
  attribute: attributesOf([
    "id",
    "status",
    "lastUpdated",
    "profile.login",
    "profile.email",
    "profile.firstName",
    "profile.lastName",
  ]),
  operatorsOf: (attribute) => (attribute === "lastUpdated" ? ORDERED : EQUAL),
};

function searchAttributes(org: Org): (path: string) => string | undefined {
  const profile = [...Object.keys(org.profileSchema.base), ...Object.keys(org.profileSchema.custom)];
  return attributesOf([
    "id",
    "status",
    "created",
    "activated",
    "statusChanged",
    "lastUpdated",
    "type.id",
    ...profile.map((name) => `profile.${name}`),
  ]);
}

/** `search` and `filter` see every user; a plain list and `q` leave out the deactivated. */
export function listUsers(call: Call): Answer {
  const { org, query } = call;
  const search = query.get("search");
  const filter = query.get("filter");
  const q = query.get("q");
  if (search !== null && (filter !== null || q !== null)) {
    throw new OktaError(400, "E0000033", "Cannot specify a search query and filter in the same request.");
  }
  const limit = readLimit(query, q === null ? LIMIT : { ...LIMIT, default: 10 });
  const page = takePage(org.users.all, {
    limit,
    after: query.get("after"),
    keep: selection(org, search, filter, q),
    sort: search === null ? undefined : sortOf(org, query),
  });
  const fields = query.get("fields");
  const items = page.items.map((user) => project(showUser(user, call.base), fields));
  return ok(items, linkHeaders(call.base, call.path, query, q === null ? page.next : undefined, limit));
}

function selection(org: Org, search: string | null, filter: string | null, q: string | null) {
  const searched = search === null ? undefined : compile(search, searchGrammar(org));
  const filtered = filter === null ? undefined : compile(filter, FILTER);
  const prefix = q?.toLowerCase();
  const expression: Predicate | undefined = searched ?? filtered;
  return (user: UserRecord): boolean => {
    if (expression !== undefined && !expression(user)) return false;
    if (expression === undefined && user.status === "DEPROVISIONED") return false;
    return (
      prefix === undefined ||
      ["firstName", "lastName", "email"].some((name) => startsWith(user.profile[name], prefix))
    );
  };
}

const startsWith = (value: unknown, prefix: string): boolean =>
  typeof value === "string" && value.toLowerCase().startsWith(prefix);

function searchGrammar(org: Org): Grammar {
  return {
    isSearch: true,
    operators: SEARCH,
    attribute: searchAttributes(org),
    operatorsOf: (attribute) => (CONTAINS.has(attribute) ? undefined : NARROW),
  };
}

function sortOf(org: Org, query: URLSearchParams) {
  const sortBy = query.get("sortBy");
  if (sortBy === null) return undefined;
  const attribute = searchAttributes(org)(sortBy);
  if (attribute === undefined)
    throw new OktaError(400, "E0000031", "Invalid search criteria.", [`sortBy: ${sortBy}`]);
  return {
    key: (user: UserRecord) => sortKey(valueAt(user, attribute)),
    descending: query.get("sortOrder") === "desc",
  };
}

/** Field projection: `fields=status,profile:(firstName,city)`; the id is always there. */
function project(user: Json, fields: string | null): Json {
  if (fields === null || fields.trim() === "") return user;
  const inner = /profile:\(([^)]*)\)/.exec(fields);
  const names = (text: string): string[] => text.split(",").flatMap((name) => name.trim() || []);
  const top = names(fields.replace(/profile:\([^)]*\)/, ""));
  const out: Json = { id: user.id };
  for (const name of top) if (name in user) out[name] = user[name];
  if (inner?.[1] !== undefined) {
    const profile = objectAt(user, "profile");
    out.profile = Object.fromEntries(
      names(inner[1]).flatMap((name) => (name in profile ? [[name, profile[name]]] : [])),
    );
  }
  return out;
}

export function listUserGroups(call: Call): Answer {
  const groups = call.org.groupsOf(namedUser(call).id);
  return ok(
    groups.map((group) => showGroup(group, call.base)),
    linkHeaders(call.base, call.path, call.query, undefined, groups.length),
  );
}
