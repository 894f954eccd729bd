import type { JsonObject } from "../../tool/paths.js";
import { visibleText } from "../../visible-text.js";
import { targetsOf, textAt } from "../log-events.js";
import { isSignIn } from "./filter.js";

/** One try to sign in that came to nothing, told by the one of its events that says most. */
export interface Attempt {
  readonly uuid: string;
  /** ISO 8601. */
  readonly time: string;
  readonly eventType: string;
  readonly reason: string;
  readonly user: User;
  readonly ip: string;
  readonly place: string | undefined;
  readonly application: string | undefined;
  /** The policy rule that decided. */
  readonly rule: string | undefined;
  /** Whether the account was locked by it. */
  readonly locked: boolean;
}

export interface User {
  readonly id: string | undefined;
  readonly login: string;
}

/** Longest login, name and reason; whoever signs in may type what they like. */
const MAX_NAME = 80;
const MAX_REASON = 120;

const NOBODY: User = { id: undefined, login: "unknown" };
const NOWHERE = "unknown";

/** What tells best why a sign-in failed comes first; a lock is what follows. */
const MOST_TELLING = [
  /^policy\./,
  /^app\.generic\./,
  /^user\.mfa\./,
  /^user\.session\.start$/,
  /^user\.authentication\./,
  /^application\.policy\./,
  /^user\.account\.lock/,
];

/**
 * Attempts put together from events. What one request leaves behind (a wrong password, the directory's answer, the
 * lock) has the same transaction and is one attempt; the next request, a second password typed into the same page,
 * is another.
 */
export class Attempts {
  /** Events taken in. */
  events = 0;
  readonly #byTransaction = new Map<string, Attempt>();

  add(event: JsonObject): void {
    const eventType = textAt(event, "eventType") ?? "unknown";
    if (!isSignIn(eventType)) return;
    this.events += 1;
    const attempt = attemptOf(event, eventType);
    const key = textAt(event, "transaction.id") ?? `event ${this.events}`;
    const known = this.#byTransaction.get(key);
    this.#byTransaction.set(key, known ? merged(known, attempt) : attempt);
  }

  /** In the order in which they were first met. */
  get all(): readonly Attempt[] {
    return [...this.#byTransaction.values()];
  }
}

function merged(one: Attempt, other: Attempt): Attempt {
  const [first, second] = rankOf(other) < rankOf(one) ? [other, one] : [one, other];
  return {
    ...first,
    // Okta's own events about a user may lack what the user's have.
    user: first.user === NOBODY ? second.user : first.user,
    ip: first.ip === NOWHERE ? second.ip : first.ip,
    place: first.place ?? second.place,
    application: first.application ?? second.application,
    rule: first.rule ?? second.rule,
    locked: first.locked || second.locked,
  };
}

const rankOf = ({ eventType }: Attempt): number => MOST_TELLING.findIndex((type) => type.test(eventType));

function attemptOf(event: JsonObject, eventType: string): Attempt {
  const targets = targetsOf(event);
  const place = [
    textAt(event, "client.geographicalContext.city"),
    textAt(event, "client.geographicalContext.country"),
  ].filter((part) => part !== undefined);
  const reason = textAt(event, "outcome.reason") ?? textAt(event, "displayMessage") ?? "none given";
  return {
    uuid: textAt(event, "uuid") ?? "",
    time: textAt(event, "published") ?? "",
    eventType,
    reason: visibleText(reason, MAX_REASON),
    user: userOf(event, targets),
    ip: textAt(event, "client.ipAddress") ?? NOWHERE,
    place: place.length > 0 ? visibleText(place.join(", "), MAX_NAME) : undefined,
    application: nameOf(
      targets.find(({ type }) => type === "AppInstance"),
      ["alternateId", "displayName"],
    ),
    rule: nameOf(
      targets.find(({ type }) => /rule$/i.test(String(type))),
      ["displayName"],
    ),
    locked: eventType.startsWith("user.account.lock"),
  };
}

/** Who tried; where Okta itself is the actor, a target. */
function userOf({ actor }: JsonObject, targets: readonly JsonObject[]): User {
  for (const candidate of [actor, ...targets]) {
    if (textAt(candidate, "type") !== "User") continue;
    const id = textAt(candidate, "id");
    const login = textAt(candidate, "alternateId") ?? textAt(candidate, "displayName") ?? id;
    if (login !== undefined) return { id, login: visibleText(login, MAX_NAME) };
  }
  return NOBODY;
}

/** By the first of the attributes that tells a name. */
function nameOf(target: JsonObject | undefined, attributes: readonly string[]): string | undefined {
  const name = attributes.map((attribute) => textAt(target, attribute)).find((text) => text !== undefined);
  return name === undefined ? undefined : visibleText(name, MAX_NAME);
}
