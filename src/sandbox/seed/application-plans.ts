import type { Json, Lifecycle } from "../types.js";

/** How an application is used, as the system log will tell: `stale` means not in the last month. */
export type Usage = "daily" | "stale" | "never";

export interface ApplicationPlan {
  readonly label: string;
  readonly signOnMode: string;
  readonly name?: string;
  readonly status: Lifecycle;
  readonly usage: Usage;
  readonly groups: readonly string[];
  readonly more?: Json;
}

const saml = (url: string): Json => ({
  settings: {
    signOn: {
      ssoAcsUrl: `${url}/saml/acs`,
      audience: url,
      recipient: `${url}/saml/acs`,
      destination: `${url}/saml/acs`,
      assertionSigned: true,
      responseSigned: true,
      honorForceAuthn: true,
      requestCompressed: false,
      allowMultipleAcsEndpoints: false,
      subjectNameIdFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
      signatureAlgorithm: "RSA_SHA256",
      digestAlgorithm: "SHA256",
      attributeStatements: [],
    },
  },
});

const oidc = (
  application_type: string,
  method: string,
  grant_types: readonly string[],
  redirect?: string,
): Json => ({
  name: "oidc_client",
  credentials: {
    oauthClient: { token_endpoint_auth_method: method, pkce_required: application_type !== "service" },
  },
  settings: {
    oauthClient: {
      application_type,
      grant_types,
      response_types: redirect ? ["code"] : ["token"],
      ...(redirect ? { redirect_uris: [redirect] } : { jwks_uri: "https://reporting.example.com/jwks.json" }),
      consent_method: "TRUSTED",
      issuer_mode: "DYNAMIC",
    },
  },
});

const app = (settings: Json): Json => ({ settings: { app: settings } });

export const APPLICATION_PLANS: readonly ApplicationPlan[] = [
  {
    label: "Salesforce",
    signOnMode: "SAML_2_0",
    name: "salesforce",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Sales", "Marketing", "Customer Support"],
    more: saml("https://crm.example.com"),
  },
  {
    label: "GitHub Enterprise",
    signOnMode: "SAML_2_0",
    name: "githubcloud",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Engineering", "Product"],
    more: saml("https://github.example.com"),
  },
  {
    label: "Workday",
    signOnMode: "SAML_2_0",
    name: "workday",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Everyone"],
    more: saml("https://hr.example.com"),
  },
  {
    label: "Video Meetings",
    signOnMode: "SAML_2_0",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Everyone"],
    more: saml("https://meet.example.com"),
  },
  {
    label: "Internal Wiki",
    signOnMode: "OPENID_CONNECT",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Everyone"],
    more: oidc(
      "web",
      "client_secret_basic",
      ["authorization_code", "refresh_token"],
      "https://wiki.example.com/callback",
    ),
  },
  {
    label: "Field Service Mobile",
    signOnMode: "OPENID_CONNECT",
    status: "ACTIVE",
    usage: "stale",
    groups: ["Operations"],
    more: oidc("native", "none", ["authorization_code", "refresh_token"], "com.example.field:/callback"),
  },
  {
    label: "Reporting Service",
    signOnMode: "OPENID_CONNECT",
    status: "ACTIVE",
    usage: "never",
    groups: [],
    more: oidc("service", "private_key_jwt", ["client_credentials"]),
  },
  {
    label: "Company Handbook",
    signOnMode: "BOOKMARK",
    name: "bookmark",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Everyone"],
    more: app({ url: "https://handbook.example.com", requestIntegration: false }),
  },
  {
    label: "Cafeteria Menu",
    signOnMode: "BOOKMARK",
    name: "bookmark",
    status: "ACTIVE",
    usage: "stale",
    groups: ["Everyone"],
    more: app({ url: "https://menu.example.com", requestIntegration: false }),
  },
  {
    label: "Legacy Payroll",
    signOnMode: "BROWSER_PLUGIN",
    name: "template_swa",
    status: "ACTIVE",
    usage: "daily",
    groups: ["Finance", "Human Resources"],
    more: app({
      url: "https://payroll.example.com/login",
      buttonField: "#submit",
      usernameField: "#user",
      passwordField: "#password",
    }),
  },
  {
    label: "Travel Portal",
    signOnMode: "AUTO_LOGIN",
    status: "ACTIVE",
    usage: "stale",
    groups: ["Managers"],
    more: {
      settings: {
        signOn: {
          loginUrl: "https://travel.example.com/login",
          redirectUrl: "https://travel.example.com/home",
        },
      },
    },
  },
  {
    label: "SharePoint Archive",
    signOnMode: "WS_FEDERATION",
    name: "template_wsfed",
    status: "ACTIVE",
    usage: "never",
    groups: ["Legal"],
    more: app({
      siteURL: "https://archive.example.com",
      wReplyURL: "https://archive.example.com/_trust/",
      audienceRestriction: "urn:archive",
      authnContextClassRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
      groupValueFormat: "windowsDomainQualifiedName",
      nameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
      usernameAttribute: "username",
      wReplyOverride: false,
    }),
  },
  {
    label: "Print Server",
    signOnMode: "BASIC_AUTH",
    name: "template_basic_auth",
    status: "INACTIVE",
    usage: "never",
    groups: [],
    more: app({ url: "https://print.example.com", authURL: "https://print.example.com/auth" }),
  },
  {
    label: "Expense Tool 2015",
    signOnMode: "SECURE_PASSWORD_STORE",
    name: "template_sps",
    status: "INACTIVE",
    usage: "never",
    groups: ["Finance"],
    more: app({
      url: "https://expenses.example.com/login",
      usernameField: "user",
      passwordField: "pass",
      optionalField1: "company",
      optionalField1Value: "example",
    }),
  },
  {
    label: "Old CRM",
    signOnMode: "SAML_1_1",
    name: "oldcrm",
    status: "INACTIVE",
    usage: "never",
    groups: ["Sales"],
    more: { settings: { signOn: { audienceOverride: "https://oldcrm.example.com" } } },
  },
];
