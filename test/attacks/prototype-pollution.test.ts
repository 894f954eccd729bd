import { describe, expect, test } from "vitest";
import { callRequest, INITIALIZE, type Process, startProcess } from "../e2e/support/process.js";
import { openLoopback } from "../http/loopback.js";
import { send, TOKEN } from "./support/hostile-org.js";

/** Runs inside the server, and tells at its end what has been added to the prototypes of everything. */
const WITNESS = `data:text/javascript,${encodeURIComponent(`
  const kinds = { Object, Array, Function, String };
  const before = Object.entries(kinds).map(([name, kind]) => [name, Reflect.ownKeys(kind.prototype).length]);
  process.on("exit", () => {
    for (const [name, count] of before) {
      const added = Reflect.ownKeys(kinds[name].prototype).slice(count).map(String);
      process.stderr.write("witness " + name + " " + JSON.stringify(added) + "\\n");
    }
  });
`)}`;

const UNTOUCHED = ["Object", "Array", "Function", "String"].map((name) => `witness ${name} []`);

interface Attacked {
  readonly server: Process;
  /** Sends a call whose arguments are JSON text, so that a key stays what it is. */
  call(tool: string, args: string): Promise<string>;
  end(): Promise<readonly string[]>;
}

async function attacked(answer: (method: string) => string): Promise<Attacked> {
  const org = await openLoopback(({ method }, response) => send(response, answer(method)));
  const env = { OKTA_ORG_URL: org.url, OKTA_API_TOKEN: TOKEN, NODE_OPTIONS: `--import=${WITNESS}` };
  const server = startProcess(["serve"], env);
  server.send(INITIALIZE);
  await server.answer(0);
  let id = 0;
  return {
    server,
    async call(tool, args) {
      id += 1;
      server.send(JSON.stringify(callRequest(id, tool, "ARGUMENTS")).replace('"ARGUMENTS"', () => args));
      return JSON.stringify(await server.answer(id));
    },
    async end() {
      server.hangUp();
      await server.exit();
      org.close();
      return server
        .stderr()
        .split("\n")
        .filter((line) => line.startsWith("witness"));
    },
  };
}

const GROUP = '{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "One", "description": "d"}}';

/** One place each in which an object can carry the attack; `KEYS` is where it goes. */
const KEYS: Readonly<Record<string, string>> = {
  __proto__: '"__proto__": {"polluted": "yes", "toString": "x"}',
  "constructor.prototype": '"constructor": {"prototype": {"polluted": "yes"}}',
  "__proto__ in __proto__": '"__proto__": {"__proto__": {"polluted": "yes"}}',
  "a dotted key": '"__proto__.polluted": "yes", "constructor.prototype.polluted": "yes"',
};

describe.each(Object.entries(KEYS))("%s", (_, keys) => {
  test("in arguments changes no prototype", async () => {
    const { call, end } = await attacked((method) => (method === "GET" ? GROUP : "{}"));
    await call("list_groups", `{${keys}}`);
    await call("create_group", `{"group": {"profile": {"name": "x", ${keys}}}}`);
    await call("update_group", `{"group_id": "00g1", "changes": {${keys}}}`);
    await call("update_group", `{"group_id": "00g1", "changes": {"profile": {"name": "Two", ${keys}}}}`);
    await call("update_user", `{"user_id": "00u1", "changes": {"profile": {${keys}}}}`);
    await call(
      "list_groups",
      `{"fields": ["__proto__.polluted", "constructor.prototype", "profile.__proto__"]}`,
    );
    expect(await end()).toEqual(UNTOUCHED);
  });

  test("in answers changes no prototype", async () => {
    const group = GROUP.replace('{"id"', `{${keys}, "id"`).replace('{"name"', `{${keys}, "name"`);
    const { call, end } = await attacked(() => group);
    const list = await attacked(() => `[${group}]`);
    expect(await call("get_group", '{"group_id": "00g1"}')).toContain("One");
    await call("update_group", '{"group_id": "00g1", "changes": {"profile": {"name": "Two"}}}');
    expect(await list.call("list_groups", '{"detail": "full"}')).toContain("One");
    await list.call("list_groups", '{"fields": ["profile.name", "__proto__", "constructor"]}');
    expect([await end(), await list.end()]).toEqual([UNTOUCHED, UNTOUCHED]);
  });
});

test("the witness sees a prototype that is changed", async () => {
  const spoil = "data:text/javascript,Object.prototype.polluted=1";
  const server = startProcess(["--version"], { NODE_OPTIONS: `--import=${WITNESS} --import=${spoil}` });
  await server.exit();
  expect(server.stderr()).toContain('witness Object ["polluted"]');
});
