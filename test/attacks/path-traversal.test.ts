import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../e2e/support/session.js";
import { sessionOf } from "../e2e/support/tool-case.js";

const parent = mkdtempSync(join(tmpdir(), "okta-mcp-attack-"));
const directory = join(parent, "exports");
mkdirSync(directory, { mode: 0o700 });
afterAll(() => rmSync(parent, { recursive: true }));

const session = sessionOf({
  asking: true,
  sandbox: { users: 20, events: 20 },
  env: { OKTA_EXPORT_DIR: directory },
});

const HARMLESS = "00u1a2b3c4d5e6f7g8h9";

interface Attack {
  readonly id: string;
  /** A login may hold it; then it has to stay one segment of the path. */
  readonly mayBeLogin?: true;
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  "the parent directory": { id: ".." },
  "this directory": { id: "." },
  "a path to another API": { id: "../apps" },
  "a path up and down again": { id: "a/../b" },
  "a path behind a good id": { id: `${HARMLESS}/lifecycle/deactivate` },
  "dots in percent-encoding": { id: "%2e%2e" },
  "a path in percent-encoding": { id: "%2e%2e%2fapps" },
  "a path encoded twice": { id: "%252e%252e%252fapps" },
  "a path in overlong UTF-8": { id: "%c0%ae%c0%ae%c0%afapps" },
  "a path with backslashes": { id: "..\\apps" },
  "a path behind a matrix parameter": { id: "..;/apps" },
  "a query": { id: `${HARMLESS}?expand=x` },
  "a fragment": { id: `${HARMLESS}#x` },
  "the address of another host": { id: "//evil.example/x" },
  "a second request": { id: `${HARMLESS}\r\nHost: evil.example` },
  "a NUL": { id: `${HARMLESS}\u0000` },
  "a matrix parameter": { id: `${HARMLESS};x=1`, mayBeLogin: true },
  "full-width dots and slashes": { id: "．．／apps", mayBeLogin: true },
  "dots and slashes that only look so": { id: "․․∕apps", mayBeLogin: true },
};

interface Target {
  readonly tool: string;
  readonly ids: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
  /** What the tool asks the org with harmless ids: `GET /api/v1/users/{}`. */
  readonly routes: readonly string[];
}

const targets: Target[] = [];

beforeAll(async () => {
  const { tools } = await session().client.listTools();
  for (const { name: tool, inputSchema } of tools) {
    const ids = Object.keys(inputSchema.properties ?? {}).filter((each) => each.endsWith("_id"));
    if (ids.length === 0) continue;
    const harmless = Object.fromEntries(ids.map((each) => [each, HARMLESS]));
    const args = { ...valuesFor(inputSchema.required ?? []), ...harmless };
    targets.push({ tool, ids, args, routes: (await asked(session(), tool, args, [])).routes });
  }
  expect(targets.length).toBeGreaterThan(25);
});

/** What a call answers, and what it asks the org, the ids taken out of the paths. */
async function asked({ call, sandbox }: Session, tool: string, args: object, ids: readonly string[]) {
  const before = sandbox.requests.length;
  const { text } = await call(tool, { ...args });
  // A call that fails leaves requests under way, which belong to it as well.
  if (sandbox.requests.length > before) await sleep(20);
  const segments = new Set([HARMLESS, ...ids].map(encodeURIComponent));
  const routes = sandbox.requests.slice(before).map(({ method, path }) => {
    const pattern = path.split("/").map((segment) => (segments.has(segment) ? "{}" : segment));
    return `${method} ${pattern.join("/")}`;
  });
  return { text, routes };
}

describe.each(Object.entries(ATTACKS))("an id that is %s", (_, { id, mayBeLogin }) => {
  test(mayBeLogin ? "stays in its segment" : "is refused, and nothing is sent", async () => {
    for (const { tool, ids, args, routes: usual } of targets) {
      for (const hit of ids) {
        const { text, routes } = await asked(session(), tool, { ...args, [hit]: id }, [id]);
        if (!mayBeLogin || routes.length === 0) {
          expect([tool, routes]).toEqual([tool, []]);
          expect(text).toMatch(new RegExp(`^arguments_invalid: (.*\n)*?.*${hit}: `));
        } else expect([tool, usual]).toEqual([tool, expect.arrayContaining(routes)]);
      }
    }
  });
});

/** Something for what else a tool requires. */
function valuesFor(required: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {
    changes: { profile: {} },
    rule: { type: "SIGN_ON", name: "x" },
  };
  return Object.fromEntries(required.flatMap((name) => (name in values ? [[name, values[name]]] : [])));
}

describe("a value of a query", () => {
  test.each(["a&after=evil&x=1", "a#b", "a%26limit%3D1", "a?b=c", "a+b", "a;limit=1", "a/../../apps", "é ✓"])(
    "%j stays one value",
    async (q) => {
      const { sandbox, call } = session();
      await call("list_users", { q, limit: 7 });
      const { path, query } = sandbox.requests.at(-1) ?? { path: "", query: "" };
      expect([path, [...new URLSearchParams(query)]]).toEqual([
        "/api/v1/users",
        expect.arrayContaining([["q", q]]),
      ]);
      expect([...new URLSearchParams(query).keys()].sort()).toEqual(["limit", "q"]);
    },
  );
});

describe("a file name for an export", () => {
  test.each([
    "../out.csv",
    "/tmp/out.csv",
    "a/../../out.csv",
    "..\\out.csv",
    "C:\\out.csv",
    ".csv/../../x.csv",
    "x\u0000.csv",
    "..",
  ])("%j is refused, and no file is made", async (file) => {
    const text = await session().fail("export_records", { tool: "list_groups", file });
    expect(text).toMatch(/^arguments_invalid: (.*\n)*?.*file/);
    expect([readdirSync(parent), readdirSync(directory)]).toEqual([["exports"], []]);
  });
});
