import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContractError } from "../../../codegen/contract/errors.js";
import { type Fetch, loadDocument } from "../../../codegen/contract/load.js";

const YAML = `openapi: 3.0.3
info: { version: "2030.01.0", title: t }
paths: {}
components:
  schemas:
    A: &shared { type: object, default: { yes: no } }
    B: *shared
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "okta-mcp-load-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

const answers =
  (text: string, status = 200): Fetch =>
  async () =>
    new Response(text, { status });

describe("loadDocument", () => {
  it("reads YAML from a file, with its aliases and its hash", async () => {
    const loaded = await loadDocument(await file("a.yaml", YAML));
    expect(loaded.document.components).toEqual({
      schemas: {
        A: { type: "object", default: { yes: "no" } },
        B: { type: "object", default: { yes: "no" } },
      },
    });
    expect(loaded.sha256).toBe(createHash("sha256").update(YAML).digest("hex"));
    expect(loaded.url).toBeUndefined();
  });

  it("reads JSON from a URL and keeps neither user nor query of it", async () => {
    const text = JSON.stringify({
      openapi: "3.0.1",
      info: { version: "1" },
      paths: {},
      components: { schemas: {} },
    });
    const loaded = await loadDocument(
      "https://me:secret@example.com/a/spec.json?token=secret#x",
      answers(text),
    );
    expect(loaded.document.openapi).toBe("3.0.1");
    expect(loaded.url).toBe("https://example.com/a/spec.json");
  });

  const rest = "info: {version: a}\npaths: {}\ncomponents: {schemas: {}}\n";
  it.each([
    ["swagger", "swagger: '2.0'\npaths: {}\n", "not_openapi", "no `openapi` version"],
    ["OpenAPI 3.1", `openapi: 3.1.0\n${rest}`, "not_openapi", "3.1.0"],
    ["a number for a version", `openapi: 3.0\n${rest}`, "not_openapi", "`openapi: 3`"],
    ["no paths", "openapi: 3.0.3\n", "not_openapi", "`paths`"],
    ["no schemas", "openapi: 3.0.3\npaths: {}\ncomponents: {}\n", "not_openapi", "`components.schemas`"],
    ["no version", "openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {}}\n", "not_openapi", "`info.version`"],
    ["a list", "- a\n", "not_openapi", "not an object"],
    ["HTML", "<!doctype html><title>x</title>", "not_openapi", "not an object"],
    ["an empty file", "", "not_openapi", "not an object"],
    ["broken YAML", "a: [1, 2\nb: {", "source_unreadable", "neither YAML nor JSON"],
    ["broken JSON", '{"openapi": "3.0.3", ', "source_unreadable", "neither YAML nor JSON"],
  ])("refuses %s", async (name, text, code, words) => {
    const path = await file(`${name.replaceAll(" ", "-")}.txt`, text);
    const error = await loadDocument(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it("refuses a bomb of aliases", async () => {
    const levels = Array.from({ length: 8 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`).join(
      "\n",
    );
    const path = await file("bomb.yaml", `l0: &l0 [x]\n${levels}\n`);
    await expect(loadDocument(path)).rejects.toMatchObject({ code: "source_unreadable" });
  });

  it("names a file that is not there", async () => {
    const path = join(directory, "absent.yaml");
    await expect(loadDocument(path)).rejects.toMatchObject({
      code: "source_unreadable",
      message: expect.stringContaining("absent.yaml"),
    });
  });

  it("names the address and the status of a refused download, without its query", async () => {
    const error = await loadDocument("https://example.com/x.yaml?token=secret", answers("no", 404)).catch(
      String,
    );
    expect(error).toContain("https://example.com/x.yaml answered 404");
    expect(error).not.toContain("secret");
  });

  it("says why a download failed", async () => {
    const fetch: Fetch = async () => {
      throw new TypeError("getaddrinfo ENOTFOUND");
    };
    await expect(loadDocument("https://example.com/x.yaml", fetch)).rejects.toMatchObject({
      code: "source_unreadable",
      message: expect.stringContaining("ENOTFOUND"),
    });
  });
});
