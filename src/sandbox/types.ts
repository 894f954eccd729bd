import type { JWK } from "jose";

/** A JSON object. The sandbox keeps Okta's own field names and stays lenient about what is inside. */
export type Json = Record<string, unknown>;

/** Whatever has an Okta id. `seq` is the order of creation: the stable order of lists and the position in cursors. */
export interface Entity {
  readonly id: string;
  readonly seq: number;
}

/** Entities with Okta's two timestamps, as ISO 8601 strings in UTC. */
export interface Dated extends Entity {
  readonly created: string;
  lastUpdated: string;
}

export type UserStatus =
  | "ACTIVE"
  | "DEPROVISIONED"
  | "LOCKED_OUT"
  | "PASSWORD_EXPIRED"
  | "PROVISIONED"
  | "RECOVERY"
  | "STAGED"
  | "SUSPENDED";

export interface UserRecord extends Dated {
  status: UserStatus;
  activated: string | null;
  statusChanged: string | null;
  lastLogin: string | null;
  passwordChanged: string | null;
  readonly type: { readonly id: string };
  profile: Json;
  /** Passwords are write-only at Okta: that there is one is all the sandbox remembers. */
  hasPassword: boolean;
  provider: { readonly type: string; readonly name: string };
  recoveryQuestion?: string | undefined;
}

export interface GroupRecord extends Dated {
  readonly type: "OKTA_GROUP" | "APP_GROUP" | "BUILT_IN";
  readonly objectClass: readonly string[];
  lastMembershipUpdated: string;
  profile: Json;
  /** The application that an APP_GROUP was imported from. */
  readonly source?: { readonly id: string };
}

export type Lifecycle = "ACTIVE" | "INACTIVE";

/** Applications, policies and rules: what the caller may set is in `body`, what the org decides is beside it. */
export interface ApplicationRecord extends Dated {
  status: Lifecycle;
  body: Json;
}

export interface PolicyRecord extends Dated {
  status: Lifecycle;
  readonly type: string;
  readonly system: boolean;
  priority: number;
  body: Json;
}

export interface RuleRecord extends PolicyRecord {
  readonly policyId: string;
}

/** One line of the system log; `text` is the event in lower case for keyword search, made on first use. */
export interface LogRecord extends Entity {
  readonly published: string;
  readonly event: Json;
  text?: string;
}

/** How a client may come by tokens. */
export type GrantName = "client_credentials" | "device" | "authorization_code" | "refresh_token";

/** An OAuth application of the org: confidential when it has keys (private_key_jwt), public without. */
export interface SandboxClient {
  readonly clientId: string;
  /** Scopes of Okta's API that an administrator granted to the application. */
  readonly scopes: readonly string[];
  readonly jwks?: { readonly keys: readonly JWK[] };
  /** Default: client_credentials for a client with keys, the three others for a public one. */
  readonly grants?: readonly GrantName[];
  /** Registered for the authorization code flow. */
  readonly redirectUris?: readonly string[];
  /** true demands DPoP, false ignores proofs; without it a proof binds the tokens, and none leaves them Bearer. */
  readonly dpop?: boolean;
  /** Whether a service application has an admin role, default true; without one every API call is refused. */
  readonly adminRole?: boolean;
}
