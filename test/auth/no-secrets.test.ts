import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { AuthSettings } from "../../src/config/sign-in.js";
import { OktaMcpError } from "../../src/errors.js";
import { ecKey, pem, rsaKey } from "./keys.js";
import { CLIENT_ID, connect, granted, person, type Reply, startScriptedOrg } from "./scripted-org.js";

const SECRET = "s3cr3tvalue";
const stranger = rsaKey().privateKey;
const key = ecKey("P-256");
const service: AuthSettings = {
  method: "private_key_jwt",
  clientId: CLIENT_ID,
  scopes: ["okta.users.read"],
  dpop: "auto",
  privateKey: pem(key),
  privateKeyVariable: "OKTA_PRIVATE_KEY",
};

/** All that could reach a log: an error with every cause and property, the reports, what is said of the sign-in. */
async function outputOf(auth: AuthSettings, replies: Reply[], fetch?: typeof globalThis.fetch) {
  const org = await startScriptedOrg(replies);
  const { provider, reports, authorize } = connect(org.url, auth, fetch && { fetch });
  const errors: unknown[] = [];
  const attempt = async (action: () => Promise<unknown> | undefined) => {
    try {
      await action();
    } catch (error) {
      errors.push(error, error instanceof OktaMcpError ? error.toText() : undefined);
    }
  };
  await attempt(() => provider.interactive?.signIn(() => {}));
  await attempt(authorize);
  await attempt(async () => provider.invalidate({ authorization: `Bearer ${SECRET}` }, UNAUTHORIZED));
  await attempt(authorize);
  const status = await provider.status();
  await attempt(() => provider.interactive?.signOut());
  return { text: inspect({ errors, reports, status }, { depth: 20, showHidden: true }), errors, org };
}

const UNAUTHORIZED = { status: 401, headers: new Headers() };
const secrets = { access_token: SECRET, refresh_token: `${SECRET}-refresh` };

describe.each<[string, AuthSettings]>([
  ["device", person()],
  ["private_key_jwt", service],
])("%s says nothing secret", (_, auth) => {
  it.each<[string, Reply[]]>([
    ["when all goes well", [granted(1, secrets)]],
    ["of a token of an unknown type", [granted(1, { ...secrets, token_type: "mac" })]],
    ["of a token that breaks the header", [granted(1, { ...secrets, access_token: `${SECRET}\r\nX: y` })]],
    ["of a token with a life of nonsense", [granted(1, { ...secrets, expires_in: "soon" })]],
    ["of an ID token that is none", [granted(1, { ...secrets, id_token: `${SECRET}.x.y` })]],
    ["of an ID token by a stranger", [async () => granted(1, { ...secrets, id_token: await forged() })]],
    ["of a refused renewal", [granted(1, { ...secrets, expires_in: 1 }), "invalid_grant"]],
    ["of a server that is down", [granted(1, { ...secrets, expires_in: 1 }), 503]],
  ])("%s", async (_case, replies) => {
    const { text, org } = await outputOf(auth, replies);
    expect(text).not.toMatch(new RegExp(`${SECRET}|device-1|eyJ`));
    for (const form of org.forms) {
      const assertion = form.get("client_assertion");
      if (assertion) expect(text).not.toContain(assertion.split(".")[2]);
    }
  });

  it("of a broken connection", async () => {
    let calls = 0;
    const { text } = await outputOf(auth, [granted(1, secrets)], (...request) =>
      calls++ % 2 ? Promise.reject(new TypeError("fetch failed")) : fetch(...request),
    );
    expect(text).not.toMatch(new RegExp(`${SECRET}|device-1|eyJ`));
  });
});

async function forged(): Promise<string> {
  return (await startScriptedOrg([])).idToken({ nonce: SECRET }, stranger);
}

it("the search would find a secret in a cause", () => {
  const error = new OktaMcpError("internal", "x", { cause: { body: { token: SECRET } } });
  expect(inspect({ errors: [error] }, { depth: 20, showHidden: true })).toContain(SECRET);
});
