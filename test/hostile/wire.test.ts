import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../src/sandbox/index.js";
import { createRandom } from "../../src/sandbox/random.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { callRequest, INITIALIZE, type Process, startProcess } from "../e2e/support/process.js";
import { judgeAnswer } from "./answers.js";
import { plantCanaries, Secrets } from "./canaries.js";
import { goodArguments } from "./good-arguments.js";
import { hostileLine } from "./lines.js";
import { planOf, spoiled } from "./plan.js";

const SEED = Number(process.env.HOSTILE_SEED ?? 6);
const CALLS = 500;
const LINES = 300;
const MAX_MS = 15_000;

/** The built server at an org full of secrets. */
async function start() {
  const exportDirectory = await mkdtemp(join(tmpdir(), "okta-mcp-wire-"));
  const sandbox = await startSandbox({ seed: SEED, users: 12, events: 60, rateLimit: { perMinute: 1e9 } });
  plantCanaries(sandbox.org);
  onTestFinished(async () => {
    await sandbox.close();
    await rm(exportDirectory, { recursive: true });
  });
  const server = startProcess(["serve"], {
    OKTA_ORG_URL: sandbox.url,
    OKTA_API_TOKEN: sandbox.apiToken,
    OKTA_EXPORT_DIR: exportDirectory,
    OKTA_LOG_LEVEL: "debug",
  });
  server.send(INITIALIZE);
  await server.answer(0);
  server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  const { descriptors: tools } = createCatalog({ exportDirectory });
  return { server, sandbox, tools };
}

type Message = Readonly<Record<string, unknown>>;

/** Everything on stdout, once all of these are answered. @throws Error when they are not in time */
async function answersTo(server: Process, ids: ReadonlySet<number>): Promise<readonly Message[]> {
  const started = performance.now();
  const messages: Message[] = [];
  for (;;) {
    messages.push(
      ...server
        .lines()
        .slice(messages.length)
        .map((line): Message => JSON.parse(line)),
    );
    const answered = new Set(messages.map(({ id }) => id));
    const open = [...ids].filter((id) => !answered.has(id));
    if (open.length === 0) return messages;
    if (performance.now() - started > MAX_MS) throw new Error(`no answer to ${open}; ${server.stderr()}`);
    await pause(20);
  }
}

test(`${CALLS} hostile calls among ${LINES} hostile lines: stdout stays JSON-RPC, and the process lives, HOSTILE_SEED=${SEED}`, async () => {
  const { server, sandbox, tools } = await start();
  let marks = 0;
  const surroundings = { org: sandbox.org, tools, cursors: () => [], mark: () => marks++ };
  const plans = fc.sample(planOf(tools.map(({ name }) => name)), { seed: SEED, numRuns: CALLS });
  const lines = fc.sample(hostileLine, { seed: SEED, numRuns: LINES });
  const sent = new Map<number, string>();
  let id = 0;
  for (const [at, { tool: name, seed, spoils }] of plans.entries()) {
    id += 1;
    const tool = tools.find((each) => each.name === name);
    if (!tool) throw new Error(name);
    const args = spoiled(goodArguments(tool, createRandom(seed, "arguments"), surroundings), spoils);
    server.send(callRequest(id, name, args));
    sent.set(id, `${name} ${JSON.stringify(args).slice(0, 2_000)}`);
    for (const line of lines.slice((at * LINES) / CALLS, ((at + 1) * LINES) / CALLS)) {
      id += 1;
      const { bytes, answered } = line(id);
      server.sendBytes(bytes);
      if (answered !== undefined) sent.set(id, Buffer.from(bytes.subarray(0, 2_000)).toString());
    }
    // As many at a time as a busy client has.
    if (at % 25 === 24) await answersTo(server, new Set(sent.keys()));
  }
  const messages = await answersTo(server, new Set(sent.keys()));

  // The second is the password of every user that the calls create.
  const secrets = new Secrets([sandbox.apiToken, "Correct-Horse-9"]);
  const known = new Set<unknown>(sent.keys());
  for (const message of messages) {
    expect(message.jsonrpc).toBe("2.0");
    expect(secrets.in(JSON.stringify(message)), sent.get(Number(message.id))).toEqual([]);
    const isCall = /^\w+ \{/.test(sent.get(Number(message.id)) ?? "");
    if (isCall) expect(() => judgeAnswer(message), sent.get(Number(message.id))).not.toThrow();
    // Each request is answered once; what is no answer is a notification.
    if ("id" in message && !("method" in message)) known.delete(message.id);
    else expect(message, JSON.stringify(message)).not.toHaveProperty("id");
  }
  expect([...known]).toEqual([]);
  const ids = messages.map((message) => message.id).filter((each) => each !== undefined && each !== null);
  expect(ids.filter((each, at) => ids.indexOf(each) !== at)).toEqual([]);

  server.send({ jsonrpc: "2.0", id: 1_000_000, method: "tools/list" });
  expect(await server.answer(1_000_000)).toHaveProperty("result.tools");
  server.hangUp();
  expect(await server.exit()).toMatchObject({ code: 0, signal: null });
  expect(server.stderr()).not.toMatch(/\n\s+at |[Uu]nhandled/);
  expect(server.stderr()).toContain("debug: call begins tool=create_user");
  expect(secrets.in(server.stderr())).toEqual([]);
}, 60_000);
