import { OktaMcpError } from "../errors.js";
import { type ConnectedClient, connectStdioClient } from "../mcp/client.js";

export interface DemoOptions {
  print: (line: string) => void;
  /** The built program, started again as the server. */
  script: string;
  version: string;
  now?: () => Date;
}

type Item = Record<string, unknown>;

const HOUR_MS = 3_600_000;

/** Three requests an administrator would make, answered through a real MCP client on a made-up org. */
export async function demo({ print, script, version, now = () => new Date() }: DemoOptions): Promise<void> {
  const client = await connectStdioClient([process.execPath, script, "serve", "--demo"], version);
  const session = new Session(client, print);
  try {
    print(`Connected over stdio: ${(await client.toolNames()).length} tools, a made-up org of 120 users.`);
    session.request("Create the user Ada Byron and add her to the Engineering group.");
    await onboard(session);
    session.request("Show all failed login attempts of the last 24 hours.");
    await failedLogins(session, now());
    session.request("Which applications were not used in the past month?");
    await unusedApplications(session, now());
  } finally {
    await client.close();
  }
}

async function onboard(session: Session): Promise<void> {
  const [group] = await session.all("list_groups", { q: "Engineering" });
  const user = await session.call("create_user", {
    user: {
      profile: {
        login: "ada.byron@example.com",
        email: "ada.byron@example.com",
        firstName: "Ada",
        lastName: "Byron",
        department: "Engineering",
      },
      credentials: { password: { value: "Analytical-Engine-1843" } },
    },
  });
  await session.call("add_user_to_group", { group_id: group?.id, user_id: user.id });
  const groups = await session.all("list_user_groups", { user_id: user.id });
  session.answer(
    `${at(user, "profile.login")} is ${user.status}, id ${user.id}, a member of: ${names(groups)}.`,
  );
}

async function failedLogins(session: Session, now: Date): Promise<void> {
  const events = await session.all("get_logs", {
    since: new Date(now.getTime() - 24 * HOUR_MS).toISOString(),
    until: now.toISOString(),
    filter: 'eventType eq "user.session.start" and outcome.result eq "FAILURE"',
  });
  session.answer(`${events.length} failed login attempts:`);
  session.table(
    ["time", "user", "reason", "IP"],
    events.map((event) => [
      String(at(event, "published")).slice(0, 19).replace("T", " "),
      at(event, "actor.alternateId"),
      at(event, "outcome.reason"),
      at(event, "client.ipAddress"),
    ]),
  );
}

async function unusedApplications(session: Session, now: Date): Promise<void> {
  const applications = await session.all("list_applications", { filter: 'status eq "ACTIVE"' });
  const signOns = await session.all("get_logs", {
    since: new Date(now.getTime() - 30 * 24 * HOUR_MS).toISOString(),
    until: now.toISOString(),
    filter: 'eventType eq "user.authentication.sso"',
    fields: ["uuid", "target[].id"],
    limit: 1000,
  });
  const used = new Set(signOns.flatMap(({ target }) => (target as Item[]).map(({ id }) => id)));
  const unused = applications.filter(({ id }) => !used.has(id));
  session.answer(
    `${unused.length} of ${applications.length} active applications had no sign-on in 30 days (${signOns.length} sign-ons read):`,
  );
  session.table(
    ["application", "kind", "id"],
    unused.map(({ label, signOnMode, id }) => [label, signOnMode, id]),
  );
}

/** Calls tools and shows what was asked, which tool answered, and how long it took. */
class Session {
  readonly #client: ConnectedClient;
  readonly #print: (line: string) => void;

  constructor(client: ConnectedClient, print: (line: string) => void) {
    this.#client = client;
    this.#print = print;
  }

  request(text: string): void {
    this.#print(`\n> ${text}`);
  }

  answer(text: string): void {
    this.#print(`  ${text}`);
  }

  table(head: readonly string[], rows: readonly (readonly unknown[])[]): void {
    const cells = [head, ...rows].map((row) => row.map((cell) => String(cell ?? "-")));
    const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
    for (const row of cells) {
      this.#print(
        `    ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}`,
      );
    }
  }

  async call(tool: string, args: Item): Promise<Item> {
    const started = performance.now();
    const { isError, text, structured } = await this.#client.call(tool, args);
    const took = `${Math.round(performance.now() - started)} ms, ${text.length} characters`;
    this.#print(`  · ${tool} ${isError ? "failed" : "answered"} (${took})`);
    if (isError) throw new OktaMcpError("internal", `The demo's call of ${tool} failed: ${text}`);
    return structured;
  }

  /** Every item of a list, page by page. */
  async all(tool: string, args: Item): Promise<Item[]> {
    const items: Item[] = [];
    let next: unknown;
    do {
      const page = await this.call(tool, next === undefined ? args : { ...args, after: next });
      items.push(...(page.items as Item[]));
      next = page.next;
    } while (next !== undefined);
    return items;
  }
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((here, key) => (here as Item | undefined)?.[key], value);
}

function names(groups: readonly Item[]): string {
  return groups.map((group) => at(group, "profile.name")).join(", ");
}
