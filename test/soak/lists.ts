import { readFile } from "node:fs/promises";
import { type Caller, itemsOf } from "./caller.js";
import type { Json } from "./kind.js";
import { KINDS, type KindName } from "./kinds.js";
import type { Subject } from "./subject.js";
import { wasTaken } from "./witness.js";

type List = (caller: Caller) => Promise<void>;

/** The tools that read more than one object, each with what its answer must agree with. */
export const LISTS: Readonly<Record<string, List>> = {
  list_users: (caller) =>
    caller.random.chance(0.5) ? findOne(caller, "user") : readAll(caller, "list_users"),
  list_groups: (caller) =>
    caller.random.chance(0.5) ? findOne(caller, "group") : readAll(caller, "list_groups"),
  find_user: (caller) => findByWords(caller, "user"),
  find_group: (caller) => findByWords(caller, "group"),
  list_applications: (caller) => findOne(caller, "application"),
  list_policies: (caller) => findOne(caller, "policy"),
  list_policy_rules: async (caller) => {
    const { find, nameOf, shown } = KINDS.rule;
    const answer = await caller.read(find.tool, find.args("", caller.home));
    if (!answer) return;
    for (const rule of caller.subjects.filter(({ kind }) => kind === "rule")) {
      const item = itemsOf(answer).find((each) => nameOf(each) === rule.name);
      if (item || answer.complete === true) caller.see(rule, item ? shown(item, false) : null, find.tool);
    }
  },
  async list_user_groups(caller) {
    const [user] = caller.present("user").filter(({ home }) => home === caller.home);
    if (!user) return void (await caller.create("user"));
    const groups = await caller.read("list_user_groups", { user_id: user.id, fields: ["id"] });
    if (groups === null) return caller.see(user, null, "list_user_groups");
    // Between the choice of the home and this answer churn may have taken it.
    if (groups?.complete !== true || wasTaken(caller.org, user.home.group)) return;
    caller.see(user, { member: idsOf(groups).includes(user.home.group) }, "list_user_groups");
  },
  async list_group_users(caller) {
    const { group } = caller.home;
    const args = { group_id: group, fields: ["id"], fetch_all: true };
    const members = await caller.read("list_group_users", args);
    if (members?.complete !== true) return;
    const ids = new Set(idsOf(members));
    for (const user of caller.present("user").filter(({ home }) => home.group === group)) {
      if (isListed(user)) caller.see(user, { member: ids.has(user.id ?? "") }, "list_group_users");
    }
  },
  list_group_apps: async (caller) => {
    const apps = await caller.read("list_group_apps", { group_id: caller.home.group });
    if (apps && itemsOf(apps).length > 0) throw new Error("the group has no applications");
  },
  async get_logs(caller) {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const until = new Date(caller.org.now().getTime() + 60_000).toISOString();
    const fields = ["uuid", "published"];
    const args = { since, until, fields, filter: 'eventType sw "user."', fetch_all: true, max_items: 2500 };
    const events = await caller.read("get_logs", args);
    if (!events) return;
    const known = new Map(caller.org.log.all.map(({ id, published }) => [id, published]));
    const items = itemsOf(events);
    once(items.map(({ uuid }) => uuid));
    const times = items.map(({ uuid, published }) => {
      if (known.get(String(uuid)) !== published) throw new Error("an event that the org has not recorded");
      return String(published);
    });
    if (times.join() !== [...times].sort().join()) throw new Error("events out of order");
  },
  async get_user_profile_attributes(caller) {
    const schema = await caller.read("get_user_profile_attributes", {});
    if (schema && schema.definitions === undefined) throw new Error("a schema without definitions");
  },
  async okta_status(caller) {
    const status = await caller.read("okta_status", {});
    if (!status || typeof status.signed_in !== "boolean") throw new Error("okta_status always answers");
  },
  async describe_schema(caller) {
    const told = await caller.read("describe_schema", { tool: "create_group", field: "profile" });
    const { properties } = (told?.schema ?? {}) as Json;
    if (!properties) throw new Error("describe_schema needs no org, and always answers");
  },
  async get_login_failures(caller) {
    const since = new Date(Date.now() - 40 * 86_400_000).toISOString();
    const told = await caller.read("get_login_failures", { since });
    if (!told) return;
    for (const by of ["by_reason", "by_user", "by_ip", "by_hour"]) {
      const groups = told[by] as readonly { count: number }[];
      const sum = groups.reduce((all, { count }) => all + count, 0);
      if (sum !== told.total) throw new Error(`${by} counts ${sum} of ${told.total} attempts`);
    }
  },
  async find_unused_applications(caller) {
    const found = await caller.read("find_unused_applications", { days: 30 });
    if (!found) return;
    const ids = (found.applications as readonly Json[]).map(({ id }) => id);
    once(ids);
    const fresh = caller.subjects.find(
      (subject) => subject.kind === "application" && ids.includes(subject.id),
    );
    if (fresh) throw new Error(`${fresh.name} is called unused, and is minutes old`);
  },
  async export_records(caller) {
    const file = `${caller.name}-${caller.mark()}.jsonl`;
    const tool = caller.random.pick(["list_users", "list_groups", "list_applications"]);
    const args = { tool, file, fields: ["id"] };
    // What broke off goes on with the same call.
    const done = (await caller.read("export_records", args)) ?? (await caller.read("export_records", args));
    if (!done) return;
    const lines = (await readFile(String(done.path), "utf8")).trimEnd().split("\n");
    if (lines.length !== done.rows) throw new Error(`${done.rows} rows told, ${lines.length} written`);
    once(lines.map((line) => JSON.parse(line).id));
  },
};

async function findOne(caller: Caller, kind: KindName): Promise<void> {
  const known = caller.subjects.filter((each) => each.kind === kind && !each.lost);
  await caller.find(known.length > 0 ? caller.random.pick(known) : await caller.create(kind));
}

/** Whoever's name it is, it is that one and no other; or it is not there. */
async function findByWords(caller: Caller, kind: "user" | "group"): Promise<void> {
  const known = caller.subjects.filter((each) => each.kind === kind && !each.lost);
  const subject = known.length > 0 ? caller.random.pick(known) : await caller.create(kind);
  const answer = await caller.read(`find_${kind}`, { query: subject.name });
  if (!answer || subject.id === undefined) return;
  const isFound = answer.match === "exact" && Object(answer.best).id === subject.id;
  caller.see(subject, isFound ? {} : null, `find_${kind}`);
}

/** The whole list, while others change it: nothing twice, and nothing missing that was there all the time. */
async function readAll(caller: Caller, tool: string): Promise<void> {
  const kind = tool === "list_users" ? "user" : "group";
  const all = await caller.read(tool, { fetch_all: true, fields: ["id"], limit: 50 });
  if (!all) return;
  const ids = idsOf(all);
  once(ids);
  if (all.complete !== true) return;
  for (const subject of caller.present(kind)) {
    if (isListed(subject) && !ids.includes(subject.id ?? "")) caller.see(subject, null, tool);
  }
}

/** Okta's lists leave out the deactivated; what may be deactivated proves nothing. */
const isListed = ({ states }: Subject): boolean =>
  states.every((state) => state !== null && state.status !== "DEPROVISIONED");

const idsOf = (answer: Json): string[] => itemsOf(answer).map(({ id }) => String(id));

function once(ids: readonly unknown[]): void {
  if (new Set(ids).size !== ids.length) throw new Error("the list has something twice");
}
