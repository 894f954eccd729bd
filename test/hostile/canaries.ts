import type { Org } from "../../src/sandbox/index.js";

/** Every secret of the org begins so, and nothing else does. */
const CANARY = "cnry0";

/** Puts secrets wherever the org can hold one: no answer may ever show them. */
export function plantCanaries(org: Org): void {
  let planted = 0;
  const canary = (kind: string) => `${CANARY}${kind}${(planted++).toString(36)}Zq8vXw2Lm4Tn6Rk`;
  for (const user of org.users.all) user.profile.passwordHash = canary("PasswordHash");
  for (const group of org.groups.all) group.profile.clientSecret = canary("ClientSecret");
  for (const { body } of org.applications.all) {
    const credentials = objectAt(body, "credentials");
    Object.assign(objectAt(credentials, "password"), { value: canary("Password") });
    const client = objectAt(credentials, "oauthClient");
    if (typeof client.client_secret === "string") client.client_secret = canary("ClientSecret");
    const settings = objectAt(body, "settings");
    Object.assign(objectAt(settings, "app"), { signingKey: canary("SigningKey") });
    // Its letters are no secret but beside a `kty`.
    objectAt(settings, "oauthClient").jwks = { keys: [{ kty: "RSA", kid: "1", e: "AQAB", d: canary("D") }] };
  }
  for (const { body } of [...org.policies.all, ...org.rules.all]) {
    Object.assign(objectAt(body, "settings"), { sharedSecret: canary("SharedSecret") });
  }
  for (const { event } of org.log.all) {
    const { debugData } = Object(event.debugContext);
    if (debugData) {
      Object.assign(debugData, {
        activationToken: canary("ActivationToken"),
        requestUri: `/oauth2/v1/authorize?client_secret=${canary("ClientSecret")}&code=1`,
        password: { hash: { value: canary("PasswordHash"), salt: canary("Salt") } },
      });
    }
  }
}

function objectAt(owner: object, key: string): Record<string, unknown> {
  const found: unknown = Reflect.get(owner, key);
  if (typeof found === "object" && found !== null) return found as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  Reflect.set(owner, key, made);
  return made;
}

/** Secrets that come to be while the calls are made. */
export class Secrets {
  readonly #known: Set<string>;

  /** @param known besides the canaries */
  constructor(known: readonly string[]) {
    this.#known = new Set(known);
  }

  add(secret: string): void {
    this.#known.add(secret);
  }

  /** The client secrets that the org has made itself, each for one answer to reveal. */
  learn(org: Org): void {
    for (const { body } of org.applications.all) {
      const { oauthClient } = Object(body.credentials);
      const { client_secret: secret } = Object(oauthClient);
      if (typeof secret === "string" && secret.length > 20) this.#known.add(secret);
    }
  }

  /** The secrets that a text holds. */
  in(text: string): readonly string[] {
    const at = text.indexOf(CANARY);
    const found = at < 0 ? [] : [text.slice(at, at + 40)];
    for (const secret of this.#known) if (text.includes(secret)) found.push(secret);
    return found;
  }
}
