/** The nine sign-on modes and what Okta demands of an application of each. */
export interface ApplicationKind {
  /** Names that Okta gives to custom applications of this mode; the caller must send one. */
  readonly names?: readonly string[];
  /** Dotted paths that must be filled. */
  readonly required: readonly string[];
  /** Required only where the application is custom, that is, where the caller names no catalog application. */
  readonly requiredIfCustom?: readonly string[];
  /** `name` must be sent: the application can only come from the catalog. */
  readonly catalogOnly?: boolean;
}

export const APPLICATION_KINDS: Readonly<Record<string, ApplicationKind>> = {
  AUTO_LOGIN: { required: [], requiredIfCustom: ["settings.signOn.loginUrl"] },
  BASIC_AUTH: { names: ["template_basic_auth"], required: ["settings.app.url", "settings.app.authURL"] },
  BOOKMARK: { names: ["bookmark"], required: ["settings.app.url"] },
  BROWSER_PLUGIN: {
    names: ["template_swa", "template_swa3field"],
    required: [
      "settings.app.url",
      "settings.app.buttonField",
      "settings.app.passwordField",
      "settings.app.usernameField",
    ],
  },
  OPENID_CONNECT: {
    names: ["oidc_client"],
    required: ["credentials", "settings.oauthClient.grant_types"],
  },
  SAML_1_1: { required: [], catalogOnly: true },
  SAML_2_0: {
    required: [],
    requiredIfCustom: [
      "settings.signOn.assertionSigned",
      "settings.signOn.responseSigned",
      "settings.signOn.honorForceAuthn",
      "settings.signOn.requestCompressed",
      "settings.signOn.allowMultipleAcsEndpoints",
    ],
  },
  SECURE_PASSWORD_STORE: {
    names: ["template_sps"],
    required: ["settings.app.url", "settings.app.passwordField", "settings.app.usernameField"],
  },
  WS_FEDERATION: {
    names: ["template_wsfed"],
    required: [
      "settings.app.audienceRestriction",
      "settings.app.authnContextClassRef",
      "settings.app.groupValueFormat",
      "settings.app.nameIDFormat",
      "settings.app.siteURL",
      "settings.app.usernameAttribute",
      "settings.app.wReplyURL",
    ],
  },
};
