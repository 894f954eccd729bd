import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attempt } from "../../src/audit/audit-log.js";
import { noAudit } from "../../src/audit/audit-log.js";
import { connect } from "../../src/cli/connect.js";
import { readConfig } from "../../src/config.js";
import { createLogger } from "../../src/log/logger.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";

let sandbox: Sandbox;
let service: ToolService;
const attempts: Attempt[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  const config = readConfig({ OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken }, {}, () => "");
  service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: Date.now, randomCode: () => "the-code" }),
    askedScopes: undefined,
    audit: {
      ...noAudit,
      begin: (attempt) => {
        attempts.push(attempt);
        return noAudit.begin(attempt);
      },
    },
    connect: () => connect(config, { version: "0", log: createLogger([], (value) => value) }),
  });
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
});

async function call(name: string, args: object): Promise<unknown> {
  const outcome = await service.call({ name, arguments: args, signal: new AbortController().signal });
  return outcome?.ok ? outcome.result : outcome?.error.toText();
}

const changes = { visibility: { hide: { web: true } }, label: "5" };
/** A model's way to send the same. */
const inQuotes = { visibility: '{"hide":"{\\"web\\":\\"true\\"}"}', label: "5" };
const applicationId = () =>
  String(sandbox.org.applications.all.find(({ status }) => status === "ACTIVE")?.id);

test("a dry run shows the request without the quotes", async () => {
  const app_id = applicationId();
  const plain = await call("update_application", { app_id, changes, dry_run: true });
  expect(plain).toMatchObject({ request: { body: { ...changes } } });
  expect(
    await call("update_application", { app_id, changes: JSON.stringify(inQuotes), dry_run: "true" }),
  ).toEqual(plain);
});

test("the record of the change has it as it was read", async () => {
  expect(await call("update_application", { app_id: applicationId(), changes: inQuotes })).toMatchObject({
    label: "5",
  });
  expect(attempts.at(-1)).toMatchObject({ tool: "update_application", arguments: { changes } });
});

test("a code holds for the same call, in quotes or not", async () => {
  const group_id = String(sandbox.org.groups.all.find(({ type }) => type === "OKTA_GROUP")?.id);
  expect(await call("delete_group", { group_id, dry_run: "false" })).toMatch(/^confirmation_required: /);
  expect(await call("delete_group", { group_id, dry_run: false, confirm: "the-code" })).toMatchObject({
    done: true,
  });
});
