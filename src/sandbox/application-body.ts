import { APPLICATION_KINDS, type ApplicationKind } from "./application-kinds.js";
import { blank, invalid } from "./errors.js";
import { isObject, objectAt, omit, valueAt, withDefaults } from "./json.js";
import type { Random } from "./random.js";
import type { ApplicationRecord, Json } from "./types.js";

/** What the org decides; in a request it is ignored, as Okta does. */
const READ_ONLY = [
  "id",
  "orn",
  "status",
  "created",
  "lastUpdated",
  "_links",
  "_embedded",
  "features",
  "universalLogout",
];

/** Okta's expression for the login of the assigned user. */
const LOGIN_TEMPLATE = `\${source.login}`;

/**
 * The stored body of an application: checked for its sign-on mode, defaults filled in, secrets made or kept.
 * @param previous the application that is replaced; its name, client id and secret stay.
 * @throws OktaError E0000001
 */
export function applicationBody(body: Json, id: string, random: Random, previous?: ApplicationRecord): Json {
  const given = omit(body, READ_ONLY);
  const kind = check(given, previous);
  const mode = String(given.signOnMode);
  const name =
    previous?.body.name ?? given.name ?? kind.names?.[0] ?? customName(String(given.label), random);
  return {
    ...withDefaults(defaults(String(name)), { ...given, name }),
    credentials: credentials(mode, given, id, random, previous),
    features: previous?.body.features ?? [],
  };
}

function check(given: Json, previous: ApplicationRecord | undefined): ApplicationKind {
  const { signOnMode, label, name } = given;
  if (signOnMode === undefined || signOnMode === null) throw invalid(blank("signOnMode"));
  const kind = typeof signOnMode === "string" ? APPLICATION_KINDS[signOnMode] : undefined;
  if (kind === undefined) {
    throw invalid(`signOnMode: The value must be one of ${Object.keys(APPLICATION_KINDS).join(", ")}`);
  }
  if (previous !== undefined && previous.body.signOnMode !== signOnMode) {
    throw invalid("signOnMode: The sign-on mode of an existing application cannot be changed");
  }
  const problems: string[] = [];
  if (typeof label !== "string" || label.trim() === "") problems.push(blank("label"));
  else if (label.length > 100) problems.push("label: The value may have at most 100 characters");
  if (previous === undefined) problems.push(...nameProblems(kind, name));
  const custom = kind.catalogOnly !== true && (kind.names !== undefined || name === undefined);
  const required = [...kind.required, ...(custom ? (kind.requiredIfCustom ?? []) : [])];
  for (const path of required) {
    const value = valueAt(given, path);
    if (value === undefined || value === null || value === "") problems.push(blank(path));
  }
  if (problems.length > 0) throw invalid(...problems);
  return kind;
}

function nameProblems(kind: ApplicationKind, name: unknown): string[] {
  if (kind.names === undefined) return kind.catalogOnly && typeof name !== "string" ? [blank("name")] : [];
  if (typeof name !== "string") return [blank("name")];
  return kind.names.includes(name) ? [] : [`name: The value must be one of ${kind.names.join(", ")}`];
}

/** Okta names a custom application after the org and its label. */
function customName(label: string, random: Random): string {
  const slug = label.toLowerCase().replace(/[^a-z0-9]+/g, "");
  return `sandbox_${slug || "app"}_${random.between(1, 99)}`;
}

/** Replacing an application without these fields resets them to what is here. */
function defaults(name: string): Json {
  return {
    accessibility: { selfService: false },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: false, web: false },
      appLinks: { [`${name}_link`]: true },
    },
    settings: {
      implicitAssignment: false,
      emOptInStatus: "NONE",
      notifications: { vpn: { network: { connection: "DISABLED" } } },
    },
  };
}

function credentials(
  mode: string,
  given: Json,
  id: string,
  random: Random,
  previous: ApplicationRecord | undefined,
): Json {
  const base: Json = {
    userNameTemplate: { template: LOGIN_TEMPLATE, type: "BUILT_IN" },
    ...(mode === "SAML_2_0" || mode === "OPENID_CONNECT"
      ? { signing: { kid: valueAt(previous?.body, "credentials.signing.kid") ?? random.text(43) } }
      : {}),
  };
  const wanted = withDefaults(base, objectAt(given, "credentials"));
  // Passwords are write-only: that there is one may be seen, what it is may not.
  if (isObject(wanted.password)) wanted.password = {};
  if (mode !== "OPENID_CONNECT") return wanted;
  return { ...wanted, oauthClient: oauthClient(objectAt(wanted, "oauthClient"), id, random, previous) };
}

/** The client id never changes; the secret is made once, for methods that use one, and kept through a replacement. */
function oauthClient(given: Json, id: string, random: Random, previous: ApplicationRecord | undefined): Json {
  const old = objectAt(previous?.body, "credentials.oauthClient");
  const method = given.token_endpoint_auth_method ?? "client_secret_basic";
  const usesSecret = typeof method === "string" && method.startsWith("client_secret");
  const secret = given.client_secret ?? old.client_secret ?? random.text(64);
  return {
    autoKeyRotation: true,
    pkce_required: true,
    ...omit(given, ["client_secret"]),
    client_id: old.client_id ?? given.client_id ?? id,
    token_endpoint_auth_method: method,
    ...(usesSecret ? { client_secret: secret } : {}),
  };
}
