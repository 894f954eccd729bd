import type { Org } from "../../src/sandbox/index.js";
import type { Random } from "../../src/sandbox/random.js";
import type { UserStatus } from "../../src/sandbox/types.js";
import type { ToolDescriptor } from "../../src/tool/tool.js";
import { KIND_NAMES, KINDS, type KindName } from "../soak/kinds.js";

export type Args = Readonly<Record<string, unknown>>;

/** What good arguments are made of. */
export interface Surroundings {
  readonly org: Org;
  readonly tools: readonly ToolDescriptor[];
  /** The `next` of the latest answers of a tool. */
  cursors(tool: string): readonly string[];
  /** A number never given before. */
  mark(): number;
}

const MADE_UP = "00x1a2b3c4d5e6f7g8h9";

/** Arguments that the tool takes, mostly about objects that are there; the optional ones here and there. */
export function goodArguments(
  tool: ToolDescriptor,
  random: Random,
  surroundings: Surroundings,
): Record<string, unknown> {
  const { properties, required = [] } = tool.inputSchema;
  const args: Record<string, unknown> = { ...objectArguments(tool.name, random, surroundings) };
  const isPage = random.chance(0.8);
  for (const [name, schema] of Object.entries(properties)) {
    // These are the plan's own affair, and a list is read to its end only now and then.
    if (name in args || name === "dry_run" || name === "confirm") continue;
    if ((name === "fetch_all" || name === "count_only") && isPage) continue;
    if (!required.includes(name) && !random.chance(0.25)) continue;
    const value = argument(name, schema, tool.name, random, surroundings);
    if (value !== undefined) args[name] = value;
  }
  return args;
}

/** Those that say which object, and what it is to become. */
function objectArguments(tool: string, random: Random, { org, mark }: Surroundings): Args | undefined {
  // What is made and changed of a rule is what sign-on rules have.
  const fits = /^(create|update)_/.test(tool) ? (type: string) => type === "SIGN_ON" : () => true;
  const rule = some(
    random,
    org.rules.all.filter(({ type }) => fits(type)),
  );
  const home = { group: idOf(org, "group", random), policy: rule?.policyId ?? MADE_UP };
  if (tool === "create_application" && random.chance(0.4)) {
    return { application: webApplication(`Hostile ${mark()}`) };
  }
  for (const name of KIND_NAMES) {
    const { create, changes, read } = KINDS[name];
    const made = create(`hostile.${mark()}@example.com`, random.chance(0.5), home);
    if (made.tool === tool) return made.args;
    const id = name === "rule" ? (rule?.id ?? MADE_UP) : idOf(org, name, random);
    if (read.tool === tool) return read.args(id, home);
    const change = changes[tool];
    if (!change) continue;
    if (random.chance(0.6)) makeReady(org, tool, id);
    return change(id, mark(), home).args;
  }
  return undefined;
}

/** The state without which Okta refuses the change. */
const READY: Readonly<Record<string, UserStatus>> = {
  activate_user: "STAGED",
  suspend_user: "ACTIVE",
  unsuspend_user: "SUSPENDED",
  unlock_user: "LOCKED_OUT",
  delete_deactivated_user: "DEPROVISIONED",
};

/** Somebody else has brought the object there. */
function makeReady(org: Org, tool: string, id: string): void {
  const user = org.users.get(id);
  const status = READY[tool];
  if (user && status) user.status = status;
  const application = org.applications.get(id);
  if (application && tool === "delete_application") application.status = "INACTIVE";
}

function some<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}

const webApplication = (label: string) => ({
  signOnMode: "OPENID_CONNECT",
  name: "oidc_client",
  label,
  credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
  settings: {
    oauthClient: {
      application_type: "web",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: ["https://app.example.com/callback"],
    },
  },
});

function idOf(org: Org, kind: KindName, random: Random): string {
  const all: Readonly<Record<KindName, readonly { readonly id: string }[]>> = {
    // The first user is the administrator whose token all calls are made with.
    user: org.users.all.slice(1),
    group: org.groups.all,
    application: org.applications.all,
    policy: org.policies.all,
    rule: org.rules.all,
  };
  return some(random, all[kind])?.id ?? MADE_UP;
}

const ACTIVE = 'status eq "ACTIVE"';

/** Texts by the argument's name; others by the JSON type alone, so that a new argument is tried as well. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  search: [ACTIVE, 'profile.login sw "a"', 'profile.name sw "E"', "profile.passwordHash pr"],
  filter: [ACTIVE, 'type eq "OKTA_GROUP"', 'eventType sw "user."', 'eventType eq "user.session.start"'],
  q: ["a", "Eve", "sign"],
  sort_by: ["profile.login", "status", "id"],
  sort_order: ["asc", "desc", "ASCENDING", "DESCENDING"],
  type: ["OKTA_SIGN_ON", "ACCESS_POLICY", "PASSWORD", "MFA_ENROLL"],
  status: ["ACTIVE", "INACTIVE"],
  user: ["jane.smith@example.com"],
  application: ["GitHub Enterprise"],
  ip: ["203.0.113.7", "2001:db8::1"],
  query: ["Jane Smith", "jane.smith@example.com", "Everyone", "engineering", "smiht"],
  variant: ["SAML_2_0", "OPENID_CONNECT", "ACCESS_POLICY", "SIGN_ON"],
};

const FIELDS: readonly (readonly string[])[] = [
  ["id"],
  ["id", "profile"],
  ["profile.login", "profile.passwordHash"],
  ["credentials"],
  ["settings.oauthClient.jwks.keys[].d", "settings.oauthClient.jwks.keys.d"],
  ["credentials.oauthClient.client_secret", "credentials.password.value"],
  ["debugContext.debugData"],
  ["settings.app", "target[].displayName"],
];

function argument(
  name: string,
  schema: { readonly type?: unknown; readonly enum?: readonly unknown[] },
  tool: string,
  random: Random,
  surroundings: Surroundings,
): unknown {
  const { org, tools, mark } = surroundings;
  const kind = KIND_NAMES.find((each) => name === `${each === "application" ? "app" : each}_id`);
  if (name === "user_id" && random.chance(0.3)) return some(random, org.users.all)?.profile.login;
  if (kind) return idOf(org, kind, random);
  if (name === "after") return some(random, surroundings.cursors(tool));
  if (name === "since" || name === "until") {
    const hours = random.int(500);
    return new Date(org.now().getTime() - (name === "since" ? hours + 24 : 0) * 3_600_000).toISOString();
  }
  if (name === "tool" && tool === "describe_schema") return some(random, tools)?.name;
  if (name === "file") return `hostile-${mark()}.${random.chance(0.5) ? "csv" : "jsonl"}`;
  if (name === "fields") return some(random, FIELDS);
  if (name === "arguments") return {};
  if (name === "variant" && random.chance(0.5)) return undefined;
  if (schema.enum) return some(random, schema.enum);
  switch (schema.type) {
    case "integer":
      return name === "limit" ? 1 + random.int(60) : 1 + random.int(500);
    case "boolean":
      return random.chance(0.5);
    case "array":
      return ["id"];
    case "object":
      return {};
    default:
      return some(random, TEXTS[name] ?? ["profile"]);
  }
}
