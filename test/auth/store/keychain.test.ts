import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Keyring } from "../../../src/auth/store/index.js";
import { failureOf } from "../../failure.js";
import { KEY, memoryKeyring, openStore, temporaryDirectory, tokens } from "./fixtures.js";

const run = promisify(execFile);

/** A keychain with some of its methods spoilt. */
function spoilt(methods: Partial<Keyring>): Keyring {
  return { ...memoryKeyring(), ...methods };
}

const refuse = (why: string) => () => Promise.reject(new Error(why));
const never = () => new Promise<never>(() => undefined);

const broken: [string, Keyring, string][] = [
  [
    "missing",
    spoilt({ write: refuse("Couldn't access platform storage") }),
    "Couldn't access platform storage",
  ],
  ["locked", spoilt({ read: refuse("the collection is locked") }), "the collection is locked"],
  ["not asked by anyone", spoilt({ write: never }), "no answer in 0.1 seconds"],
  ["forgetful", spoilt({ read: async () => undefined }), "did not give back"],
  ["for writing only", spoilt({ remove: refuse("access denied") }), "access denied"],
];

describe("a keychain that does not work", () => {
  it.each(broken)("is an error where it was chosen: %s", async (_, keyring, why) => {
    const directory = await temporaryDirectory();
    const failure = await failureOf(() =>
      openStore({ kind: "keychain", directory, keyring, keychainWait: 100 }),
    );
    expect(failure).toMatchObject({ code: "config_invalid", field: "OKTA_TOKEN_STORE" });
    expect(failure.message).toContain(why);
    expect(failure.next).toContain("OKTA_TOKEN_STORE=file");
  });

  it.each(broken)(
    "gives way to the file where nothing was chosen, and says so: %s",
    async (_, keyring, why) => {
      const directory = await temporaryDirectory();
      const { store, reports } = await openStore({ kind: "auto", directory, keyring, keychainWait: 100 });
      expect(store.kind).toBe("file");
      expect(reports).toEqual([expect.stringContaining(why)]);
      expect(reports[0]).toContain("encrypted file instead");
      await store.write(KEY, tokens("t"));
      expect(await store.read(KEY)).toEqual(tokens("t"));
    },
  );

  it("fails the call when it is locked later on, and is not taken for signed out", async () => {
    const keyring = memoryKeyring();
    const { store } = await openStore({ kind: "keychain", directory: await temporaryDirectory(), keyring });
    await store.write(KEY, tokens("t"));
    const { read } = keyring;
    keyring.read = refuse("locked");
    expect((await failureOf(() => store.read(KEY))).code).toBe("config_invalid");
    expect((await failureOf(() => store.write(KEY, tokens("u")))).code).toBe("config_invalid");
    keyring.read = read;
    expect(await store.read(KEY)).toEqual(tokens("t"));
  });

  it("is not asked where there is no entry", async () => {
    const keyring = memoryKeyring();
    const { store } = await openStore({ kind: "keychain", directory: await temporaryDirectory(), keyring });
    keyring.read = refuse("locked");
    expect(await store.read(KEY)).toBeUndefined();
  });

  it("is told of in one short visible line, whatever it says", async () => {
    const keyring = spoilt({ write: refuse(`no\n\u202e ${"x ".repeat(500)}`) });
    const directory = await temporaryDirectory();
    const failure = await failureOf(() => openStore({ kind: "keychain", directory, keyring }));
    expect(failure.message).toContain("cannot be used: no \\u{202e} x x");
    expect(failure.message.length).toBeLessThan(300);
  });

  it("keeps nothing of what it was tried with", async () => {
    const keyring = memoryKeyring();
    keyring.read = refuse("locked");
    await openStore({ kind: "auto", directory: await temporaryDirectory(), keyring });
    expect(keyring.items.size).toBe(0);
  });

  it("never has its key quoted", async () => {
    let given = "";
    const keyring = memoryKeyring();
    const { store } = await openStore({ kind: "keychain", directory: await temporaryDirectory(), keyring });
    keyring.write = async (_, secret) => {
      given = secret;
      throw new Error(`cannot store ${secret}`);
    };
    const failure = await failureOf(() => store.write(KEY, tokens("t")));
    expect(given).toHaveLength(43);
    expect(failure.toText()).not.toContain(given);
  });
});

describe("a keychain that works", () => {
  it("is what auto takes, and holds one small item", async () => {
    const keyring = memoryKeyring();
    const directory = await temporaryDirectory();
    const { store, reports } = await openStore({ kind: "auto", directory, keyring });
    expect([store.kind, keyring.items.size]).toEqual(["keychain", 0]);
    await store.write(KEY, tokens("t"));
    await store.write({ ...KEY, clientId: "0oa2" }, tokens("u"));
    expect([...keyring.items.values()]).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    expect(await readdir(join(directory, "keychain"))).toHaveLength(2);
    expect(reports).toEqual([]);
  });

  it.each([
    [
      "lost its item",
      (keyring: ReturnType<typeof memoryKeyring>) => keyring.items.clear(),
      /without its key/,
    ],
    [
      "has someone else's item",
      (keyring: ReturnType<typeof memoryKeyring>) => keyring.items.set("token-store-key", "hunter2"),
      /not a key of okta-mcp/,
    ],
    [
      "has another key",
      (keyring: ReturnType<typeof memoryKeyring>) => keyring.items.set("token-store-key", "A".repeat(43)),
      /sealed with another key/,
    ],
  ])("but %s: the entry is reported, counts as absent, and can be written anew", async (_, spoil, report) => {
    const keyring = memoryKeyring();
    const { store, reports } = await openStore({
      kind: "keychain",
      directory: await temporaryDirectory(),
      keyring,
    });
    await store.write(KEY, tokens("t"));
    spoil(keyring);
    expect(await store.read(KEY)).toBeUndefined();
    expect(reports[0]).toMatch(report);
    expect(reports.join()).not.toContain("hunter2");
    await store.write(KEY, tokens("u"));
    expect(await store.read(KEY)).toEqual(tokens("u"));
  });
});

// The library itself, on a machine without a Secret Service: no session bus at the address given.
describe.runIf(process.platform === "linux")("the system's keychain without D-Bus", () => {
  it.each([
    ["auto", "file:1"],
    ["keychain", "config_invalid:0"],
  ])("%s ends in %s", async (kind, want) => {
    const script = fileURLToPath(new URL("open-system-keychain.ts", import.meta.url));
    const env = { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" };
    const { stdout } = await run(
      process.execPath,
      ["--import", "tsx", script, kind, await temporaryDirectory()],
      { env },
    );
    expect(stdout).toBe(want);
  });
});
