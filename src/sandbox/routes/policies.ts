import { invalid, OktaError, readOnlyObject } from "../errors.js";
import { valueAt, withDefaults } from "../json.js";
import type { Org } from "../org.js";
import { linkHeaders, readLimit, takePage } from "../paging.js";
import { policyBody, policyFacts, readPriority, readStatus, withoutNulls } from "../policy-body.js";
import { CATCH_ALL_ACTIONS, type PolicyTypeFacts } from "../policy-types.js";
import { place, renumber } from "../priority.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { policyTarget } from "../targets.js";
import type { Json, Lifecycle, PolicyRecord } from "../types.js";
import { showPolicy } from "../views.js";

const READ = "okta.policies.read";
const MANAGE = "okta.policies.manage";
const ONE = "/api/v1/policies/{policyId}";

export const policyRoutes: readonly Route[] = [
  { method: "GET", path: "/api/v1/policies", scope: READ, body: "none", handle: listPolicies },
  { method: "POST", path: "/api/v1/policies", scope: MANAGE, body: "json", handle: createPolicy },
  { method: "GET", path: ONE, scope: READ, body: "none", handle: getPolicy },
  { method: "PUT", path: ONE, scope: MANAGE, body: "json", handle: replacePolicy },
  { method: "DELETE", path: ONE, scope: MANAGE, body: "none", handle: deletePolicy },
  { method: "POST", path: `${ONE}/lifecycle/activate`, scope: MANAGE, body: "none", handle: activatePolicy },
  {
    method: "POST",
    path: `${ONE}/lifecycle/deactivate`,
    scope: MANAGE,
    body: "none",
    handle: deactivatePolicy,
  },
];

/** Okta documents no numbers here; an org has few policies of a type. */
const LIMIT = { default: 200, max: 200, above: "clamp" } as const;

function listPolicies(call: Call): Answer {
  const { query } = call;
  const type = query.get("type");
  if (type === null || type === "") {
    throw new OktaError(400, "E0000028", "The request is missing a required parameter.", ["type"]);
  }
  policyFacts(type);
  const status = query.get("status");
  const prefix = query.get("q")?.toLowerCase() ?? "";
  const limit = readLimit(query, LIMIT);
  const byName = query.get("sortBy") === "name";
  const page = takePage(call.org.policies.all, {
    limit,
    after: query.get("after"),
    keep: (policy) =>
      policy.type === type &&
      (status === null || policy.status === status) &&
      nameOf(policy).toLowerCase().startsWith(prefix),
    sort: {
      key: (policy) => (byName ? nameOf(policy).toLowerCase() : policy.priority),
      descending: false,
    },
  });
  return ok(
    page.items.map((policy) => showPolicy(policy, call.base)),
    linkHeaders(call.base, call.path, query, page.next, limit),
  );
}

const nameOf = (policy: PolicyRecord): string => String(policy.body.name);
const named = (call: Call): PolicyRecord => call.org.requirePolicy(call.param("policyId"));

function getPolicy(call: Call): Answer {
  return ok(showPolicy(named(call), call.base));
}

function createPolicy(call: Call): Answer {
  const { org, body } = call;
  const facts = policyFacts(body.type);
  const type = String(body.type);
  if (!facts.creatable) throw invalid(`type: Policies of type ${type} cannot be created, the org has one`);
  const policy = addPolicy(org, {
    type,
    system: false,
    status: call.query.get("activate") === "false" ? "INACTIVE" : "ACTIVE",
    priority: readPriority(body),
    body: stored(facts, policyBody(body, org.policiesOf(type))),
  });
  note(call, policy, "policy.lifecycle.create", "Create policy");
  return ok(showPolicy(policy, call.base));
}

export interface NewPolicy {
  readonly type: string;
  readonly system: boolean;
  readonly status: Lifecycle;
  readonly priority: number | undefined;
  readonly body: Json;
}

/** Adds a policy with the system rule its type starts with. */
export function addPolicy(org: Org, wanted: NewPolicy): PolicyRecord {
  const created = org.timestamp();
  const facts = policyFacts(wanted.type);
  const policy = org.policies.add({
    id: org.newId("policy"),
    seq: org.nextSeq(),
    created,
    lastUpdated: created,
    status: wanted.status,
    type: wanted.type,
    system: wanted.system,
    priority: 0,
    body: wanted.body,
  });
  for (const moved of place(org.policiesOf(wanted.type), policy, wanted.priority)) org.touch(moved);
  if (facts.catchAll !== undefined) {
    org.rules.add({
      id: org.newId("rule"),
      seq: org.nextSeq(),
      policyId: policy.id,
      created,
      lastUpdated: created,
      status: "ACTIVE",
      type: facts.ruleType,
      system: true,
      priority: 1,
      body: { name: facts.catchAll, actions: CATCH_ALL_ACTIONS[wanted.type] },
    });
  }
  return policy;
}

function stored({ conditionless, fixedSetting }: PolicyTypeFacts, body: Json, previous?: Json): Json {
  const given = withoutNulls(body, []);
  const fixed = fixedSetting === undefined ? undefined : valueAt(previous, fixedSetting);
  const kept = fixed === undefined ? given : withDefaults(given, at(fixedSetting ?? "", fixed));
  return conditionless ? { ...kept, conditions: null } : kept;
}

/** An object that holds nothing but the value at the path. */
function at(path: string, value: unknown): Json {
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Json;
}

/** Replaces name, description, conditions, settings and priority; what is left out is lost. */
function replacePolicy(call: Call): Answer {
  const { org, body } = call;
  const policy = named(call);
  const facts = policyFacts(body.type);
  if (body.type !== policy.type) throw invalid("type: The type of a policy cannot be changed");
  const next = stored(facts, policyBody(body, org.policiesOf(policy.type), policy), policy.body);
  const priority = readPriority(body);
  const status = readStatus(body);
  if (policy.system && status === "INACTIVE") throw readOnlyObject("policy");
  policy.body = next;
  policy.status = status ?? policy.status;
  for (const moved of place(org.policiesOf(policy.type), policy, priority)) org.touch(moved);
  org.touch(policy);
  note(call, policy, "policy.lifecycle.update", "Update policy");
  return ok(showPolicy(policy, call.base));
}

function deletePolicy(call: Call): Answer {
  const { org } = call;
  const policy = named(call);
  if (policy.system) throw readOnlyObject("policy");
  for (const rule of org.rulesOf(policy.id)) org.rules.remove(rule.id);
  org.policies.remove(policy.id);
  for (const moved of renumber(org.policiesOf(policy.type))) org.touch(moved);
  note(call, policy, "policy.lifecycle.delete", "Delete policy");
  return noContent();
}

function activatePolicy(call: Call): Answer {
  return setStatus(call, "ACTIVE", "policy.lifecycle.activate", "Activate policy");
}

function deactivatePolicy(call: Call): Answer {
  return setStatus(call, "INACTIVE", "policy.lifecycle.deactivate", "Deactivate policy");
}

function setStatus(call: Call, status: Lifecycle, eventType: string, message: string): Answer {
  const policy = named(call);
  if (policy.system && status === "INACTIVE") throw readOnlyObject("policy");
  if (policy.status !== status) {
    policy.status = status;
    call.org.touch(policy);
    note(call, policy, eventType, message);
  }
  return noContent();
}

function note(call: Call, policy: PolicyRecord, eventType: string, displayMessage: string): void {
  call.record({ eventType, displayMessage, targets: [policyTarget(policy)] });
}
