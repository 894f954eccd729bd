import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { connect } from "../../src/cli/connect.js";
import type { Logger } from "../../src/log/logger.js";
import { startSandbox } from "../../src/sandbox/index.js";
import { failureOf } from "../failure.js";

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const scopes = ["okta.groups.manage"];
const body = { profile: { name: "New" } };

test.each([
  [true, ["POST /oauth2/v1/token", "GET /api/v1/groups"]],
  [false, ["POST /oauth2/v1/token", "GET /api/v1/groups", "POST /api/v1/groups"]],
])("with readOnly %s the org is sent %j, whatever is asked of the client", async (readOnly, sent) => {
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1" }] };
  const sandbox = await startSandbox({ users: 1, clients: [{ clientId: "0oa1", scopes, jwks }] });
  const connection = await connect(
    {
      orgUrl: sandbox.url,
      timeoutMs: 5_000,
      readOnly,
      auth: {
        method: "private_key_jwt",
        clientId: "0oa1",
        scopes,
        dpop: "never",
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        privateKeyVariable: "OKTA_PRIVATE_KEY",
        keyId: "key-1",
      },
    },
    { version: "0", log },
  );
  await connection.okta.GET("/api/v1/groups");
  const write = () => connection.okta.POST("/api/v1/groups", { body });
  if (readOnly) expect(await failureOf(write)).toMatchObject({ code: "internal" });
  else await write();
  expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(sent);
  await connection.close();
  await sandbox.close();
});
