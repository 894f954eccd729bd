import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyFile } from "../../../src/auth/store/key-file.js";
import { privateDirectory } from "../../../src/auth/store/private-directory.js";
import { entryName } from "../../../src/auth/store/sealed-entry.js";
import { obtainSealingKey } from "../../../src/auth/store/sealing-key.js";
import { failureOf } from "../../failure.js";
import { KEY, openStore, temporaryDirectory, tokens } from "./fixtures.js";

const posix = process.platform !== "win32";
const OTHER = { ...KEY, orgUrl: "https://other.okta.example" };

/** A store with one entry in it, and where things are. */
async function filled() {
  const directory = await temporaryDirectory();
  const { store } = await openStore({ directory });
  await store.write(KEY, tokens("access-token-text", { refreshToken: "refresh-token-text" }));
  const folder = join(directory, "file");
  const entry = (key = KEY) => join(folder, `${entryName(key)}.token`);
  return {
    directory,
    folder,
    entry,
    sealingKey: join(folder, "sealing-key"),
    reopen: () => openStore({ directory }),
  };
}

const modeOf = async (path: string) => (await lstat(path)).mode & 0o777;

describe("what is on disk", () => {
  it.runIf(posix)("is for this user only", async () => {
    const { folder, entry, sealingKey } = await filled();
    const modes = await Promise.all([folder, entry(), sealingKey].map(modeOf));
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it("tells no token, org, client or scope, in names or contents", async () => {
    const { folder } = await filled();
    const names = await readdir(folder);
    const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    expect(names).toHaveLength(2);
    const all = [
      ...names,
      ...contents,
      ...contents.map((text) => Buffer.from(text, "base64url").toString()),
    ].join();
    for (const secret of [
      "access-token-text",
      "refresh-token-text",
      "acme",
      "0oaclient1",
      "okta.users.read",
    ]) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(Buffer.from(secret).toString("base64url"));
    }
  });

  it("has no temporary file left, and loses those of processes long gone", async () => {
    const { folder, reopen } = await filled();
    const [old, fresh] = [join(folder, "a.1.tmp"), join(folder, "a.2.tmp")];
    await writeFile(old, "half");
    await writeFile(fresh, "half");
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(old, hourAgo, hourAgo);
    await (await reopen()).store.write(KEY, tokens("t"));
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual(["a.2.tmp"]);
  });
});

describe("an entry that is not right", () => {
  it.each<[string, (place: Awaited<ReturnType<typeof filled>>) => Promise<unknown>, RegExp]>([
    [
      "truncated",
      async ({ entry }) => writeFile(entry(), (await readFile(entry(), "utf8")).slice(0, -9)),
      /damaged/,
    ],
    ["empty", ({ entry }) => writeFile(entry(), ""), /damaged/],
    ["of another program", ({ entry }) => writeFile(entry(), "[core]\n"), /damaged/],
    ["too large", ({ entry }) => writeFile(entry(), "x".repeat(2 ** 20 + 1)), /too large/],
    [
      "a directory",
      async ({ entry }) => {
        await rm(entry());
        await mkdir(entry());
      },
      /not a regular file/,
    ],
    ["without the sealing key", ({ sealingKey }) => rm(sealingKey), /without its key/],
  ])("is reported and counts as absent: %s", async (_, spoil, report) => {
    const place = await filled();
    await spoil(place);
    const { store, reports } = await place.reopen();
    expect([await store.read(KEY), await store.list(), await store.read(KEY)]).toEqual([
      undefined,
      [],
      undefined,
    ]);
    expect(reports).toEqual([expect.stringMatching(report)]);
    expect(reports.join()).toContain("Sign in again");
  });

  it("does not serve another org when copied to its name", async () => {
    const { entry, reopen } = await filled();
    await writeFile(entry(OTHER), await readFile(entry()), { mode: 0o600 });
    const { store, reports } = await reopen();
    expect(await store.read(OTHER)).toBeUndefined();
    expect(reports).toEqual([expect.stringContaining("copied from another entry")]);
    expect(await store.list()).toEqual([KEY]);
  });

  it.runIf(posix)("is not read through a symbolic link, and a write replaces the link", async () => {
    const { entry, folder, reopen } = await filled();
    const elsewhere = join(folder, "..", "elsewhere");
    await rename(entry(), elsewhere);
    await symlink(elsewhere, entry());
    const before = await readFile(elsewhere, "utf8");
    const { store, reports } = await reopen();
    expect(await store.read(KEY)).toBeUndefined();
    expect(reports).toEqual([expect.stringContaining("not a regular file")]);
    await store.write(KEY, tokens("new"));
    expect(await store.read(KEY)).toEqual(tokens("new"));
    expect(await readFile(elsewhere, "utf8")).toBe(before);
  });

  it.runIf(posix)("is closed to others, reported once and used, when it was open to them", async () => {
    const { entry, reopen } = await filled();
    await chmod(entry(), 0o644);
    const { store, reports } = await reopen();
    expect((await store.read(KEY))?.accessToken).toBe("access-token-text");
    await store.read(KEY);
    expect(await modeOf(entry())).toBe(0o600);
    expect(reports).toEqual([expect.stringContaining("was open to other users")]);
  });

  it.runIf(posix && process.getuid?.() === 0)("is not used when it belongs to another user", async () => {
    const { entry, reopen } = await filled();
    await chown(entry(), 12345, 12345);
    const { store, reports } = await reopen();
    expect(await store.read(KEY)).toBeUndefined();
    expect(reports).toEqual([expect.stringContaining("belongs to another user")]);
  });
});

describe("a sealing key that is not right", () => {
  it.runIf(posix)("is refused when others may have read it; the next write makes a new one", async () => {
    const { sealingKey, entry, reopen } = await filled();
    const { store: before } = await reopen();
    await before.write(OTHER, tokens("sealed with the old key"));
    const old = await readFile(sealingKey, "utf8");
    await chmod(sealingKey, 0o640);
    const { store, reports } = await reopen();
    expect(await store.read(KEY)).toBeUndefined();
    expect(reports[0]).toMatch(/sealing-key is open to other users.*revoke/);

    await store.write(KEY, tokens("new"));
    expect(await store.read(KEY)).toEqual(tokens("new"));
    expect(await readFile(sealingKey, "utf8")).not.toBe(old);
    expect(await modeOf(sealingKey)).toBe(0o600);
    await expect(lstat(entry(OTHER))).rejects.toThrow("ENOENT");
  });

  it("is reported at any length but the right one, and replaced by the next write", async () => {
    const { sealingKey, reopen } = await filled();
    const whole = await readFile(sealingKey, "utf8");
    for (let length = 0; length < whole.length; length++) {
      await writeFile(sealingKey, whole.slice(0, length));
      const { store, reports } = await reopen();
      expect(await store.read(KEY)).toBeUndefined();
      expect(reports[0]).toContain("sealing-key is damaged");
    }
    const { store } = await reopen();
    await store.write(KEY, tokens("new"));
    expect(await store.read(KEY)).toEqual(tokens("new"));
  });

  it("is not replaced when it could not be read this time", async () => {
    const directory = privateDirectory(await temporaryDirectory(), process.platform, () => undefined);
    const failing = keyFile(
      { ...directory, read: async () => ({ state: "failed", why: "cannot be read (EMFILE)" }) },
      () => undefined,
    );
    const failure = await failureOf(() => obtainSealingKey(failing, (_, action) => action()));
    expect(failure).toMatchObject({ code: "config_invalid", field: "OKTA_TOKEN_STORE" });
    expect(await directory.names()).toEqual([]);
  });

  it("is replaced although something in the way of the old entries cannot be removed", async () => {
    const { sealingKey, entry, reopen } = await filled();
    await mkdir(entry(OTHER));
    await writeFile(sealingKey, "damaged");
    const { store, reports } = await reopen();
    await store.write(KEY, tokens("new"));
    expect(await store.read(KEY)).toEqual(tokens("new"));
    expect(reports.join()).toContain(`${entry(OTHER)} cannot be removed`);
  });

  it.runIf(posix)("is not taken through a symbolic link", async () => {
    const { sealingKey, reopen } = await filled();
    await rename(sealingKey, `${sealingKey}.elsewhere`);
    await symlink(`${sealingKey}.elsewhere`, sealingKey);
    const { store, reports } = await reopen();
    expect(await store.read(KEY)).toBeUndefined();
    expect(reports[0]).toContain("sealing-key is not a regular file");
  });
});

describe("a directory that is not right", () => {
  it.runIf(posix)("is closed to others and reported, when it was open to them", async () => {
    const { folder, reopen } = await filled();
    await chmod(folder, 0o755);
    const { store, reports } = await reopen();
    expect(await modeOf(folder)).toBe(0o700);
    expect(reports).toEqual([expect.stringContaining("was open to other users")]);
    expect((await store.read(KEY))?.accessToken).toBe("access-token-text");
  });

  it.runIf(posix)("is refused when it is a symbolic link", async () => {
    const { folder, reopen } = await filled();
    await rename(folder, `${folder}-elsewhere`);
    await symlink(`${folder}-elsewhere`, folder);
    const failure = await failureOf(reopen);
    expect(failure).toMatchObject({ code: "config_invalid", field: "OKTA_TOKEN_STORE" });
  });

  it("is refused when it cannot be made, with the way out", async () => {
    const directory = join(await temporaryDirectory(), "taken");
    await writeFile(directory, "");
    const failure = await failureOf(() => openStore({ directory }));
    expect(failure).toMatchObject({ code: "config_invalid", field: "OKTA_TOKEN_STORE" });
    expect(failure.next).toContain("OKTA_TOKEN_STORE=memory");
  });

  it("is made again when it was removed while in use", async () => {
    const { folder, reopen } = await filled();
    const { store } = await reopen();
    await rm(folder, { recursive: true });
    expect(await store.list()).toEqual([]);
    await store.exclusive(KEY, () => store.write(KEY, tokens("again")));
    expect(await store.read(KEY)).toEqual(tokens("again"));
  });

  it("is not judged by modes on Windows, which have no meaning there", async () => {
    const { directory, folder, sealingKey } = await filled();
    await chmod(folder, 0o777);
    await chmod(sealingKey, 0o666);
    const { store, reports } = await openStore({ directory, platform: "win32" });
    expect((await store.read(KEY))?.accessToken).toBe("access-token-text");
    expect(reports).toEqual([]);
  });

  it("that cannot take a file fails the write, and says which", async () => {
    const { entry, reopen } = await filled();
    await rm(entry());
    await mkdir(join(entry(), "inside"), { recursive: true });
    const { store } = await reopen();
    const failure = await failureOf(() => store.write(KEY, tokens("t")));
    expect(failure.code).toBe("config_invalid");
    expect(failure.message).toContain(entry());
  });
});
