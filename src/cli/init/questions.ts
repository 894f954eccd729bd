import { readOrgUrl } from "../../config/org-url.js";
import { configInvalid, type Problem } from "../../config/problem.js";
import type { Settings, SignInMethod, VariableName } from "../../config/variables.js";
import { OktaMcpError } from "../../errors.js";
import { CLIENTS, type Client } from "../clients/clients.js";
import type { Machine } from "../machine.js";
import type { Change } from "./plan.js";

const prompts = () => import("@clack/prompts");

/** Scopes for all tools; who wants less asks for less. */
const ALL_SCOPES =
  "okta.users.manage okta.groups.manage okta.apps.manage okta.policies.manage okta.logs.read okta.schemas.read";

/**
 * What is not given yet, asked at the terminal.
 * @param tryOrg rejects with an OktaMcpError for an address that is no org's
 * @throws OktaMcpError `cancelled`
 */
export async function askSettings(
  given: Settings,
  { stdin: input, stdout: output }: Pick<Machine, "stdin" | "stdout">,
  tryOrg?: (orgUrl: string) => Promise<void>,
): Promise<Settings> {
  const { text, password, select, log } = await prompts();
  const settings: { [N in VariableName]?: string } = { ...given };
  const stdio = { input, output };

  for (let isTried = false; !isTried; ) {
    settings.OKTA_ORG_URL ??= await answered(
      text({
        ...stdio,
        message: "Address of the Okta org",
        placeholder: "https://acme.okta.com",
        validate: orgUrlFault,
      }),
    );
    try {
      await tryOrg?.(orgUrlOf(settings.OKTA_ORG_URL));
      isTried = true;
    } catch (error) {
      if (!(error instanceof OktaMcpError) || error.code === "cancelled") throw error;
      log.error(`${error.message}\n${error.next}`, stdio);
      delete settings.OKTA_ORG_URL;
    }
  }
  const isChosen = [
    "OKTA_API_TOKEN",
    "OKTA_ACCESS_TOKEN",
    "OKTA_PRIVATE_KEY",
    "OKTA_PRIVATE_KEY_FILE",
  ] as const;
  if (!isChosen.some((name) => settings[name])) {
    settings.OKTA_AUTH ??= await answered(
      select<SignInMethod>({
        ...stdio,
        message: "How shall it sign in?",
        options: [
          {
            value: "device",
            label: "As you, by a code in any browser",
            hint: "Native app, Device Authorization",
          },
          {
            value: "browser",
            label: "As you, in this machine's browser",
            hint: "Native app, Authorization Code",
          },
          { value: "private_key_jwt", label: "As a service, by a private key", hint: "API Services app" },
          { value: "api_token", label: "By an API token", hint: "all rights of its maker; for trying out" },
        ],
      }),
    );
  }
  const need = async (name: VariableName, message: string, initialValue?: string) => {
    settings[name] ??= await answered(
      text({ ...stdio, message, validate: required, ...(initialValue !== undefined && { initialValue }) }),
    );
  };
  const method =
    settings.OKTA_AUTH ??
    (settings.OKTA_API_TOKEN || settings.OKTA_ACCESS_TOKEN ? "token" : "private_key_jwt");
  if (method === "api_token") {
    settings.OKTA_API_TOKEN ??= await answered(
      password({
        ...stdio,
        message: "The API token (it is not written down without your word)",
        validate: required,
      }),
    );
  } else if (method !== "token" && method !== "access_token") {
    await need("OKTA_CLIENT_ID", "Client id of the app in Okta");
    await need("OKTA_SCOPES", "Scopes to ask for", ALL_SCOPES);
    if (method === "private_key_jwt" && !settings.OKTA_PRIVATE_KEY)
      await need("OKTA_PRIVATE_KEY_FILE", "Whole path of the file with the private key");
    if (method === "browser")
      await need(
        "OKTA_REDIRECT_PORT",
        "Port of the app's redirect address http://127.0.0.1:<port>/callback",
        "8765",
      );
  }
  return settings;
}

/** @param there preselected */
export async function askWhichClients(
  { stdin: input, stdout: output }: Pick<Machine, "stdin" | "stdout">,
  there: readonly Client[],
): Promise<readonly Client[]> {
  const { multiselect } = await prompts();
  const names = await answered(
    multiselect({
      input,
      output,
      message: "Which clients shall have it?",
      options: CLIENTS.map((client) => ({
        value: client.name,
        label: client.title,
        ...(there.includes(client) && { hint: "found here" }),
      })),
      initialValues: there.map(({ name }) => name),
      required: true,
    }),
  );
  return CLIENTS.filter(({ name }) => names.includes(name));
}

/** Whether a secret may stand in the file of a client that knows no references. */
export function askWriteSecret(
  machine: Pick<Machine, "stdin" | "stdout">,
  { title }: Client,
  secrets: readonly string[],
): Promise<boolean> {
  return yesNo(
    machine,
    `${title} would keep ${secrets.join(" and ")} in its file, readable as it is. Write it?`,
    false,
  );
}

export function askSignIn(machine: Pick<Machine, "stdin" | "stdout">): Promise<boolean> {
  return yesNo(machine, "Sign in now?", true);
}

export function confirmChange(
  machine: Pick<Machine, "stdin" | "stdout">,
  { before }: Pick<Change, "before">,
): Promise<boolean> {
  return yesNo(
    machine,
    before === "" ? "Make this file?" : "Make this change? (a copy of the old file is kept)",
    true,
  );
}

/** What has been done, and what is left for the user to do. */
export function showOutcome({ client, referred }: Change, backup: string | undefined): string[] {
  const isAsked = client.name === "vscode";
  return [
    ...(backup === undefined ? ["Written."] : [`Written; the old file is kept as ${backup}.`]),
    ...(referred.length > 0
      ? [
          isAsked
            ? `VS Code asks for ${referred.join(" and ")} when it starts the server.`
            : `Set ${referred.join(" and ")} in the environment that ${client.title} is started from: it is not in the file.`,
        ]
      : []),
    client.afterwards,
  ];
}

async function yesNo(
  { stdin: input, stdout: output }: Pick<Machine, "stdin" | "stdout">,
  message: string,
  initialValue: boolean,
): Promise<boolean> {
  const { confirm } = await prompts();
  return answered(confirm({ input, output, message, initialValue }));
}

/** @throws OktaMcpError `cancelled` for Ctrl-C and Escape */
async function answered<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  if (typeof answer !== "symbol") return answer as Exclude<T, symbol>;
  throw new OktaMcpError("cancelled", "Given up. What was not written yet is as it was.", {
    next: "Run `okta-mcp init` again when you like.",
  });
}

/** @throws OktaMcpError `config_invalid` */
function orgUrlOf(value: string): string {
  const problems: Problem[] = [];
  const url = readOrgUrl(value.trim(), problems);
  if (url === undefined) throw configInvalid(problems);
  return url;
}

function orgUrlFault(value: string | undefined): string | undefined {
  const problems: Problem[] = [];
  readOrgUrl(value?.trim() || undefined, problems);
  return problems[0]?.fix;
}

function required(value: string | undefined): string | undefined {
  return value?.trim() ? undefined : "It is needed.";
}
