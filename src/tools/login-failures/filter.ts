import { allOf, anyOf, equals, oneEquals } from "../log-filter.js";

/** What narrows the search. */
export interface Subject {
  readonly user?: string | undefined;
  readonly application?: string | undefined;
  readonly ip?: string | undefined;
}

/**
 * Steps of a sign-in, which count when they fail or are denied: the session itself, what verifies a user (password,
 * factors, directories, identity providers, single sign-on to an application), and the policies' judgement.
 */
const STEPS = [
  equals("eventType", "user.session.start"),
  'eventType sw "user.authentication."',
  equals("eventType", "policy.evaluate_sign_on"),
];

/**
 * Events that are a denial by themselves. Their outcome says nothing: Okta notes that it has denied access as a
 * SUCCESS. A lock counts since it ends an attempt; most often it belongs to the transaction of a wrong password.
 */
const DENIALS = [
  equals("eventType", "application.policy.sign_on.deny_access"),
  equals("eventType", "app.generic.unauth_app_access_attempt"),
  equals("eventType", "user.mfa.okta_verify.deny_push"),
  // With user.account.lock.limit, after which an account does not unlock itself.
  'eventType sw "user.account.lock"',
];

// Left out: blocked requests, detected threats and rate limits (about requests, not about somebody's sign-in), tokens
// refused to OAuth clients, and policies that end a session later on.

/** Ends of sessions, which Okta files under user.authentication. as well. */
const SIGN_OUT = /^user\.authentication\.(?:slo|universal_logout)/;

export const isSignIn = (eventType: string): boolean => !SIGN_OUT.test(eventType);

/** Okta's ids begin with what they are of: 00u users, 0oa applications. */
const USER_ID = /^00u[A-Za-z0-9]{17}$/;
const APPLICATION_ID = /^0oa[A-Za-z0-9]{17}$/;

/** The log filter for failed and denied sign-ins of the subject. */
export function failureFilter({ user, application, ip }: Subject): string {
  const failed = anyOf([equals("outcome.result", "FAILURE"), equals("outcome.result", "DENY")]);
  return allOf([
    anyOf([`(${allOf([failed, anyOf(STEPS)])})`, ...DENIALS]),
    ...(user === undefined ? [] : [userTerm(user)]),
    ...(application === undefined ? [] : [applicationTerm(application)]),
    ...(ip === undefined ? [] : [equals("client.ipAddress", ip)]),
  ]);
}

/** Where Okta itself is the actor, the user is a target. */
function userTerm(user: string): string {
  if (USER_ID.test(user)) return oneEquals(["actor.id", "target.id"], [user]);
  // Okta's guide does not say whether case matters; logins are mostly kept in lower case.
  return oneEquals(["actor.alternateId", "target.alternateId"], [...new Set([user, user.toLowerCase()])]);
}

/** An application's label is its target's alternateId; displayName is what Okta's catalogue calls it. */
function applicationTerm(application: string): string {
  if (APPLICATION_ID.test(application)) return equals("target.id", application);
  return oneEquals(["target.alternateId", "target.displayName"], [application]);
}
