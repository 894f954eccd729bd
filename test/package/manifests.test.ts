import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VARIABLES, type Variable } from "../../src/config/variables.js";
import { readConfig } from "../../src/config.js";
import { BundleManifest, ServerJson } from "./formats.js";
import { ROOT } from "./npm.js";

const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
const ours = json("package.json");
const variables: Readonly<Record<string, Variable>> = VARIABLES;

describe("the MCP bundle's manifest", () => {
  const manifest = BundleManifest.parse(json("manifest.json"));
  const { env = {}, args = [] } = manifest.server.mcp_config;
  const options = manifest.user_config ?? {};

  it("is of this version, and starts what the package starts", () => {
    expect(manifest).toMatchObject({ name: ours.name, version: ours.version, license: ours.license });
    expect(manifest.server.entry_point).toBe(ours.bin["okta-mcp"]);
    expect(args).toEqual([`\${__dirname}/${ours.bin["okta-mcp"]}`]);
    expect(manifest.compatibility?.runtimes?.node).toBe(ours.engines.node);
  });

  it("gives every option to a variable there is, and hides what is secret", () => {
    const used = Object.entries(env).map(([name, value]) => {
      const key = /^\$\{user_config\.(\w+)\}$/.exec(value)?.[1] ?? "";
      expect(variables).toHaveProperty(name);
      expect(options[key]?.sensitive ?? false, name).toBe(variables[name]?.secret);
      return key;
    });
    expect(used).toEqual(Object.keys(options));
  });

  /** The environment that a client makes of what the user fills in: what has neither value nor default stays a reference. */
  function filledIn(values: Record<string, string>): Record<string, string> {
    const known = new Map(Object.entries(options).map(([key, { default: standard }]) => [key, standard]));
    for (const [key, value] of Object.entries(values)) known.set(key, value);
    const expand = (text: string) =>
      text.replace(/\$\{user_config\.(\w+)\}/g, (reference, key) => String(known.get(key) ?? reference));
    return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, expand(value)]));
  }

  it.each<[string, Record<string, string>, string]>([
    ["an API token", { api_token: "00t" }, "api_token"],
    ["a person", { auth: "device", client_id: "0oa1", scopes: "okta.users.read" }, "device"],
    [
      "a service",
      { client_id: "0oa1", scopes: "okta.users.read", private_key_file: join(ROOT, "key.pem") },
      "private_key_jwt",
    ],
  ])("makes a configuration for %s", (_, values, method) => {
    const pem = "-----BEGIN PRIVATE KEY-----\nMIIBVQ\n-----END PRIVATE KEY-----";
    const config = readConfig(filledIn({ org_url: "https://acme.okta.com", ...values }), {}, () => pem);
    expect(config).toMatchObject({ auth: { method }, readOnly: false });
  });

  it("packs what npm packs", () => {
    const ignored = readFileSync(join(ROOT, ".mcpbignore"), "utf8").split("\n");
    const left = readdirSync(ROOT).filter((name) => !name.startsWith(".") && !ignored.includes(`/${name}`));
    const packed = new Set([...ours.files, "package.json", "manifest.json"]);
    // A build under way beside this has a folder of its own for a moment.
    expect(left.filter((name) => !packed.has(name) && !name.startsWith("dist-"))).toEqual([]);
    expect(ignored).toEqual(expect.arrayContaining([".*", "*.map"]));
  });
});

describe("server.json", () => {
  const server = ServerJson.parse(json("server.json"));
  const [npm] = server.packages;

  it("is of this version, under the name that the package claims", () => {
    expect(server).toMatchObject({ name: ours.mcpName, version: ours.version });
    expect(server.packages).toHaveLength(1);
    expect(npm).toMatchObject({ registryType: "npm", identifier: ours.name, version: ours.version });
  });

  it("names variables that there are, as secret as they are", () => {
    const named = npm?.environmentVariables ?? [];
    expect(named.length).toBeGreaterThan(5);
    for (const { name, isSecret = false } of named) {
      expect(variables, name).toHaveProperty(name);
      expect(isSecret, name).toBe(variables[name]?.secret);
    }
  });
});
