import { chmod, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  callUntilSignedIn,
  eventually,
  newHome,
  personEnv,
  promptIn,
  signIn,
  startOrg,
  startServer,
  startSignedIn,
} from "./support/person.js";
import { startProcess } from "./support/process.js";

/** The path of the one file below the directory that ends so. */
async function fileIn(home: string, ending: string): Promise<string> {
  const [path, ...others] = (await readdir(home, { recursive: true })).filter((each) =>
    each.endsWith(ending),
  );
  if (path === undefined || others.length > 0) throw new Error(`${ending} is not there once.`);
  return join(home, path);
}

/** An org, and a home whose token store holds a sign-in to it. */
async function signedInHome() {
  const [sandbox, home] = [await startOrg(), newHome()];
  await signIn(sandbox, personEnv(sandbox, home));
  return { sandbox, home, entry: await fileIn(home, ".token"), key: await fileIn(home, "sealing-key") };
}

type Files = Awaited<ReturnType<typeof signedInHome>>;

describe("what is wrong with the store is told, asks for a sign-in, and is mended by it", () => {
  test.each<[string, (files: Files) => Promise<void>, RegExp]>([
    ["an entry cut short", ({ entry }) => truncate(entry, 40), /\.token are not used: the file is damaged/],
    ["a key cut short", ({ key }) => truncate(key, 10), /key \S+ is damaged/],
    ["a key open to others", ({ key }) => chmod(key, 0o644), /key \S+ is open to other users/],
  ])("%s", async (_, spoil, report) => {
    const files = await signedInHome();
    await spoil(files);
    const env = personEnv(files.sandbox, files.home);
    const server = await startServer(env);
    const { code } = promptIn(await server.call("list_users", { limit: 1 }));
    await eventually(() => server.stderr()).toMatch(report);
    files.sandbox.devices.approve(code);
    expect((await callUntilSignedIn(server, "list_users", { limit: 1 })).isError).toBe(false);
    const next = await startServer(env);
    await next.ok("list_users", { limit: 1 });
    expect(next.stderr()).toBe("");
  });
});

test("an entry and directories open to others are closed to them, which is told, and used", async () => {
  const { sandbox, home, entry } = await signedInHome();
  await chmod(entry, 0o644);
  await chmod(join(entry, ".."), 0o755);
  const server = await startServer(personEnv(sandbox, home));
  await server.ok("list_users", { limit: 1 });
  await eventually(() => server.stderr()).toMatch(
    /(.*was open to other users; it is closed to them now\.\n){2}/,
  );
  expect((await stat(entry)).mode & 0o777).toBe(0o600);
  expect((await stat(join(entry, ".."))).mode & 0o777).toBe(0o700);
});

test("files are for this user only, and show neither org nor client nor token", async () => {
  const { sandbox, entry, key } = await signedInHome();
  for (const path of [entry, key]) expect((await stat(path)).mode & 0o777, path).toBe(0o600);
  const text = await readFile(entry, "utf8");
  const decoded = text.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
  for (const secret of [sandbox.url, "0oaNative", "sandbox_", "okta.users.read"]) {
    expect(text + decoded.join()).not.toContain(secret);
  }
});

describe("a store that cannot be used", () => {
  // No Secret Service can be reached without a session bus, whatever the machine.
  const noKeychain = { OKTA_TOKEN_STORE: "keychain", DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere" };

  test.runIf(process.platform === "linux")(
    "no keychain: config_invalid at the first call, with the fix",
    async () => {
      const sandbox = await startOrg();
      const server = await startServer(personEnv(sandbox, newHome(), noKeychain));
      expect(await server.toolNames()).toContain("list_users");
      expect(await server.fail("list_users")).toMatch(
        /^config_invalid: OKTA_TOKEN_STORE: the OS keychain cannot be used: .*\nField: OKTA_TOKEN_STORE\nNext: .*OKTA_TOKEN_STORE=file/,
      );
      expect(sandbox.requests).toEqual([]);
    },
  );

  test.runIf(process.platform === "linux")(
    "no keychain, and none demanded: a file, which is told",
    async () => {
      const [sandbox, home] = [await startOrg(), newHome()];
      const server = await startSignedIn(
        sandbox,
        personEnv(sandbox, home, { ...noKeychain, OKTA_TOKEN_STORE: "auto" }),
      );
      await eventually(() => server.stderr()).toContain("Tokens are kept in an encrypted file instead.");
      expect(await fileIn(home, ".token")).toContain("file");
    },
  );

  test("a home that is a file: config_invalid with code 2, and memory as the way out", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    await writeFile(join(home, "data"), "");
    const login = startProcess(["login"], personEnv(sandbox, home));
    expect((await login.exit()).code).toBe(2);
    expect(login.stderr()).toMatch(
      /^okta-mcp: config_invalid: OKTA_TOKEN_STORE: .*\n(.*\n)*Next: .*OKTA_TOKEN_STORE=memory/,
    );
    await startSignedIn(sandbox, personEnv(sandbox, home, { OKTA_TOKEN_STORE: "memory" }));
  });
});
