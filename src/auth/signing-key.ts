import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { configInvalid } from "../config/problem.js";
import type { OktaMcpError } from "../errors.js";

/** RFC 7518, section 3.1; those that Okta accepts for client assertions with a key pair. */
type SigningAlgorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";

export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: SigningAlgorithm;
  /** `kid` of a JWK; a PEM has none. */
  readonly keyId?: string;
}

const RSA_ALGORITHMS: readonly SigningAlgorithm[] = ["RS256", "RS384", "RS512"];
const CURVE_ALGORITHMS: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

/**
 * A private key from PEM (PKCS#8, PKCS#1, SEC1) or JWK text, and the algorithm it signs with.
 * @param variable named in errors
 * @throws OktaMcpError `config_invalid`; neither message nor cause holds any part of the key
 */
export function parseSigningKey(text: string, variable: string): SigningKey {
  const refuse: Refuse = (what, fix) => configInvalid([{ variable, what, fix: fix ?? keyFix(variable) }]);
  return text.trimStart().startsWith("{") ? fromJwk(text, refuse) : fromPem(text, refuse);
}

type Refuse = (what: string, fix?: string) => OktaMcpError;

function keyFix(variable: string): string {
  return `Put the private key of the app's key pair, RSA (2048 bits or more) or EC (P-256, P-384, P-521), into ${variable}.`;
}

function fromPem(text: string, refuse: Refuse): SigningKey {
  // Not simply the first block: `openssl ecparam -genkey` puts EC PARAMETERS in front.
  const label = /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----/.exec(text)?.[1];
  if (label === undefined) throw refuse("is not a private key");
  const start = text.indexOf(`-----BEGIN ${label}-----`) + `-----BEGIN ${label}-----`.length;
  const end = text.indexOf(`-----END ${label}-----`, start);
  if (end < 0) throw refuse("is a PEM without its end", "Copy the key whole, from -----BEGIN to -----END.");
  const content = text.slice(start, end);
  if (label.startsWith("ENCRYPTED") || content.includes("ENCRYPTED")) {
    throw refuse(
      "is protected by a passphrase",
      "Remove the passphrase with: openssl pkey -in key.pem -out plain.pem",
    );
  }
  // Rebuilt, since some clients flatten a multi-line value into one line.
  const lines = content.replace(/\s+/g, "").match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
  const key = parse(() => createPrivateKey(pem), refuse);
  return { key, algorithm: algorithmsFor(key, refuse)[0] };
}

function fromJwk(text: string, refuse: Refuse): SigningKey {
  const jwk = parse(() => JSON.parse(text) as JsonWebKey, refuse, "is not valid JSON");
  if ("keys" in jwk) throw refuse("is a key set", "Take the one private key out of its `keys` array.");
  if (typeof jwk.d !== "string") throw refuse("is a public key: the JWK has no private part");
  const key = parse(() => createPrivateKey({ key: jwk, format: "jwk" }), refuse);
  const algorithms = algorithmsFor(key, refuse);
  const algorithm = jwk.alg === undefined ? algorithms[0] : algorithms.find((known) => known === jwk.alg);
  if (!algorithm)
    throw refuse("names an `alg` that does not fit the key", `Use one of ${algorithms.join(", ")}.`);
  return { key, algorithm, ...(typeof jwk.kid === "string" ? { keyId: jwk.kid } : {}) };
}

/** OpenSSL's and JSON's messages quote the input, so nothing of the failure is passed on. */
function parse<T>(read: () => T, refuse: Refuse, what = "is not a readable private key"): T {
  try {
    return read();
  } catch {
    throw refuse(what);
  }
}

function algorithmsFor(key: KeyObject, refuse: Refuse): readonly [SigningAlgorithm, ...SigningAlgorithm[]] {
  const { modulusLength = 0, namedCurve = "" } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") {
    // RFC 7518, section 3.3: at least 2048 bits.
    if (modulusLength < 2048) throw refuse("is an RSA key shorter than 2048 bits");
    return ["RS256", ...RSA_ALGORITHMS.slice(1)];
  }
  const algorithm = key.asymmetricKeyType === "ec" ? CURVE_ALGORITHMS[namedCurve] : undefined;
  if (!algorithm) throw refuse("is a kind of key that Okta does not accept");
  return [algorithm];
}
