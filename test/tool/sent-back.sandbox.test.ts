import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { noAudit } from "../../src/audit/audit-log.js";
import { connect } from "../../src/cli/connect.js";
import { readConfig } from "../../src/config.js";
import { createLogger } from "../../src/log/logger.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import type { JsonObject } from "../../src/tool/paths.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";

// Models send back what a tool has answered, with one thing in it changed.

const KEYS = z.object({
  oauthClient: z.object({ jwks: z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }) }),
});

let sandbox: Sandbox;
let service: ToolService;

beforeAll(async () => {
  sandbox = await startSandbox();
  const config = readConfig({ OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken }, {}, () => "");
  service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: Date.now, randomCode: () => "the-code" }),
    askedScopes: undefined,
    audit: noAudit,
    connect: () => connect(config, { version: "0", log: createLogger([], (value) => value) }),
  });
});

afterAll(async () => {
  await service.close();
  await sandbox.close();
});

async function call(name: string, args: object): Promise<JsonObject> {
  const outcome = await service.call({ name, arguments: args, signal: new AbortController().signal });
  return outcome?.ok ? { ...outcome.result } : { error: outcome?.error.toText() };
}

describe("an application whole, with its label changed", () => {
  const read = async () => {
    const app = sandbox.org.applications.all.find(({ body }) => body.label === "Company Handbook");
    const { untrusted: _, ...shown } = await call("get_application", { app_id: app?.id });
    return shown;
  };

  test("is a change of the label", async () => {
    const shown = await read();
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(["id", "created", "lastUpdated", "status"]));
    const changes = { ...shown, label: "Handbook" };
    expect(await call("update_application", { app_id: shown.id, changes })).toMatchObject({
      changed: [{ field: "label", from: "Company Handbook", to: "Handbook" }],
    });
    await call("update_application", { app_id: shown.id, changes: { label: "Company Handbook" } });
  });

  test("may have it in quotes", async () => {
    const shown = await read();
    const changes = JSON.stringify({ ...shown, label: "Handbook" });
    expect(await call("update_application", { app_id: shown.id, changes, dry_run: "true" })).toMatchObject({
      changed: [{ field: "label" }],
    });
  });

  test.each(["id", "created", "lastUpdated"])("is refused with another %s", async (field) => {
    const shown = await read();
    const changes = { ...shown, [field]: "another" };
    const { error } = await call("update_application", { app_id: shown.id, changes });
    expect(error).toContain(
      `arguments_invalid: Okta sets ${field} itself: read-only.\nField: changes.${field}`,
    );
  });

  test("is no change at all with nothing but what Okta sets", async () => {
    const { id, created } = await read();
    expect(await call("update_application", { app_id: id, changes: { id, created } })).toMatchObject({
      changed: [],
    });
  });
});

describe("the keys of an OIDC client, with one more", () => {
  const PATH = "settings.oauthClient.jwks.keys";
  const key = (kid: string) => ({ kid, kty: "RSA", e: "AQAB", n: "sXchTheModulus" });
  const set = (at: string) => ({ id: `pks${at}`, status: "ACTIVE", created: at, lastUpdated: at });
  const application = () => {
    const app = sandbox.org.applications.all.find(({ body }) => body.label === "Reporting Service");
    if (!app) throw new Error("The sandbox has no such application.");
    return app;
  };
  const update = (keys: unknown) => {
    const changes = { settings: { oauthClient: { jwks: { keys } } } };
    return call("update_application", { app_id: application().id, changes, dry_run: true });
  };
  const shownKeys = async () => {
    const { settings } = await call("get_application", { app_id: application().id });
    return KEYS.parse(settings).oauthClient.jwks.keys;
  };

  beforeAll(() => {
    const { settings } = application().body;
    const there = [
      { ...key("one"), ...set("2026-01-01T00:00:00.000Z"), _links: { self: {} } },
      { ...key("two"), ...set("2026-02-02T00:00:00.000Z") },
    ];
    Object.assign(Object(settings).oauthClient, { jwks: { keys: there } });
  });

  test.each<[string, (keys: object[]) => object[]]>([
    ["behind them", (keys) => [...keys, key("three")]],
    ["before them, which are in another order", (keys) => [key("three"), ...keys.reverse()]],
  ])("%s", async (_, withOneMore) => {
    const keys = withOneMore(await shownKeys());
    const answer = await update(keys);
    expect(answer).not.toHaveProperty("error");
    const sent = z.object({ request: z.object({ body: z.object({ settings: KEYS }) }) }).parse(answer);
    const { keys: written } = sent.request.body.settings.oauthClient.jwks;
    expect(written.map(({ kid }) => kid)).toEqual(keys.map((each) => Object(each).kid));
    for (const each of written) expect(Object.keys(each)).not.toContain("id");
  });

  test("is refused with an id that no key has", async () => {
    const [first, ...rest] = await shownKeys();
    expect((await update([{ ...first, id: "pksAnother" }, ...rest])).error).toContain(
      `Okta sets ${PATH}.0.id itself: read-only.`,
    );
  });
});
