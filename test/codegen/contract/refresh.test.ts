import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../codegen/contract/openapi.js";
import { type RefreshOptions, refresh, UPSTREAM_URL } from "../../../codegen/contract/refresh.js";
import { reads, ref, upstream } from "./documents.js";

const QUERY = [{ name: "limit", in: "query", schema: { type: "string" } }];
const WANTED = [{ operationId: "listPolicyRules" }];
const DOCUMENT = upstream({
  paths: { "/rules": reads("listPolicyRules", ref("Rule"), { parameters: QUERY }), "/x": reads("getX", {}) },
  schemas: { Rule: { type: "object", description: "A rule." }, Other: {} },
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "okta-mcp-refresh-"));
});
afterEach(() => rm(directory, { recursive: true }));

const specs = () => join(directory, "specs");
const written = (name: string) => readFile(join(specs(), name), "utf8");
const on = (day: string) => () => new Date(`${day}T12:00:00Z`);

async function source(document: JsonObject): Promise<string> {
  const path = join(directory, "upstream.yaml");
  await writeFile(path, JSON.stringify(document));
  return path;
}

const run = async (more: Partial<RefreshOptions> = {}, document = DOCUMENT) =>
  refresh({
    source: await source(document),
    wanted: WANTED,
    directory: specs(),
    now: on("2030-01-02"),
    ...more,
  });

describe("refresh", () => {
  it("writes the contract it answers with", async () => {
    const { contract } = await run();
    expect(JSON.parse(await written("okta-management.json"))).toEqual(contract);
    expect(Object.keys(contract.paths)).toEqual(["/rules"]);
  });

  it("records where it comes from, without the path of a file", async () => {
    await run();
    const text = await written("source.json");
    expect(JSON.parse(text)).toEqual({
      version: "2030.01.0",
      url: UPSTREAM_URL,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      date: "2030-01-02",
      counts: { contract: { operations: 1, schemas: 1 }, upstream: { operations: 2, schemas: 2 } },
      corrections: { "collection-cursors": expect.any(String) },
    });
    expect(text).not.toContain(directory);
  });

  it("records the address of a download, without its secrets", async () => {
    const fetch = async () => new Response(JSON.stringify(DOCUMENT));
    const done = await run({ source: "https://me:secret@example.com/spec.json?token=secret", fetch });
    expect(done.source.url).toBe("https://example.com/spec.json");
  });

  it("changes no byte when repeated, on any later day", async () => {
    await run();
    const first = await Promise.all(["okta-management.json", "source.json"].map(written));
    await run({ now: on("2031-05-06") });
    expect(await Promise.all(["okta-management.json", "source.json"].map(written))).toEqual(first);
    expect(first.every((text) => text.endsWith("}\n"))).toBe(true);
  });

  it("takes the new day with a new text", async () => {
    await run();
    const changed = { ...DOCUMENT, info: { title: "t", version: "2030.02.0" } };
    expect((await run({ now: on("2030-02-03") }, changed)).source).toMatchObject({
      version: "2030.02.0",
      date: "2030-02-03",
    });
  });

  it("replaces a record it can not read", async () => {
    await run();
    await writeFile(join(specs(), "source.json"), "{ torn");
    await run({ now: on("2031-05-06") });
    expect(JSON.parse(await written("source.json"))).toMatchObject({ date: "2031-05-06" });
  });

  it.each<[string, Partial<RefreshOptions>, JsonObject, string]>([
    ["a missing operation", { wanted: [{ operationId: "gone" }] }, DOCUMENT, "operation_missing"],
    [
      "a stale correction",
      {},
      upstream({
        paths: { "/rules": reads("listPolicyRules", {}, { parameters: [{ ...QUERY[0], name: "after" }] }) },
      }),
      "correction_stale",
    ],
  ])("writes nothing for %s", async (_, more, document, code) => {
    await expect(run(more, document)).rejects.toMatchObject({ code });
    expect(await readdir(directory)).toEqual(["upstream.yaml"]);
  });
});
