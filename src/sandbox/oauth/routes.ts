import type { Route } from "../router.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { authorizeRoutes } from "./authorize.js";
import { deviceRoutes } from "./device.js";
import { metadataRoutes } from "./metadata.js";
import { revokeRoute } from "./revoke.js";
import { tokenRoute } from "./token.js";

/** The org authorization server, at the paths it has at Okta. */
export const oauthRoutes = (server: AuthorizationServer, newSecret: () => string): readonly Route[] => [
  tokenRoute(server),
  revokeRoute(server),
  ...deviceRoutes(server),
  ...authorizeRoutes(server, newSecret),
  ...metadataRoutes(server),
];
