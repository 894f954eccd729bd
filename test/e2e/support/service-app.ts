import { generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Sandbox, SandboxClient } from "../../../src/sandbox/index.js";
import { type PersonOrgOptions, SCOPES, startOrg } from "./person.js";

// A service with a private key of its own, made anew for each run.

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const SERVICE_KEY: KeyObject = privateKey;
export const SERVICE: SandboxClient = {
  clientId: "0oaServiceApp0000000",
  scopes: SCOPES,
  jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1" }] },
};

/** An org whose app is the service. */
export function startServiceOrg({ client = {}, ...options }: PersonOrgOptions = {}): Promise<Sandbox> {
  return startOrg({ ...options, client: { ...SERVICE, ...client } });
}

export function serviceEnv({ url }: Pick<Sandbox, "url">): Readonly<Record<string, string>> {
  return {
    OKTA_ORG_URL: url,
    OKTA_CLIENT_ID: SERVICE.clientId,
    OKTA_SCOPES: SCOPES.join(" "),
    OKTA_KEY_ID: "key-1",
    OKTA_PRIVATE_KEY: SERVICE_KEY.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
