import { describe, expect, it } from "vitest";
import type { TokenKey } from "../../../src/auth/store/index.js";
import { failureOf } from "../../failure.js";
import { KEY, memoryKeyring, openStore, temporaryDirectory, tokens } from "./fixtures.js";

const kinds = ["file", "keychain", "memory"] as const;

async function opener(kind: (typeof kinds)[number]) {
  const settings = { kind, directory: await temporaryDirectory(), keyring: memoryKeyring() };
  return () => openStore(settings);
}

describe.each(kinds)("a %s store", (kind) => {
  const open = async () => (await opener(kind))();

  it("is of that kind", async () => {
    expect((await open()).store.kind).toBe(kind);
  });

  it("has nothing at first", async () => {
    const { store, reports } = await open();
    expect([await store.read(KEY), await store.list(), reports]).toEqual([undefined, [], []]);
  });

  it("gives back what was written, the last time it was", async () => {
    const { store, reports } = await open();
    await store.write(KEY, tokens("first"));
    await store.write({ ...KEY, scopes: [...KEY.scopes].reverse() }, tokens("second", { refreshToken: "r" }));
    expect(await store.read(KEY)).toEqual(tokens("second", { refreshToken: "r" }));
    expect(reports).toEqual([]);
  });

  it("keeps a token set larger than any keychain item", async () => {
    const { store } = await open();
    const large = tokens("t".repeat(20_000));
    await store.write(KEY, large);
    expect(await store.read(KEY)).toEqual(large);
  });

  it("removes one entry, and takes removing it again", async () => {
    const { store } = await open();
    await store.write(KEY, tokens("t"));
    await store.remove(KEY);
    await store.remove(KEY);
    expect([await store.read(KEY), await store.list()]).toEqual([undefined, []]);
  });

  it("removes no other entry, and lists what is left, its scopes in order and once each", async () => {
    const { store } = await open();
    const other = { ...KEY, scopes: ["z", "a", "z"] };
    await store.write(KEY, tokens("t"));
    await store.write(other, tokens("u"));
    await store.remove(KEY);
    expect(await store.read(other)).toEqual(tokens("u"));
    expect(await store.list()).toEqual([{ ...KEY, scopes: ["a", "z"] }]);
  });

  it("keeps orgs, clients and scope sets side by side", async () => {
    const { store, reports } = await open();
    const keys: TokenKey[] = [];
    for (const orgUrl of ["https://a.okta.example", "https://b.okta.example"]) {
      for (const clientId of ["0oa1", "0oa2"]) {
        for (const scopes of [["openid"], ["okta.groups.read", "openid"]])
          keys.push({ orgUrl, clientId, scopes });
      }
    }
    await Promise.all(keys.map((key) => store.write(key, tokens(JSON.stringify(key)))));
    const read = await Promise.all(keys.map((key) => store.read(key)));
    expect(read).toEqual(keys.map((key) => tokens(JSON.stringify(key))));
    expect(await store.list()).toHaveLength(keys.length);
    expect(await store.list()).toEqual(expect.arrayContaining(keys));
    expect(reports).toEqual([]);
  });

  it("runs one action at a time for a key, and goes on after one has failed", async () => {
    const { store } = await open();
    const steps: string[] = [];
    const action = (name: string) => async () => {
      steps.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push(`${name} out`);
      if (name === "a") throw new Error("a failed");
      return name;
    };
    const ends = await Promise.allSettled(["a", "b", "c"].map((name) => store.exclusive(KEY, action(name))));
    expect(steps).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  it("runs actions for different keys at the same time", async () => {
    const { store } = await open();
    const other = { ...KEY, clientId: "0oaother" };
    const result = await store.exclusive(KEY, () => store.exclusive(other, async () => "both held"));
    expect(result).toBe("both held");
  });

  it("does not wait for ever", async () => {
    const settings = { kind, directory: await temporaryDirectory(), keyring: memoryKeyring() };
    const { store } = await openStore({ ...settings, lock: { maxWait: 100, stale: 2000 } });
    const failure = await store.exclusive(KEY, () => failureOf(() => store.exclusive(KEY, async () => 1)));
    expect(failure.code).toBe("timeout");
    expect(await store.exclusive(KEY, async () => "free again")).toBe("free again");
  });
});

describe.each(["file", "keychain"] as const)("two %s stores over one directory", (kind) => {
  it("share their entries", async () => {
    const open = await opener(kind);
    const [one, other] = [await open(), await open()];
    await one.store.write(KEY, tokens("shared"));
    expect(await other.store.read(KEY)).toEqual(tokens("shared"));
    expect(await other.store.list()).toEqual([KEY]);
  });

  it("agree on one sealing key, whoever writes first", async () => {
    const open = await opener(kind);
    const stores = await Promise.all(Array.from({ length: 6 }, open));
    const keyOf = (index: number) => ({ ...KEY, clientId: `0oa${index}` });
    await Promise.all(stores.map(({ store }, index) => store.write(keyOf(index), tokens(`${index}`))));
    const { store, reports } = await open();
    const read = await Promise.all(stores.map((_, index) => store.read(keyOf(index))));
    expect(read).toEqual(stores.map((_, index) => tokens(`${index}`)));
    expect(reports).toEqual([]);
  });

  it("wait for each other", async () => {
    const open = await opener(kind);
    const [one, other] = [await open(), await open()];
    const steps: string[] = [];
    const hold = (name: string) => async () => {
      steps.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 60));
      steps.push(`${name} out`);
    };
    const first = one.store.exclusive(KEY, hold("one"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await Promise.all([first, other.store.exclusive(KEY, hold("other"))]);
    expect(steps).toEqual(["one in", "one out", "other in", "other out"]);
  });
});

it("a memory store leaves nothing to another", async () => {
  const open = await opener("memory");
  const [one, other] = [await open(), await open()];
  await one.store.write(KEY, tokens("mine"));
  expect(await other.store.read(KEY)).toBeUndefined();
});

it.runIf(process.platform === "linux")(
  "a directory that cannot be made is named, with a way out",
  async () => {
    const error = await failureOf(() => openStore({ directory: "/proc/nope/deeper" }));
    expect(error).toMatchObject({ code: "config_invalid", field: "OKTA_TOKEN_STORE" });
    expect(error.message).toContain("the directory /proc/nope/deeper/file cannot be made (ENOENT)");
    expect(error.next).toContain("OKTA_TOKEN_STORE=memory");
  },
);
