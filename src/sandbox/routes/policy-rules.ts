import { invalid, readOnlyObject } from "../errors.js";
import { linkHeaders, readLimit } from "../paging.js";
import { policyBody, policyFacts, readPriority, readStatus, withoutNulls } from "../policy-body.js";
import { place, renumber } from "../priority.js";
import { type Answer, type Call, noContent, ok, type Route } from "../router.js";
import { policyTarget, ruleTarget } from "../targets.js";
import type { Json, Lifecycle, PolicyRecord, RuleRecord } from "../types.js";
import { showRule } from "../views.js";

const READ = "okta.policies.read";
const MANAGE = "okta.policies.manage";
const ALL = "/api/v1/policies/{policyId}/rules";
const ONE = `${ALL}/{ruleId}`;

export const policyRuleRoutes: readonly Route[] = [
  { method: "GET", path: ALL, scope: READ, body: "none", handle: listRules },
  { method: "POST", path: ALL, scope: MANAGE, body: "json", handle: createRule },
  { method: "GET", path: ONE, scope: READ, body: "none", handle: getRule },
  { method: "PUT", path: ONE, scope: MANAGE, body: "json", handle: replaceRule },
  { method: "DELETE", path: ONE, scope: MANAGE, body: "none", handle: deleteRule },
  { method: "POST", path: `${ONE}/lifecycle/activate`, scope: MANAGE, body: "none", handle: activateRule },
  {
    method: "POST",
    path: `${ONE}/lifecycle/deactivate`,
    scope: MANAGE,
    body: "none",
    handle: deactivateRule,
  },
];

/** Types whose rules have no conditions of their own: Okta shows null. */
const CONDITIONLESS = ["PROFILE_ENROLLMENT", "CLIENT_UPDATE", "IDENTITY_CLAIM_SOURCING"];

const policyOf = (call: Call): PolicyRecord => call.org.requirePolicy(call.param("policyId"));
const ruleOf = (call: Call, policy = policyOf(call)): RuleRecord =>
  call.org.requireRule(policy, call.param("ruleId"));

/** Rules come in one piece: Okta offers a limit but no cursor here. */
function listRules(call: Call): Answer {
  const policy = policyOf(call);
  const limit = readLimit(call.query, { default: 1000, max: 1000, above: "clamp" });
  const rules = call.org.rulesOf(policy.id).slice(0, limit);
  return ok(
    rules.map((rule) => showRule(rule, call.base)),
    linkHeaders(call.base, call.path, call.query, undefined, limit),
  );
}

function getRule(call: Call): Answer {
  return ok(showRule(ruleOf(call), call.base));
}

function createRule(call: Call): Answer {
  const { org, body } = call;
  const policy = policyOf(call);
  const type = ruleType(policy, body);
  const stored = storedBody(type, policyBody(body, org.rulesOf(policy.id)));
  const priority = readPriority(body);
  const created = org.timestamp();
  const rule = org.rules.add({
    id: org.newId("rule"),
    seq: org.nextSeq(),
    policyId: policy.id,
    created,
    lastUpdated: created,
    status: call.query.get("activate") === "false" ? "INACTIVE" : "ACTIVE",
    type,
    system: false,
    priority: 0,
    body: stored,
  });
  for (const moved of place(org.rulesOf(policy.id), rule, priority)) org.touch(moved);
  note(call, policy, rule, "policy.rule.add", "Add policy rule");
  return ok(showRule(rule, call.base));
}

/** A rule has the type its policy's rules have; saying nothing means that type. */
function ruleType(policy: PolicyRecord, body: Json): string {
  const wanted = policyFacts(policy.type).ruleType;
  const given = body.type ?? wanted;
  if (given !== wanted) throw invalid(`type: Rules of a ${policy.type} policy are of type ${wanted}`);
  return wanted;
}

function storedBody(type: string, body: Json): Json {
  const kept = withoutNulls(body, []);
  return CONDITIONLESS.includes(type) ? { ...kept, conditions: null } : kept;
}

/** Replaces name, conditions, actions and priority; what is left out is lost. */
function replaceRule(call: Call): Answer {
  const { org, body } = call;
  const policy = policyOf(call);
  const rule = ruleOf(call, policy);
  const type = ruleType(policy, body);
  const next = storedBody(type, policyBody(body, org.rulesOf(policy.id), rule));
  const priority = readPriority(body);
  const status = readStatus(body);
  if (rule.system && status === "INACTIVE") throw readOnlyObject("rule");
  rule.body = next;
  rule.status = status ?? rule.status;
  for (const moved of place(org.rulesOf(policy.id), rule, priority)) org.touch(moved);
  org.touch(rule);
  note(call, policy, rule, "policy.rule.update", "Update policy rule");
  return ok(showRule(rule, call.base));
}

function deleteRule(call: Call): Answer {
  const { org } = call;
  const policy = policyOf(call);
  const rule = ruleOf(call, policy);
  if (rule.system) throw readOnlyObject("rule");
  org.rules.remove(rule.id);
  for (const moved of renumber(org.rulesOf(policy.id))) org.touch(moved);
  note(call, policy, rule, "policy.rule.delete", "Delete policy rule");
  return noContent();
}

function activateRule(call: Call): Answer {
  return setStatus(call, "ACTIVE", "policy.rule.activate", "Activate policy rule");
}

function deactivateRule(call: Call): Answer {
  return setStatus(call, "INACTIVE", "policy.rule.deactivate", "Deactivate policy rule");
}

function setStatus(call: Call, status: Lifecycle, eventType: string, message: string): Answer {
  const policy = policyOf(call);
  const rule = ruleOf(call, policy);
  if (rule.system && status === "INACTIVE") throw readOnlyObject("rule");
  if (rule.status !== status) {
    rule.status = status;
    call.org.touch(rule);
    note(call, policy, rule, eventType, message);
  }
  return noContent();
}

function note(
  call: Call,
  policy: PolicyRecord,
  rule: RuleRecord,
  eventType: string,
  displayMessage: string,
): void {
  call.record({ eventType, displayMessage, targets: [policyTarget(policy), ruleTarget(rule)] });
}
