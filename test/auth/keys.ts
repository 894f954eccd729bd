import { generateKeyPairSync, type KeyObject } from "node:crypto";

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function rsaKey(modulusLength = 2048): TestKey {
  return generateKeyPairSync("rsa", { modulusLength });
}

export function ecKey(namedCurve: string): TestKey {
  return generateKeyPairSync("ec", { namedCurve });
}

export function pem({ privateKey }: TestKey, type: "pkcs8" | "pkcs1" | "sec1" = "pkcs8"): string {
  return privateKey.export({ type, format: "pem" }).toString();
}

export function jwk({ privateKey }: TestKey, more: object = {}): string {
  return JSON.stringify({ ...privateKey.export({ format: "jwk" }), ...more });
}
