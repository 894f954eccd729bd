import type { Problem } from "./problem.js";

/** One setting as a user sees it: the environment variable, and where it is no secret, the flag of the same meaning. */
export interface Variable {
  /** What to put there, for the README and `--help`. */
  readonly what: string;
  /** What holds when it is not set, in the variable's own notation. */
  readonly default?: string;
  /** A secret has no flag: the command line is open to every process of the machine. */
  readonly secret: boolean;
  /** The name under which a parsed flag arrives, `orgUrl` for `--org-url`. */
  readonly option?: string;
  /** On or off: the flag alone means `true`. */
  readonly isSwitch?: boolean;
  /** The sign-in methods it belongs to. */
  readonly methods?: readonly SignInMethod[];
}

export const SIGN_IN_METHODS = ["private_key_jwt", "api_token", "device", "browser", "access_token"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** Every setting there is. The README's table and the choice of the sign-in method are derived from it. */
export const VARIABLES = {
  OKTA_ORG_URL: {
    what: "Address of the Okta org, for example `https://acme.okta.com`.",
    secret: false,
    option: "orgUrl",
  },
  OKTA_AUTH: {
    what: "Sign-in method: `device` or `browser` for a person, `private_key_jwt` for a service, `api_token`, `access_token`.",
    default: "the method whose key or token is set",
    secret: false,
    option: "auth",
  },
  OKTA_CLIENT_ID: {
    what: "Client id of the app in Okta: API Services for a service, Native for a person.",
    secret: false,
    option: "clientId",
    methods: ["private_key_jwt", "device", "browser"],
  },
  OKTA_SCOPES: {
    what: "OAuth scopes to ask for, separated by spaces or commas.",
    secret: false,
    option: "scopes",
    methods: ["private_key_jwt", "device", "browser"],
  },
  OKTA_PRIVATE_KEY: {
    what: "The app's private key: PEM with real or escaped (`\\n`) newlines, or a JWK as JSON.",
    secret: true,
    methods: ["private_key_jwt"],
  },
  OKTA_PRIVATE_KEY_FILE: {
    what: "Absolute path of a file with the private key, instead of `OKTA_PRIVATE_KEY`.",
    secret: false,
    option: "privateKeyFile",
    methods: ["private_key_jwt"],
  },
  OKTA_KEY_ID: {
    what: "Key id (`kid`) that Okta shows for the public key.",
    default: "the JWK's `kid`",
    secret: false,
    option: "keyId",
    methods: ["private_key_jwt"],
  },
  OKTA_API_TOKEN: {
    what: "API token of an administrator (SSWS), instead of the private key.",
    secret: true,
    methods: ["api_token"],
  },
  OKTA_ACCESS_TOKEN: {
    what: "A ready-made OAuth access token of the org, used as it is until it expires.",
    secret: true,
    methods: ["access_token"],
  },
  OKTA_REDIRECT_PORT: {
    what: "Port of the browser sign-in's redirect address `http://127.0.0.1:<port>/callback`. Okta compares it with the registered address exactly.",
    default: "any free port",
    secret: false,
    option: "redirectPort",
    methods: ["browser"],
  },
  OKTA_DPOP: {
    what: "Binding of OAuth tokens to a key (DPoP): `auto` when the app demands it, `always` or `never`.",
    default: "auto",
    secret: false,
    option: "dpop",
  },
  OKTA_TOKEN_STORE: {
    what: "Where a person's tokens are kept: `keychain`, an encrypted `file`, `memory`, or `auto` for the keychain where there is one, else the file.",
    default: "auto",
    secret: false,
    option: "tokenStore",
  },
  OKTA_READ_ONLY: {
    what: "Offer only what changes nothing in Okta, and send nothing but reads.",
    default: "false",
    secret: false,
    option: "readOnly",
    isSwitch: true,
  },
  OKTA_TOOLSETS: {
    what: "Offer only tools of these toolsets: `users`, `groups`, `applications`, `policies`, `logs`, `org`.",
    default: "all",
    secret: false,
    option: "toolsets",
  },
  OKTA_TOOLS: {
    what: "Offer only these tools: names or patterns, separated by commas or blanks, for example `list_*,get_user`.",
    default: "all",
    secret: false,
    option: "tools",
  },
  OKTA_EXCLUDE: {
    what: "Leave these tools out: names or patterns, for example `delete_*`.",
    default: "none",
    secret: false,
    option: "exclude",
  },
  OKTA_CONFIRM: {
    what: "Consent to destructive calls: `auto` asks in the client, or by a code where the client cannot ask; `strict` refuses there; `off` asks nobody.",
    default: "auto",
    secret: false,
    option: "confirm",
  },
  OKTA_OUTPUT_SCHEMAS: {
    what: "List each tool with a schema of its answers as well, for clients that check them; a model pays for it in tokens.",
    default: "false",
    secret: false,
    option: "outputSchemas",
    isSwitch: true,
  },
  OKTA_TIMEOUT: {
    what: "Seconds that one request to Okta may take, 1 to 600.",
    default: "30",
    secret: false,
    option: "timeout",
  },
  OKTA_CONCURRENCY: {
    what: "Requests to Okta under way at a time, 1 to 50.",
    default: "8",
    secret: false,
    option: "concurrency",
  },
  OKTA_RATE_RESERVE: {
    what: "Percent of each rate limit that is left to the org's other clients, 0 to 90.",
    default: "10",
    secret: false,
    option: "rateReserve",
  },
  OKTA_MAX_WAIT: {
    what: "Seconds that a request may wait for a rate limit or between tries, 0 to 600.",
    default: "60",
    secret: false,
    option: "maxWait",
  },
  OKTA_AUDIT_LOG: {
    what: "Absolute path of a file that every change is written to before it is sent. While it cannot be written, changes are refused.",
    secret: false,
    option: "auditLog",
  },
  OKTA_LOG_FILE: {
    what: "Absolute path of a file that gets the log as JSON Lines, beside stderr.",
    secret: false,
    option: "logFile",
  },
  OKTA_LOG_LEVEL: {
    what: "What the log tells: `debug` (with names and arguments, but no secrets), `info`, `warn`, `error` or `silent`.",
    default: "warn",
    secret: false,
    option: "logLevel",
  },
  OKTA_EXPORT_DIR: {
    what: "Absolute path of the directory that `export_records` writes files into. Without it there is no such tool.",
    secret: false,
    option: "exportDir",
  },
} as const satisfies Record<string, Variable>;

/** The flag's name on the command line, without the dashes in front: `org-url` for `orgUrl`. */
export function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export type VariableName = keyof typeof VARIABLES;

type OptionName<N extends VariableName> = (typeof VARIABLES)[N] extends { option: infer O extends string }
  ? O
  : never;

/** Flags as the command line hands them over. A flag stands above the variable of the same meaning. */
export type Flags = { readonly [N in VariableName as OptionName<N>]?: string };

/** What the user has set: trimmed, and never empty. */
export type Settings = { readonly [N in VariableName]?: string };

export type Environment = Readonly<Record<string, string | undefined>>;

export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly VariableName[];

/**
 * The settings among environment and flags. An empty value counts as not set: MCP clients write their
 * configuration with every variable present. A reference the client did not expand is a problem.
 */
export function readSettings(env: Environment, flags: Flags, problems: Problem[]): Settings {
  const flagged: Readonly<Record<string, string | undefined>> = flags;
  const settings: { [N in VariableName]?: string } = {};
  for (const name of VARIABLE_NAMES) {
    const { option, isSwitch }: Variable = VARIABLES[name];
    const flag = option === undefined ? undefined : flagged[option];
    const given = flag ?? env[name];
    const value = given?.trim();
    if (!value) {
      // Nobody writes a flag for nothing: `--tools "$TOOLS"` with TOOLS unset is no wish for all tools.
      if (flag !== undefined) problems.push(emptyFlag(name));
      // Nor blanks for a switch, and which way it was to be is not to be guessed.
      else if (given && isSwitch) problems.push(blankSwitch(name));
      continue;
    }
    if (/^\$\{[^}]*\}$/.test(value)) {
      problems.push({
        variable: name,
        what: "still holds a reference that the MCP client did not replace by a value",
        fix: `Write the value of ${name} itself into the client's configuration.`,
      });
    }
    settings[name] = value;
  }
  return settings;
}

function blankSwitch(variable: VariableName): Problem {
  return {
    variable,
    what: "holds nothing but blanks",
    fix: `Set ${variable} to true or false, or leave it out for false.`,
  };
}

function emptyFlag(variable: VariableName): Problem {
  return {
    variable,
    what: "is given by its flag, but empty",
    fix: `Give the flag of ${variable} a value, or leave the flag out.`,
  };
}
