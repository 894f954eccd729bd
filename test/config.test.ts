import { describe, expect, it } from "vitest";
import type { Environment, Flags } from "../src/config/variables.js";
import { VARIABLES } from "../src/config/variables.js";
import type { Config } from "../src/config.js";
import { readConfig, readDemoConfig } from "../src/config.js";
import { OktaMcpError } from "../src/errors.js";

const PEM = "-----BEGIN PRIVATE KEY-----\nMIIBVQ\n-----END PRIVATE KEY-----";
const ORG = { OKTA_ORG_URL: "https://acme.okta.com" };
const TOKEN = { ...ORG, OKTA_API_TOKEN: "00SECRETtoken" };
const JWT = { ...ORG, OKTA_CLIENT_ID: "0oaSECRET", OKTA_SCOPES: "okta.users.read", OKTA_PRIVATE_KEY: PEM };

const PERSON = { ...ORG, OKTA_CLIENT_ID: "0oaSECRET", OKTA_SCOPES: "okta.users.read" };

function read(env: Environment, flags: Flags = {}, files: Record<string, string> = {}): Config {
  return readConfig(env, flags, (path) => {
    const text = files[path];
    if (text === undefined)
      throw Object.assign(new Error(`ENOENT: no such file '${path}'`), { code: "ENOENT" });
    return text;
  });
}

function problem(env: Environment, flags: Flags = {}): OktaMcpError {
  try {
    read(env, flags);
  } catch (error) {
    if (error instanceof OktaMcpError) return error;
    throw error;
  }
  throw new Error("The configuration was expected to be refused.");
}

describe("a complete configuration", () => {
  it("by API token", () => {
    expect(read(TOKEN)).toEqual({
      orgUrl: "https://acme.okta.com",
      timeoutMs: 30_000,
      concurrency: 8,
      rateReserve: 10,
      maxWaitMs: 60_000,
      readOnly: false,
      confirm: "auto",
      outputSchemas: false,
      logLevel: "warn",
      auth: { method: "api_token", token: "00SECRETtoken" },
    });
  });

  it("with a pace of its own", () => {
    const env = { ...TOKEN, OKTA_CONCURRENCY: "50", OKTA_RATE_RESERVE: "0", OKTA_MAX_WAIT: "0" };
    expect(read(env)).toMatchObject({ concurrency: 50, rateReserve: 0, maxWaitMs: 0 });
  });

  it("by private key", () => {
    expect(read({ ...JWT, OKTA_KEY_ID: "key-1", OKTA_TIMEOUT: "2.5" })).toMatchObject({
      orgUrl: "https://acme.okta.com",
      timeoutMs: 2500,
      auth: {
        method: "private_key_jwt",
        clientId: "0oaSECRET",
        scopes: ["okta.users.read"],
        dpop: "auto",
        privateKey: PEM,
        privateKeyVariable: "OKTA_PRIVATE_KEY",
        keyId: "key-1",
      },
    });
  });

  it.each<[string, Environment, object]>([
    ["device", {}, { dpop: "auto", tokenStore: "auto" }],
    ["device", { OKTA_DPOP: "always", OKTA_TOKEN_STORE: "file" }, { dpop: "always", tokenStore: "file" }],
    ["browser", {}, { dpop: "auto", tokenStore: "auto", redirectPort: 0 }],
    [
      "browser",
      { OKTA_REDIRECT_PORT: "8765", OKTA_TOKEN_STORE: "memory" },
      { dpop: "auto", tokenStore: "memory", redirectPort: 8765 },
    ],
  ])("by a person's sign-in: %s", (method, more, settings) => {
    expect(read({ ...PERSON, ...more, OKTA_AUTH: method }).auth).toEqual({
      method,
      clientId: "0oaSECRET",
      scopes: ["okta.users.read"],
      ...settings,
    });
  });

  it("by a ready-made access token", () => {
    expect(read({ ...ORG, OKTA_ACCESS_TOKEN: "eyJa.b.c" }).auth).toEqual({
      method: "access_token",
      token: "eyJa.b.c",
    });
  });

  it("by a key in a file, which may begin with a byte order mark", () => {
    const { OKTA_PRIVATE_KEY: _, ...rest } = JWT;
    const config = read(
      { ...rest, OKTA_PRIVATE_KEY_FILE: "/keys/a.pem" },
      {},
      { "/keys/a.pem": `\uFEFF${PEM}\n` },
    );
    expect(config.auth).toMatchObject({ privateKey: PEM, privateKeyVariable: "OKTA_PRIVATE_KEY_FILE" });
  });

  it("is frozen throughout", () => {
    const { auth } = read(JWT);
    expect(Object.isFrozen(read(JWT))).toBe(true);
    expect(Object.isFrozen(auth)).toBe(true);
    expect("scopes" in auth && Object.isFrozen(auth.scopes)).toBe(true);
  });

  it("takes a flag before the variable, and empty variables for unset", () => {
    const config = read(
      { ...TOKEN, OKTA_CLIENT_ID: "", OKTA_SCOPES: "  " },
      { orgUrl: "https://other.okta.com", timeout: "5" },
    );
    expect(config).toMatchObject({
      orgUrl: "https://other.okta.com",
      timeoutMs: 5000,
      auth: { method: "api_token" },
    });
  });

  it.each([
    ["api_token", "api_token"],
    ["private_key_jwt", "private_key_jwt"],
    ["device", "device"],
  ])("OKTA_AUTH=%s decides when several are set", (OKTA_AUTH, method) => {
    expect(read({ ...TOKEN, ...JWT, OKTA_AUTH }).auth.method).toBe(method);
  });

  it.each([
    ["spaces", "okta.users.read okta.groups.read"],
    ["commas", "okta.users.read,okta.groups.read"],
    ["both, repeated", " okta.users.read, okta.groups.read\n okta.users.read,"],
  ])("scopes separated by %s", (_, OKTA_SCOPES) => {
    expect(read({ ...JWT, OKTA_SCOPES }).auth).toMatchObject({
      scopes: ["okta.users.read", "okta.groups.read"],
    });
  });

  it.each([
    ["escaped newlines", PEM.replaceAll("\n", "\\n")],
    ["escaped CRLF", PEM.replaceAll("\n", "\\r\\n")],
    ["real CRLF", PEM.replaceAll("\n", "\r\n")],
  ])("a PEM with %s", (_, OKTA_PRIVATE_KEY) => {
    expect(read({ ...JWT, OKTA_PRIVATE_KEY }).auth).toMatchObject({ privateKey: PEM });
  });

  it("leaves the escapes of a JWK alone", () => {
    const jwk = '{"kty":"EC","kid":"a\\nb"}';
    expect(read({ ...JWT, OKTA_PRIVATE_KEY: jwk }).auth).toMatchObject({ privateKey: jwk });
  });
});

describe("OKTA_ORG_URL", () => {
  it.each([
    [" https://acme.okta.com ", "https://acme.okta.com"],
    ["https://acme.okta.com/", "https://acme.okta.com"],
    ["https://ACME.okta.com:443", "https://acme.okta.com"],
    ["https://id.acme-admin.example", "https://id.acme-admin.example"],
    ["http://localhost:8080/", "http://localhost:8080"],
    ["http://127.0.0.1:9", "http://127.0.0.1:9"],
    ["http://[::1]:9", "http://[::1]:9"],
  ])("%j becomes %s", (OKTA_ORG_URL, orgUrl) => {
    expect(read({ ...TOKEN, OKTA_ORG_URL }).orgUrl).toBe(orgUrl);
  });

  it.each([
    ["acme.okta.com", "no scheme"],
    ["https://", "not a URL"],
    ["https://acme.okta.com/admin/dashboard", "a path"],
    ["https://acme.okta.com/?a=secretvalue", "a query"],
    ["https://acme.okta.com/#x", "a fragment"],
    ["https://acme-admin.okta.com", "Admin Console"],
    ["https://acme-admin.oktapreview.com/", "Admin Console"],
    ["http://acme.okta.com", "http://"],
    ["http://127.0.0.1.evil.example", "http://"],
    ["http://localhost.evil.example", "http://"],
    ["ftp://acme.okta.com", "not an https address"],
    ["https://user:pass@acme.okta.com", "password"],
    ["https://acme.okta.com\\@evil.example", "not a URL"],
    ["https://acme.okta\n.com", "not a URL"],
  ])("%j is refused: %s", (OKTA_ORG_URL, reason) => {
    const error = problem({ ...TOKEN, OKTA_ORG_URL });
    expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_ORG_URL" });
    expect(error.message).toContain(reason);
    expect(error.toText()).not.toMatch(/acme-admin|evil|secretvalue|pass@/);
  });
});

describe("a setting that cannot work is named, with its fix and without its value", () => {
  it.each<[string, Environment, string[]]>([
    ["nothing set", {}, ["OKTA_ORG_URL", "OKTA_CLIENT_ID", "OKTA_API_TOKEN"]],
    ["no org", { OKTA_API_TOKEN: "00SECRET" }, ["OKTA_ORG_URL"]],
    ["only a client id", { ...ORG, OKTA_CLIENT_ID: "0oaSECRET" }, ["OKTA_SCOPES", "OKTA_PRIVATE_KEY"]],
    [
      "only a key id",
      { ...ORG, OKTA_KEY_ID: "kSECRET" },
      ["OKTA_CLIENT_ID", "OKTA_SCOPES", "OKTA_PRIVATE_KEY"],
    ],
    ["no scopes", { ...JWT, OKTA_SCOPES: " , " }, ["OKTA_SCOPES"]],
    ["a bad scope", { ...JWT, OKTA_SCOPES: 'a"SECRET' }, ["OKTA_SCOPES"]],
    [
      "both methods",
      { ...TOKEN, ...JWT },
      ["OKTA_API_TOKEN", "OKTA_CLIENT_ID", "OKTA_SCOPES", "OKTA_PRIVATE_KEY"],
    ],
    [
      "a token and half a key",
      { ...TOKEN, OKTA_CLIENT_ID: "0oaSECRET" },
      ["OKTA_API_TOKEN", "OKTA_CLIENT_ID"],
    ],
    [
      "key and key file",
      { ...JWT, OKTA_PRIVATE_KEY_FILE: "/SECRET" },
      ["OKTA_PRIVATE_KEY", "OKTA_PRIVATE_KEY_FILE"],
    ],
    [
      "a missing key file",
      { ...JWT, OKTA_PRIVATE_KEY: "", OKTA_PRIVATE_KEY_FILE: "/SECRET" },
      ["OKTA_PRIVATE_KEY_FILE", "ENOENT"],
    ],
    ["a key that is none", { ...JWT, OKTA_PRIVATE_KEY: "MIIBSECRET" }, ["OKTA_PRIVATE_KEY", "PEM", "JWK"]],
    ["an unknown method", { ...TOKEN, OKTA_AUTH: "SECRET" }, ["OKTA_AUTH", "private_key_jwt", "api_token"]],
    [
      "a forced method half set",
      { ...TOKEN, OKTA_AUTH: "private_key_jwt" },
      ["OKTA_CLIENT_ID", "OKTA_SCOPES", "OKTA_PRIVATE_KEY"],
    ],
    ["a token with its scheme", { ...TOKEN, OKTA_API_TOKEN: "SSWS 00SECRET" }, ["OKTA_API_TOKEN"]],
    ["a token with CR/LF", { ...TOKEN, OKTA_API_TOKEN: "00SECRET\r\nX: y" }, ["OKTA_API_TOKEN"]],
    [
      "an unexpanded reference",
      { ...ORG, OKTA_API_TOKEN: ["$", "{SECRET}"].join("") },
      ["OKTA_API_TOKEN", "reference"],
    ],
    [
      "a person without scopes",
      { ...ORG, OKTA_AUTH: "device", OKTA_CLIENT_ID: "0oaSECRET" },
      ["OKTA_SCOPES"],
    ],
    ["a person without a client", { ...ORG, OKTA_AUTH: "browser", OKTA_SCOPES: "a" }, ["OKTA_CLIENT_ID"]],
    [
      "neither key nor person",
      PERSON,
      ["OKTA_AUTH=device or OKTA_AUTH=browser to sign in as a person", "OKTA_PRIVATE_KEY"],
    ],
    [
      "two ready-made tokens",
      { ...TOKEN, OKTA_ACCESS_TOKEN: "eyJSECRET" },
      ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN", "OKTA_AUTH"],
    ],
    ["an unknown DPoP mode", { ...JWT, OKTA_DPOP: "SECRET" }, ["OKTA_DPOP", "auto", "always", "never"]],
    [
      "an unknown token store",
      { ...PERSON, OKTA_AUTH: "device", OKTA_TOKEN_STORE: "SECRET" },
      ["OKTA_TOKEN_STORE", "keychain"],
    ],
    [
      "a port out of range",
      { ...PERSON, OKTA_AUTH: "browser", OKTA_REDIRECT_PORT: "65536" },
      ["OKTA_REDIRECT_PORT"],
    ],
    ["a timeout in words", { ...TOKEN, OKTA_TIMEOUT: "SECRETs" }, ["OKTA_TIMEOUT"]],
  ])("%s", (_, env, names) => {
    const error = problem(env);
    expect(error.code).toBe("config_invalid");
    for (const name of names) expect(error.toText()).toContain(name);
    expect(error.toText()).not.toMatch(/SECRET/);
  });

  it.each(["0", "0.5", "601", "-1", "1e2", "Infinity", "30s"])("OKTA_TIMEOUT=%s", (OKTA_TIMEOUT) => {
    expect(problem({ ...TOKEN, OKTA_TIMEOUT })).toMatchObject({
      code: "config_invalid",
      field: "OKTA_TIMEOUT",
    });
  });

  it.each([
    ["OKTA_CONCURRENCY", "0"],
    ["OKTA_CONCURRENCY", "51"],
    ["OKTA_RATE_RESERVE", "91"],
    ["OKTA_RATE_RESERVE", "-1"],
    ["OKTA_RATE_RESERVE", "10%"],
    ["OKTA_MAX_WAIT", "601"],
    ["OKTA_MAX_WAIT", "1.5"],
  ])("%s=%s", (variable, value) => {
    expect(problem({ ...TOKEN, [variable]: value })).toMatchObject({
      code: "config_invalid",
      field: variable,
    });
  });

  it("names all problems at once", () => {
    const text = problem({ OKTA_ORG_URL: "acme", OKTA_TIMEOUT: "x", OKTA_CLIENT_ID: "c" }).toText();
    for (const name of ["OKTA_ORG_URL", "OKTA_TIMEOUT", "OKTA_SCOPES", "OKTA_PRIVATE_KEY"])
      expect(text).toContain(name);
  });
});

it("no secret can be given as a flag", () => {
  const withFlag = Object.entries(VARIABLES).filter(
    ([, variable]) => variable.secret && "option" in variable,
  );
  expect(withFlag).toEqual([]);
});

describe("the directory of exports", () => {
  it("is absolute, from the variable or the flag, and nowhere by default", () => {
    expect(read(TOKEN).exportDirectory).toBeUndefined();
    expect(read({ ...TOKEN, OKTA_EXPORT_DIR: "/exports" }).exportDirectory).toBe("/exports");
    expect(read(TOKEN, { exportDir: "/exports" }).exportDirectory).toBe("/exports");
  });

  it.each(["exports", "./exports", "../exports", "~/exports"])("is not relative, as %s is", (path) => {
    const { field, message } = problem({ ...TOKEN, OKTA_EXPORT_DIR: path });
    expect([field, message]).toEqual(["OKTA_EXPORT_DIR", "OKTA_EXPORT_DIR is not an absolute path."]);
  });

  it("is for the made-up org as well, which takes nothing of how to reach an org", () => {
    const env = { OKTA_ORG_URL: "nonsense", OKTA_API_TOKEN: "a b", OKTA_EXPORT_DIR: "/exports" };
    const config = readDemoConfig(env, {});
    expect(config.exportDirectory).toBe("/exports");
    expect(config).not.toHaveProperty("orgUrl");
    expect(config).not.toHaveProperty("auth");
    expect(() => readDemoConfig({}, { exportDir: "exports" })).toThrow(/OKTA_EXPORT_DIR/);
  });
});
