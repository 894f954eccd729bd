import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseSigningKey } from "../../src/auth/signing-key.js";
import { failureOf } from "../failure.js";
import { ecKey, jwk, pem, rsaKey } from "./keys.js";

const rsa = rsaKey();
const p256 = ecKey("P-256");
const p384 = ecKey("P-384");
const p521 = ecKey("P-521");
const ed25519 = generateKeyPairSync("ed25519");

describe("the algorithm follows from the key", () => {
  it.each([
    ["PKCS#8 RSA", pem(rsa), "RS256"],
    ["PKCS#1 RSA", pem(rsa, "pkcs1"), "RS256"],
    ["PKCS#8 P-256", pem(p256), "ES256"],
    ["SEC1 P-384", pem(p384, "sec1"), "ES384"],
    ["PKCS#8 P-521", pem(p521), "ES512"],
    ["JWK RSA", jwk(rsa), "RS256"],
    ["JWK RSA with alg", jwk(rsa, { alg: "RS512" }), "RS512"],
    ["JWK P-384 with alg", jwk(p384, { alg: "ES384" }), "ES384"],
    ["PEM on one line", pem(rsa).replaceAll("\n", " "), "RS256"],
    [
      "PEM after its parameters",
      `-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n${pem(p256, "sec1")}`,
      "ES256",
    ],
  ])("%s", (_, text, algorithm) => {
    expect(parseSigningKey(text, "OKTA_PRIVATE_KEY").algorithm).toBe(algorithm);
  });

  it("and the key id from the JWK", () => {
    expect(parseSigningKey(jwk(rsa, { kid: "k1" }), "OKTA_PRIVATE_KEY").keyId).toBe("k1");
  });
});

describe("what cannot sign is refused by its reason, without a part of it", () => {
  const encrypted = rsa.privateKey
    .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
    .toString();
  const oldEncrypted = rsa.privateKey
    .export({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
    .toString();
  it.each([
    ["cut PEM", pem(rsa).slice(0, 200), "without its end"],
    ["mangled PEM", pem(rsa).replaceAll("M", ""), "not a readable private key"],
    ["passphrase", encrypted, "passphrase"],
    ["passphrase of PKCS#1", oldEncrypted, "passphrase"],
    ["public PEM", rsa.publicKey.export({ type: "spki", format: "pem" }).toString(), "not a private key"],
    ["certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "not a private key"],
    ["public JWK", JSON.stringify(rsa.publicKey.export({ format: "jwk" })), "public key"],
    ["broken JSON", '{"kty":"RSA","d":"topsecret', "not valid JSON"],
    ["JWK without numbers", '{"kty":"RSA","d":"topsecret"}', "not a readable private key"],
    ["key set", `{"keys":[${jwk(rsa)}]}`, "key set"],
    ["foreign alg", jwk(p256, { alg: "RS256" }), "alg"],
    ["short RSA", pem(rsaKey(1024)), "2048"],
    ["other curve", pem(ecKey("secp256k1")), "does not accept"],
    ["Ed25519", ed25519.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "does not accept"],
  ])("%s", async (_, text, reason) => {
    const error = await failureOf(() => parseSigningKey(text, "OKTA_PRIVATE_KEY_FILE"));
    expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_PRIVATE_KEY_FILE" });
    expect(error.cause).toBeUndefined();
    expect(error.message).toContain(reason);
    expect(error.toText()).not.toMatch(/topsecret|MII|"d"/);
  });
});
