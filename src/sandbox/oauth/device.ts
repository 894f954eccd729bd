import { OktaError } from "../errors.js";
import { type Answer, type Call, ok, type Route } from "../router.js";
import type { AuthorizationServer } from "./authorization-server.js";
import { authenticateClient, requireGrant } from "./clients.js";
import { readForm, readQuery } from "./form.js";
import { decisionForm, page, request } from "./pages.js";
import { allowedScopes, OIDC_SCOPES } from "./scopes.js";
import { signedInUser } from "./user.js";

export const DEVICE_PATH = "/oauth2/v1/device/authorize";
export const ACTIVATE_PATH = "/activate";

/** The device's request (RFC 8628, section 3.1) and the page where its user answers. */
export const deviceRoutes = (server: AuthorizationServer): readonly Route[] => [
  { method: "POST", path: DEVICE_PATH, scope: null, body: "form", handle: (call) => start(call, server) },
  { method: "GET", path: ACTIVATE_PATH, scope: null, body: "none", handle: (call) => show(call, server) },
  { method: "POST", path: ACTIVATE_PATH, scope: null, body: "form", handle: (call) => settle(call, server) },
];

async function start(call: Call, server: AuthorizationServer): Promise<Answer> {
  const form = readForm(call.body);
  const client = await authenticateClient(call, form, server.tokens);
  requireGrant(client, "device");
  const scopes = allowedScopes(form.get("scope"), client, server.settings, OIDC_SCOPES);
  const { deviceCode, userCode } = server.devices.start(client.clientId, scopes);
  const uri = call.base + ACTIVATE_PATH;
  return ok(
    {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: uri,
      verification_uri_complete: `${uri}?user_code=${userCode}`,
      expires_in: server.settings.deviceLifetime,
      interval: server.settings.deviceInterval,
    },
    { "Cache-Control": "no-store", Pragma: "no-cache" },
  );
}

const TITLE = "Activate your device";

function show(call: Call, server: AuthorizationServer): Answer {
  const code = readQuery(call.query).get("user_code");
  if (code === undefined) return page(TITLE, codeForm());
  const device = server.devices.pending(code);
  if (device === undefined) return unknownCode();
  const login = String(signedInUser(call.org, server.consent.login).profile.login);
  return page(
    TITLE,
    request(device.clientId, login, device.scopes) +
      decisionForm(ACTIVATE_PATH, { user_code: device.userCode }),
  );
}

function settle(call: Call, server: AuthorizationServer): Answer {
  const form = readForm(call.body);
  const code = form.get("user_code");
  if (code === undefined || server.devices.pending(code) === undefined) return unknownCode();
  switch (form.get("decision")) {
    case "approve":
      server.devices.approve(code);
      return page("Device activated", "<p>You can go back to your device.</p>");
    case "deny":
      server.devices.deny(code);
      return page("Device denied", "<p>The device was not signed in.</p>");
    default:
      throw new OktaError(400, "E0000001", "Api validation failed: decision");
  }
}

const unknownCode = (): Answer => page(TITLE, `<p>Invalid code. Try again.</p>${codeForm()}`, 400);

const codeForm = (): string =>
  `<form method="get" action="${ACTIVATE_PATH}"><label>Activation code <input name="user_code" autocomplete="off"></label> <button>Next</button></form>`;
