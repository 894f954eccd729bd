import type { Variant } from "./variant.js";

const swaFields = {
  url: "https://app.example.com/login",
  usernameField: "#user",
  passwordField: "#password",
};

export const applicationVariants: readonly Variant[] = [
  {
    kind: "AUTO_LOGIN",
    body: {
      label: "Timesheets",
      settings: {
        signOn: { loginUrl: "https://time.example.com", redirectUrl: "https://time.example.com/home" },
      },
      credentials: { scheme: "EDIT_USERNAME_AND_PASSWORD" },
      visibility: { autoSubmitToolbar: true, hide: { iOS: true, web: false } },
    },
    changes: { settings: { signOn: { loginUrl: "https://time.example.com/v2" } } },
    changed: ["settings.signOn.loginUrl"],
  },
  {
    kind: "BASIC_AUTH",
    body: {
      name: "template_basic_auth",
      label: "Plotter",
      settings: { app: { url: "https://plotter.example.com", authURL: "https://plotter.example.com/auth" } },
    },
    changes: {
      label: "Large plotter",
      settings: { app: { authURL: "https://plotter.example.com/sign-in" } },
    },
    changed: ["label", "settings.app.authURL"],
  },
  {
    kind: "BOOKMARK",
    body: {
      name: "bookmark",
      label: "Canteen",
      settings: { app: { url: "https://canteen.example.com", requestIntegration: true } },
    },
    changes: { settings: { notes: { admin: "Asked for by HR" } } },
    changed: ["settings.notes"],
  },
  {
    kind: "BROWSER_PLUGIN",
    body: {
      name: "template_swa",
      label: "Old intranet",
      settings: { app: { ...swaFields, buttonField: "#go", loginUrlRegex: "^https://app\\.example\\.com/" } },
      credentials: { scheme: "SHARED_USERNAME_AND_PASSWORD", userName: "shared" },
    },
    changes: { settings: { app: { loginUrlRegex: null } }, credentials: { userName: "everybody" } },
    changed: ["settings.app.loginUrlRegex", "credentials.userName"],
  },
  {
    kind: "OPENID_CONNECT",
    body: {
      name: "oidc_client",
      label: "Portal",
      credentials: {
        oauthClient: { token_endpoint_auth_method: "client_secret_post", pkce_required: false },
      },
      settings: {
        oauthClient: {
          application_type: "web",
          grant_types: ["authorization_code", "refresh_token"],
          response_types: ["code"],
          redirect_uris: ["https://portal.example.com/callback"],
          refresh_token: { rotation_type: "ROTATE", leeway: 30 },
        },
      },
    },
    changes: {
      settings: {
        oauthClient: { redirect_uris: ["https://portal.example.com/cb"], refresh_token: { leeway: 0 } },
      },
    },
    changed: ["settings.oauthClient.redirect_uris", "settings.oauthClient.refresh_token.leeway"],
  },
  {
    kind: "SAML_1_1",
    body: {
      name: "oldcrm",
      label: "Old CRM copy",
      settings: { app: { domain: "crm" }, signOn: { defaultRelayState: "home" } },
    },
    changes: { settings: { signOn: { audienceOverride: "urn:crm" } } },
    changed: ["settings.signOn.audienceOverride"],
  },
  {
    kind: "SAML_2_0",
    body: {
      label: "Travel expenses",
      settings: {
        signOn: {
          allowMultipleAcsEndpoints: false,
          assertionSigned: true,
          honorForceAuthn: true,
          requestCompressed: false,
          responseSigned: true,
          ssoAcsUrl: "https://travel.example.com/acs",
          audience: "urn:travel",
          attributeStatements: [
            { type: "EXPRESSION", name: "mail", values: ["user.email"] },
            { type: "GROUP", name: "groups", filterType: "STARTS_WITH", filterValue: "travel-" },
          ],
        },
      },
    },
    changes: { settings: { signOn: { assertionSigned: false, audience: null } } },
    changed: ["settings.signOn.assertionSigned", "settings.signOn.audience"],
  },
  {
    kind: "SECURE_PASSWORD_STORE",
    body: {
      name: "template_sps",
      label: "Archive",
      settings: { app: { ...swaFields, optionalField1: "region", optionalField1Value: "eu" } },
    },
    changes: { settings: { app: { optionalField1Value: "us" } } },
    changed: ["settings.app.optionalField1Value"],
  },
  {
    kind: "WS_FEDERATION",
    body: {
      name: "template_wsfed",
      label: "Documents",
      settings: {
        app: {
          audienceRestriction: "urn:documents",
          authnContextClassRef: "urn:oasis:names:tc:SAML:1.0:am:password",
          groupValueFormat: "dn",
          nameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
          realm: "urn:okta:app",
          siteURL: "https://documents.example.com",
          usernameAttribute: "upn",
          wReplyOverride: false,
          wReplyURL: "https://documents.example.com/reply",
        },
      },
    },
    changes: { settings: { app: { usernameAttribute: "username" } } },
    changed: ["settings.app.usernameAttribute"],
  },
];
