import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BARE_ENV, npm, ROOT } from "./npm.js";

const Packed = z.tuple([
  z.object({
    filename: z.string(),
    version: z.string(),
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string(), mode: z.number() })),
  }),
]);

/** The program as `npm pack` packs it, installed in an empty folder from the tarball alone, without any network. */
const folder = mkdtempSync(join(tmpdir(), "okta-mcp-pack-"));
const installed = join(folder, "node_modules", "okta-mcp");
let packed: z.output<typeof Packed>[0];

beforeAll(() => {
  const answer = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], ROOT);
  [packed] = Packed.parse(JSON.parse(answer));
  writeFileSync(join(folder, "package.json"), '{"private":true}');
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock"];
  npm(["install", "--offline", "--omit=optional", ...quiet, join(folder, packed.filename)], folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest = () => JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const program = () => join(installed, manifest().bin["okta-mcp"]);

describe("the package", () => {
  it("is under 1 MB", () => {
    expect(packed.size).toBeLessThan(1_000_000);
  });

  it("holds the program, its licences and its README, and nothing else", () => {
    const ours =
      /^(?:package\.json|README\.md|LICENSE|NOTICE|dist\/cli\.js|dist\/THIRD-PARTY-NOTICES\.txt|dist\/chunks\/(?:[\w.-]+\.js|xdg-open))$/;
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !ours.test(path))).toEqual([]);
    for (const path of ["dist/cli.js", "dist/THIRD-PARTY-NOTICES.txt", "README.md", "LICENSE", "NOTICE"])
      expect(paths).toContain(path);
  });

  it.runIf(process.platform !== "win32")(
    "lets run what opens a browser on a Linux that has nothing for it",
    () => {
      expect(statSync(join(installed, "dist", "chunks", "xdg-open")).mode & 0o111).not.toBe(0);
    },
  );

  it("runs nothing when it is installed, and brings no package but the optional native one", () => {
    const { scripts, dependencies, optionalDependencies } = manifest();
    expect(Object.keys(scripts).filter((name) => /install|^prepare|^prepack|^postpack/.test(name))).toEqual(
      [],
    );
    expect(dependencies).toBeUndefined();
    expect(Object.keys(optionalDependencies)).toEqual(["@napi-rs/keyring"]);
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "okta-mcp",
    ]);
  });
});

describe("the installed program", () => {
  it("is on the path under its name", () => {
    const name = process.platform === "win32" ? "okta-mcp.cmd" : "okta-mcp";
    expect(existsSync(join(folder, "node_modules", ".bin", name))).toBe(true);
  });

  it.each([
    ["--version", /^\d+\.\d+\.\d+\n$/],
    ["--help", /^Usage: okta-mcp /],
  ])("answers %s", (flag, wanted) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program(), flag], {
      cwd: folder,
      encoding: "utf8",
      env: BARE_ENV,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(wanted);
  });

  it("serves: it lists its tools and answers a call", async () => {
    const client = new Client({ name: "pack", version: "1" });
    const command = {
      command: process.execPath,
      args: [program(), "serve", "--demo"],
      cwd: folder,
      env: { ...BARE_ENV },
    };
    await client.connect(new StdioClientTransport(command));
    try {
      expect(client.getServerVersion()?.version).toBe(packed.version);
      const { tools } = await client.listTools();
      expect(tools.length).toBeGreaterThan(40);
      const answer = await client.callTool({ name: "list_users", arguments: { limit: 2 } });
      expect(answer.structuredContent).toMatchObject({ count: 2 });
    } finally {
      await client.close();
    }
  });

  it("says what to do where the keychain's native part is missing", () => {
    const env = {
      OKTA_ORG_URL: "https://acme.okta.com",
      OKTA_AUTH: "device",
      OKTA_CLIENT_ID: "0oa1",
      OKTA_SCOPES: "okta.users.read",
      OKTA_TOKEN_STORE: "keychain",
      HOME: folder,
      ...BARE_ENV,
    };
    const { stderr } = spawnSync(process.execPath, [program(), "whoami"], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    expect(stderr).toMatch(/config_invalid: .*keychain cannot be used.*OKTA_TOKEN_STORE=file/s);
  });
});
