import type { EventInput } from "../log-event.js";
import type { Org } from "../org.js";
import { createRandom } from "../random.js";
import { APPLICATION_PLANS } from "./application-plans.js";
import { applicationNamed } from "./applications.js";
import { type Scene, STORIES } from "./stories.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 45;
/** Failed sign-ins that the last day always has, so that a demo has something to find at any hour. */
const FRESH_FAILURES = 16;
/** The last use of a stale application lies this many days back, at the least. */
const STALE_AFTER = 31;

type Draft = Omit<EventInput, "published"> & { readonly at: number };

/** Writes the org's past: `count` events over 45 days, and the last sign-in of each user that follows from them. */
export function seedLog(org: Org, count: number): void {
  const random = createRandom(org.seed, "log");
  const now = org.now().getTime();
  const scene = setScene(org);
  const drafts: Draft[] = [];
  const tell = (story: keyof typeof STORIES, at: number): void => {
    drafts.push(...STORIES[story](scene, random).map((event, step) => ({ ...event, at: at + step * 1000 })));
  };
  for (let i = 0; i < Math.min(FRESH_FAILURES, count); i++)
    tell("failure", now - HOUR / 2 - random.int(22 * HOUR));
  const staleSpan = DAYS - STALE_AFTER;
  while (drafts.length < count) {
    const at = now - 60_000 - random.int(DAYS * DAY - 2 * HOUR);
    const roll = random.next();
    if (roll < 0.32) tell("signIn", at);
    else if (roll < 0.68) tell("singleSignOn", at);
    else if (roll < 0.71) tell("staleSignOn", now - STALE_AFTER * DAY - random.int(staleSpan * DAY));
    else if (roll < 0.79) tell("failure", at);
    else if (roll < 0.82) tell("factorFailure", at);
    else if (roll < 0.84) tell("denial", at);
    else if (roll < 0.86) tell("applicationDenial", at);
    else if (roll < 0.87) tell("lockout", at);
    else if (roll < 0.93) tell("membership", at);
    else if (roll < 0.97) tell("profileUpdate", at);
    else tell("administration", at);
  }
  drafts.length = count;
  drafts.sort((a, b) => a.at - b.at);
  for (const { at, ...event } of drafts) {
    const published = new Date(Math.min(at, now)).toISOString();
    org.record({ ...event, published }, random);
    if (event.eventType === "user.session.start" && event.result === "SUCCESS") {
      const user = org.users.get(event.actor.id);
      if (user !== undefined) user.lastLogin = published;
    }
  }
}

function setScene(org: Org): Scene {
  // A few hundred people make the news, also in an org of 100,000.
  const known = org.users.all.slice(0, 400);
  const used = (usage: string) =>
    APPLICATION_PLANS.filter((plan) => plan.usage === usage).map((plan) => ({
      id: applicationNamed(org, plan.label),
      type: "AppInstance",
      alternateId: plan.label,
      displayName: plan.label,
    }));
  return {
    admin: org.tokenOwner,
    active: known.filter((user) => user.status === "ACTIVE"),
    locked: known.filter((user) => user.status === "LOCKED_OUT"),
    groups: org.groups.all.filter((group) => group.type === "OKTA_GROUP"),
    policies: org.policies.all,
    rules: org.rules.all,
    daily: used("daily"),
    stale: used("stale"),
  };
}
