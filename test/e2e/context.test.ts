import { expect, test } from "vitest";
import { newHome } from "./support/person.js";
import { callRequest, INITIALIZE, type Process, startProcess } from "./support/process.js";
import type { Json } from "./support/session.js";

/** A request as the MCP Inspector sends it, and the message that answers it. */
async function ask(program: Process, id: number, method: string, params: Json = {}): Promise<Json> {
  program.send({ jsonrpc: "2.0", id, method, params });
  return program.answer(id);
}

async function start(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Process> {
  const program = startProcess(args, env);
  program.send(INITIALIZE);
  const { result } = await program.answer(0);
  expect((result as Json).capabilities).toMatchObject({
    tools: { listChanged: true },
    resources: { listChanged: true },
    prompts: { listChanged: true },
    completions: {},
  });
  program.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return program;
}

const schemaRef = { type: "ref/resource", uri: "okta://schema/{tool}/{variant}" };

test("schemas, resources, prompts and completion are served by the built program", async () => {
  const program = await start(["serve", "--demo"]);

  const described = await ask(program, 1, "tools/call", {
    name: "describe_schema",
    arguments: { tool: "create_application", variant: "SAML_2_0", field: "settings.signOn" },
  });
  expect(described).toMatchObject({
    result: {
      structuredContent: { argument: "application", field: "settings.signOn", schema: { type: "object" } },
    },
  });

  expect(await ask(program, 2, "resources/list")).toMatchObject({
    result: { resources: [{ uri: "okta://org" }] },
  });
  const templates = await ask(program, 3, "resources/templates/list");
  expect((templates.result as { resourceTemplates: unknown[] }).resourceTemplates).toHaveLength(6);
  const org = await ask(program, 4, "resources/read", { uri: "okta://org" });
  const [content] = (org.result as { contents: { text: string }[] }).contents;
  expect(JSON.parse(content?.text ?? "")).toMatchObject({ method: "api_token", signed_in: true });
  expect(await ask(program, 5, "resources/read", { uri: "okta://groups/00gnone" })).toMatchObject({
    error: { code: -32002, data: { uri: "okta://groups/00gnone", code: "not_found" } },
  });

  const listed = await ask(program, 6, "prompts/list");
  expect((listed.result as { prompts: unknown[] }).prompts).toHaveLength(5);
  const prompt = await ask(program, 7, "prompts/get", {
    name: "investigate_locked_out_user",
    arguments: { user: "jane" },
  });
  expect(JSON.stringify(prompt)).toContain('the user \\"jane\\"');
  expect(await ask(program, 8, "prompts/get", { name: "offboard_employee" })).toMatchObject({
    error: { code: -32602, message: expect.stringContaining("user: is required") },
  });

  const variants = await ask(program, 9, "completion/complete", {
    ref: schemaRef,
    argument: { name: "variant", value: "OPEN" },
    context: { arguments: { tool: "create_application" } },
  });
  expect(variants).toMatchObject({ result: { completion: { values: ["OPENID_CONNECT"] } } });
  const users = await ask(program, 10, "completion/complete", {
    ref: { type: "ref/prompt", name: "offboard_employee" },
    argument: { name: "user", value: "a" },
  });
  const { values } = (users.result as { completion: { values: string[] } }).completion;
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter((value) => !value.startsWith("a"))).toEqual([]);

  // The journal of the calls so far tells what the limits have left.
  program.send(callRequest(11, "okta_status", {}));
  expect(await program.answer(11)).toMatchObject({
    result: {
      structuredContent: {
        rate_limits: expect.arrayContaining([
          {
            endpoint: "read /api/v1/users",
            limit: expect.any(Number),
            remaining: expect.any(Number),
            resets: expect.any(String),
          },
        ]),
      },
    },
  });
});

test("before any sign-in, and without a network, schemas and prompts are there, and typing asks nobody", async () => {
  const program = await start(["serve"], {
    OKTA_ORG_URL: "https://127.0.0.1:9",
    OKTA_AUTH: "device",
    OKTA_CLIENT_ID: "0oa1",
    OKTA_SCOPES: "okta.users.manage okta.apps.manage",
    OKTA_TOKEN_STORE: "memory",
    HOME: newHome(),
  });
  const read = await ask(program, 1, "resources/read", { uri: "okta://schema/create_application/BOOKMARK" });
  expect(read).toMatchObject({ result: { contents: [{ text: expect.stringContaining("2020-12") }] } });
  expect(await ask(program, 2, "prompts/list")).toMatchObject({ result: { prompts: expect.any(Array) } });
  const started = performance.now();
  const users = await ask(program, 3, "completion/complete", {
    ref: { type: "ref/prompt", name: "offboard_employee" },
    argument: { name: "user", value: "a" },
  });
  expect(users).toMatchObject({ result: { completion: { values: [] } } });
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(program.stderr()).toBe("");
});
