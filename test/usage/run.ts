import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, onTestFinished } from "vitest";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { connectPair, textOf } from "../mcp/pair.js";
import { startSandboxService } from "../mcp/sandbox-service.js";
import type { Answer, Args, Cost, Usage } from "./usage.js";

export const NOW = new Date("2026-05-20T12:00:00.000Z");

const YES = { action: "accept", content: { confirm: true } } as const;
const CODE = /^confirmation_required: .*confirm: "([\w-]+)"/s;
/** Arguments that name something: their values are found in the sentence or in an answer, or they are made up. */
const NAMING = /^(query|q|user|application|file|.*_id)$/;
const OKTA_ID = /\b(?:00u|00g|0oa|00p|0pr|nzo)[A-Za-z0-9]{17}\b/g;

/**
 * Follows the plan on an org of its own, through an MCP client, and holds what it told against the org. The same
 * ids, times and codes each time, so that the same words cost the same; the clock must stand still at NOW.
 */
export async function run(tool: string, usage: Usage): Promise<Cost> {
  const exports = await mkdtemp(join(tmpdir(), "okta-mcp-usage-"));
  onTestFinished(() => rm(exports, { recursive: true }));
  const { sandbox, service } = await startSandboxService({
    sandbox: { now: () => NOW, events: 1_000 },
    catalog: { exportDirectory: exports, ...usage.settings },
    confirmations: createConfirmations({ now: Date.now, randomCode: () => "qT3vX0bKe9LmWzR5" }),
  });
  const { org } = sandbox;
  usage.given?.(org);
  const client = await connectPair(service, usage.cannotAsk ? undefined : () => YES);

  const called: string[] = [];
  let tokens = 0;
  let seen = usage.sentence.toLowerCase();
  const send = async (name: string, args: Args) => {
    const written = JSON.stringify(args);
    const named = Object.entries(args).flatMap(([key, value]) =>
      NAMING.test(key) && typeof value === "string" ? [value] : [],
    );
    const madeUp = [...named, ...(written.match(OKTA_ID) ?? [])].filter(
      (value) => !seen.includes(value.toLowerCase()),
    );
    if (madeUp.length > 0) throw new Error(`${name}: neither sentence nor answers name ${madeUp.join(", ")}`);
    const result = await client.callTool({ name, arguments: { ...args } });
    // Of this run alone: another one has another port and another directory.
    const text = textOf(result)
      .replaceAll(sandbox.url, "https://acme.okta.com")
      .replaceAll(new URL(sandbox.url).host, "acme.okta.com")
      .replaceAll(exports, "/exports");
    called.push(name);
    tokens += countTokens(written) + countTokens(text);
    seen += text.toLowerCase();
    return { isError: result.isError === true, text };
  };
  const call = async (name: string, args: Args = {}): Promise<Answer> => {
    const first = await send(name, args);
    const confirm = usage.cannotAsk && CODE.exec(first.text)?.[1];
    const { isError, text } = confirm ? await send(name, { ...args, confirm }) : first;
    if (isError) throw new Error(`${name} ${JSON.stringify(args)}: ${text}`);
    return JSON.parse(text);
  };

  const told = await usage.plan({ now: NOW.toISOString(), call });
  usage.check(told, { org, exports });
  expect(called).toContain(tool);
  return { calls: called.length, tokens };
}
