import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { certificateFor, hasOpenssl, startTls } from "../http/certificates.js";
import { startProxy } from "../http/connect-proxy.js";
import { connect } from "./support/session.js";

const PASSWORD = "lovelace1843";

/** An org behind TLS, with a certificate that only this company's authority vouches for. */
async function startOrg(host: string) {
  const certificate = certificateFor(host);
  const seen: IncomingHttpHeaders[] = [];
  const port = await startTls(certificate, ({ headers }, response) => {
    seen.push(headers);
    const user = { id: "00u1234567890abcdefg", status: "ACTIVE", profile: { login: "ada@example.com" } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(user));
  });
  return { caFile: certificate.caFile, port, seen };
}

async function getUser(env: Readonly<Record<string, string>>) {
  const session = await connect({ env: { OKTA_API_TOKEN: "00secret", OKTA_LOG_LEVEL: "debug", ...env } });
  onTestFinished(() => session.close());
  const answer = await session.call("get_user", { user_id: "00u1234567890abcdefg" });
  return { ...answer, stderr: session.stderr() };
}

// Passed over where there is no openssl to make the certificates.
describe.skipIf(!hasOpenssl)("an org whose certificate a company has signed", () => {
  it("is reached with NODE_EXTRA_CA_CERTS", async () => {
    const { port, caFile } = await startOrg("localhost");
    const env = { OKTA_ORG_URL: `https://localhost:${port}` };
    const refused = await getUser(env);
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(/^network_unreachable: .*not trusted.*NODE_EXTRA_CA_CERTS/s);
    expect((await getUser({ ...env, NODE_EXTRA_CA_CERTS: caFile })).structured).toMatchObject({
      id: "00u1234567890abcdefg",
    });
  });

  it("is reached through a proxy that asks for a password, which nobody else is told", async () => {
    const { port, caFile, seen } = await startOrg("acme.okta.test");
    const proxy = await startProxy(port, ({ headers }) => (headers["proxy-authorization"] ? 200 : 407));
    const env = { OKTA_ORG_URL: "https://acme.okta.test", NODE_EXTRA_CA_CERTS: caFile };

    const { structured, stderr } = await getUser({
      ...env,
      HTTPS_PROXY: `http://ada:${PASSWORD}@${proxy.address}`,
    });
    expect(structured).toMatchObject({ id: "00u1234567890abcdefg" });
    expect(proxy.tunnels.map(({ target }) => target)).toEqual(["acme.okta.test:443"]);
    expect(seen).toMatchObject([
      {
        host: "acme.okta.test",
        authorization: "SSWS 00secret",
        "user-agent": expect.stringMatching(/^okta-mcp\/\d+\.\d+\.\d+ node\/\d+\.\d+\.\d+ [a-z0-9]+$/),
      },
    ]);
    expect(seen[0]).not.toHaveProperty("proxy-authorization");
    expect(stderr).toContain("get_user");
    expect(stderr).not.toMatch(
      new RegExp(`${PASSWORD}|${Buffer.from(`ada:${PASSWORD}`).toString("base64")}`),
    );

    const refused = await getUser({ ...env, HTTPS_PROXY: `http://${proxy.address}` });
    expect(refused.text).toContain(
      `The proxy ${proxy.address} (HTTPS_PROXY) wants a user name and a password.`,
    );
  });
});
