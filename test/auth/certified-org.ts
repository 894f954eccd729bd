import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type ClientMetadata, type Configuration } from "oidc-provider";
import { onTestFinished, vi } from "vitest";

export const SCOPES = ["okta.groups.read", "okta.users.read"];
export const CLIENT_ID = "0oaNative";

export interface CertifiedOrg {
  readonly url: string;
  readonly provider: Provider;
  /** The token endpoint's forms, in order. */
  readonly forms: URLSearchParams[];
}

export interface CertifiedOptions {
  readonly clients?: readonly ClientMetadata[];
  /** Demands DPoP with nonces. */
  readonly dpop?: boolean;
}

/** `oidc-provider`, a certified server that knows nothing of us, under the paths of an Okta org. */
export async function startCertifiedOrg({
  clients = [],
  dpop = false,
}: CertifiedOptions = {}): Promise<CertifiedOrg> {
  // It warns of everything that is not fit for production.
  const silenced = [vi.spyOn(console, "warn"), vi.spyOn(console, "info")];
  for (const spy of silenced) spy.mockImplementation(() => {});
  onTestFinished(() => {
    for (const spy of silenced) spy.mockRestore();
  });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: "native",
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        response_types: ["code"],
        redirect_uris: ["http://127.0.0.1/callback"],
        dpop_bound_access_tokens: dpop,
      },
      ...clients,
    ],
    scopes: ["openid", "offline_access", ...SCOPES],
    cookies: { keys: ["a key for test cookies"] },
    routes: {
      authorization: "/oauth2/v1/authorize",
      token: "/oauth2/v1/token",
      device_authorization: "/oauth2/v1/device/authorize",
      jwks: "/oauth2/v1/keys",
      revocation: "/oauth2/v1/revoke",
      userinfo: "/oauth2/v1/userinfo",
      code_verification: "/activate",
    },
    features: {
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => dpop },
    },
    clientAuthMethods: ["none", "private_key_jwt"],
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: { AccessToken: 3600, ClientCredentials: 3600 },
  };
  const provider = new Provider(url, configuration);
  const forms: URLSearchParams[] = [];
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === "/oauth2/v1/token")
      forms.push(new URLSearchParams(ctx.oidc.body as Record<string, string>));
  });
  server.on("request", provider.callback());
  return { url, provider, forms };
}
