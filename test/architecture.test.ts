import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RULES, type Rule } from "./architecture/rules.js";
import { parse, readSources } from "./architecture/source.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = readSources(root, ["src", "codegen", "generated", "test"]);
const names = Object.keys(RULES) as (keyof typeof RULES)[];

describe("the house", () => {
  it.each(names)("%s", (name) => {
    expect(sources.flatMap(RULES[name])).toEqual([]);
  });
});

describe("the house is looked at whole", () => {
  it.each([
    ["src/auth/", 5],
    ["src/cli/", 3],
    ["src/config/", 3],
    ["src/http/", 6],
    ["src/log/", 3],
    ["src/audit/", 2],
    ["src/mcp/", 3],
    ["src/sandbox/", 20],
    ["src/tool/", 8],
    ["src/tools/", 2],
    ["generated/", 15],
    ["codegen/", 40],
    ["test/", 30],
  ])("%s has at least %i files", (folder, least) => {
    expect(sources.filter(({ path }) => path.startsWith(folder)).length).toBeGreaterThanOrEqual(least);
  });

  it("finds what the rules are about where it belongs", () => {
    const importers = (target: string) =>
      sources.flatMap(({ path, imports }) =>
        imports.some((imported) => imported.target === target) ? [path] : [],
      );
    const users = (member: string) =>
      sources.flatMap(({ path, process }) => (process.some((use) => use.member === member) ? [path] : []));
    expect(importers("jose")).toContain("src/auth/dpop.ts");
    expect(importers("pino")).toContain("src/log/file.ts");
    expect(importers("undici")).toContain("src/http/transport.ts");
    expect(importers("openapi-fetch")).toContain("src/http/client.ts");
    expect(importers("@modelcontextprotocol/sdk")).toContain("src/mcp/server.ts");
    // Loaded on first use, by import().
    expect(importers("generated/tools/users.ts")).toContain("generated/catalog.ts");
    expect(importers("generated/openapi-types.ts")).toContain("src/http/client.ts");
    expect(users("env")).toContain("src/cli/main.ts");
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });
});

type Sample = [path: string, text: string];

/** For each rule, what it must catch and what it must let pass. */
const samples: Record<keyof typeof RULES, { caught: Sample[]; passed: Sample[] }> = {
  "src and generated import downward only": {
    caught: [
      ["src/auth/a.ts", 'import { x } from "../tool/tool.js";'],
      ["src/config.ts", 'import type { X } from "./auth/provider.js";'],
      ["src/http/a.ts", 'export { x } from "../mcp/server.js";'],
      ["src/tool/a.ts", 'const x = await import("../../generated/catalog.js");'],
      ["src/tool/a.ts", 'import { paths } from "../../generated/openapi-types.js";'],
      ["src/mcp/a.ts", 'type X = import("../cli/serve.js").X;'],
      ["src/util/a.ts", 'import { x } from "../errors.js";'],
      ["src/tools/a.ts", 'import { x } from "../util/a.js";'],
    ],
    passed: [
      ["src/cli/a.ts", 'import { x } from "../config.js";'],
      ["src/http/a.ts", 'import { x } from "../errors.js";'],
      ["src/http/a.ts", 'import type { paths } from "../../generated/openapi-types.js";'],
      ["src/tools/a.ts", 'import { descriptors } from "../../generated/catalog.js";'],
      ["src/tool/a.ts", 'import { x } from "./tool.js"; import "node:fs"; import { z } from "zod";'],
    ],
  },
  "src imports nothing of codegen, specs and test": {
    caught: [
      ["src/tools/a.ts", 'import { x } from "../../codegen/model.js";'],
      ["src/tools/a.ts", 'import spec from "../../specs/okta-management.json" with { type: "json" };'],
      ["src/sandbox/a.ts", 'import type { X } from "../../test/failure.js";'],
    ],
    passed: [["test/a.ts", 'import { x } from "../codegen/model.js";']],
  },
  "codegen imports nothing of src, generated and test": {
    caught: [
      ["codegen/a.ts", 'import type { Tool } from "../src/tool/tool.js";'],
      ["codegen/emit/a.ts", 'import { descriptors } from "../../generated/catalog.js";'],
      ["codegen/a.ts", 'import { x } from "../test/failure.js";'],
    ],
    passed: [["codegen/emit/a.ts", 'import { x } from "../model.js"; import ts from "ts-morph";']],
  },
  "generated needs only Zod and itself at run time, and types of src/tool and src/http": {
    caught: [
      ["generated/a.ts", 'import { x } from "../src/tool/tool.js";'],
      ["generated/a.ts", 'import type { X } from "../src/config.js";'],
      ["generated/a.ts", 'import createClient from "openapi-fetch";'],
      ["generated/a.ts", 'import "node:fs";'],
    ],
    passed: [
      [
        "generated/tools/a.ts",
        'import type { Tool } from "../../src/tool/tool.js"; import { z } from "zod";',
      ],
      [
        "generated/a.ts",
        'import { type OktaClient } from "../src/http/client.js"; import { a } from "./b.js";',
      ],
    ],
  },
  "auth imports no http": {
    caught: [["src/auth/a.ts", 'import type { X } from "../http/client.js";']],
    passed: [["src/auth/a.ts", 'import { x } from "../errors.js";']],
  },
  "packages stay at home": {
    caught: [
      ["src/http/a.ts", 'import * as jose from "jose";'],
      ["src/auth/a.ts", 'import { fetch } from "undici";'],
      ["src/cli/a.ts", 'import { pino } from "pino";'],
      ["src/tool/a.ts", 'import type { Client } from "openapi-fetch";'],
      ["src/cli/a.ts", 'import { Server } from "@modelcontextprotocol/sdk/server/index.js";'],
      ["src/cli/a.ts", 'const undici = require("undici");'],
      ["src/cli/a.ts", 'import undici = require("undici");'],
    ],
    passed: [
      ["src/sandbox/a.ts", 'import { jwtVerify } from "jose";'],
      ["src/mcp/a.ts", 'import type { X } from "@modelcontextprotocol/sdk/types.js";'],
      ["test/a.ts", 'import { Client } from "@modelcontextprotocol/sdk/client/index.js";'],
    ],
  },
  "the sandbox is reached over HTTP, and knows nothing of the server but types": {
    caught: [
      ["src/sandbox/a.ts", 'import { x } from "../http/links.js";'],
      ["src/sandbox/routes/a.ts", 'import { x } from "../../errors.js";'],
      ["src/sandbox/a.ts", 'import { descriptors } from "../../generated/catalog.js";'],
      ["src/tools/a.ts", 'import { x } from "../sandbox/index.js";'],
    ],
    passed: [
      ["src/sandbox/routes/a.ts", 'import type { paths } from "../../../generated/openapi-types.js";'],
      ["src/sandbox/a.ts", 'import { x } from "./org.js"; import { createServer } from "node:http";'],
      ["src/cli/a.ts", 'const { x } = await import("../sandbox/index.js");'],
    ],
  },
  "no import is put together at run time": {
    caught: [
      ["src/cli/a.ts", `const x = await import("../" + name);`],
      ["generated/a.ts", "const x = await import(name);"],
    ],
    passed: [["src/cli/a.ts", 'const x = await import("./serve.js");']],
  },
  "process.env is read in src/cli/main.ts alone": {
    caught: [
      ["src/cli/serve.ts", "const x = process.env.HOME;"],
      ["src/config.ts", 'const x = process["env"];'],
      ["src/config.ts", "const { env } = process;"],
      ["src/config.ts", "const x = globalThis.process.env;"],
      ["src/config.ts", 'import { env } from "node:process";'],
      ["codegen/a.ts", "const p = process; p.env.X;"],
    ],
    passed: [
      ["src/cli/main.ts", "run(process.env);"],
      ["src/config.ts", "function f(env: Env) { return env.HOME; } process.exitCode = 1;"],
    ],
  },
  "standard output belongs to src/cli and src/mcp": {
    caught: [["src/tool/a.ts", 'process.stdout.write("x");']],
    passed: [
      ["src/mcp/a.ts", "process.stdout.end();"],
      ["src/tool/a.ts", 'process.stderr.write("x");'],
      ["codegen/main.ts", 'process.stdout.write("x");'],
    ],
  },
  "no check is switched off": {
    caught: [
      ["src/a.ts", `// ${["biome", "ignore"].join("-")} lint: because`],
      ["test/a.ts", `// @${["ts", "ignore"].join("-")}`],
      ["codegen/a.ts", `// @${["ts", "expect-error"].join("-")}`],
      ["generated/a.ts", `/* ${["eslint", "disable"].join("-")} */`],
    ],
    passed: [["src/a.ts", "// Ignored by Biome are only generated files."]],
  },
};

describe.each(names)("the rule catches: %s", (name) => {
  const rule: Rule = RULES[name];
  const { caught, passed } = samples[name];

  it.each(caught)("%s: %s", (path, text) => {
    expect(rule(parse(path, text))).toHaveLength(1);
  });

  it.each(passed)("but lets pass %s: %s", (path, text) => {
    expect(rule(parse(path, text))).toEqual([]);
  });
});
