import type { Config } from "../config.js";
import type { Connection } from "../tools/service.js";

/** Auth and HTTP for the configured org; loaded with the first call that needs them. */
export async function connect(config: Config, version: string): Promise<Connection> {
  const [{ createAuthProvider }, { createTransport }, { createOktaClient }] = await Promise.all([
    import("../auth/index.js"),
    import("../http/transport.js"),
    import("../http/client.js"),
  ]);
  const transport = createTransport({ ...config, version });
  const auth = createAuthProvider(config, { fetch: transport.fetch, now: Date.now });
  return {
    orgUrl: config.orgUrl,
    okta: createOktaClient(config, auth, transport),
    close: () => transport.close(),
  };
}
