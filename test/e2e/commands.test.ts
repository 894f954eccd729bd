import { readdirSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { RobotBrowser } from "../auth/robot-browser.js";
import { NATIVE, newHome, OTHER_CLIENT, personEnv, requestsTo, signIn, startOrg } from "./support/person.js";
import { startProcess } from "./support/process.js";
import { SERVICE, serviceEnv, startServiceOrg } from "./support/service-app.js";

type Env = Readonly<Record<string, string>>;

/** A command that is over: how, and with what output. */
async function run(command: readonly string[], env: Env) {
  const started = startProcess(command, env);
  const { code } = await started.exit(10_000);
  return { code, stdout: started.stdout(), stderr: started.stderr() };
}

const storedIn = (home: string) =>
  readdirSync(home, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".token"));

describe("login", () => {
  test("by device prints address and code, waits, and prints who is signed in", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const login = startProcess(["login"], personEnv(sandbox, home));
    const [line, url, code = ""] = await login.printed(
      /^Open (\S+) and check that it shows the code (\w{8})\. Waiting up to 10 minutes\.\n/,
    );
    expect(url).toBe(`${sandbox.url}/activate?user_code=${code}`);
    expect([login.stdout(), storedIn(home)]).toEqual([line, []]);

    sandbox.devices.approve(code);
    expect((await login.exit()).code).toBe(0);
    expect(login.stdout()).toMatch(new RegExp(`^Org: +${sandbox.url}$`, "m"));
    expect(login.stdout()).toMatch(/^Signed in: +yes$/m);
    expect(login.stdout()).toMatch(/^User: +\S+@\S+$/m);
    expect(login.stdout()).toMatch(/^Granted scopes: .*okta\.groups\.manage.*okta\.users\.read/m);
    expect(login.stdout()).toMatch(/^Token: +Bearer, renewed by itself$/m);
    expect(storedIn(home)).toHaveLength(1);
  });

  test("by browser prints the address, and needs no browser on this machine", async () => {
    const sandbox = await startOrg();
    const login = startProcess(["login"], personEnv(sandbox, newHome(), { OKTA_AUTH: "browser" }));
    const [, url = ""] = await login.printed(/^Open (\S+)\. Waiting/);
    await new RobotBrowser().visit(url);
    expect((await login.exit()).code).toBe(0);
    expect(login.stdout()).toMatch(/^Method: +browser$/m);
  });

  test.runIf(process.platform === "linux")("opens the browser there is with the address", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const [browser, visited] = [join(home, "browser"), join(home, "visited")];
    await writeFile(browser, `#!/bin/sh\necho "$1" > '${visited}'\n`);
    await chmod(browser, 0o755);
    const PATH = "/usr/local/bin:/usr/bin:/bin";
    const login = startProcess(["login"], personEnv(sandbox, home, { BROWSER: browser, PATH }));
    const [, url] = await login.printed(/^Open (\S+)/);
    await expect.poll(() => readFile(visited, "utf8").catch(() => ""), { timeout: 5_000 }).toBe(`${url}\n`);
  });

  test("with a private key says who and which scopes, and waits for nobody", async () => {
    const sandbox = await startServiceOrg();
    const { code, stdout } = await run(["login"], serviceEnv(sandbox));
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Client: +${SERVICE.clientId}$`, "m"));
    expect(stdout).toMatch(/^Signed in: +yes$/m);
    expect(stdout).toMatch(/^Granted scopes: +okta\.groups\.manage okta\.users\.read$/m);
  });

  test("with settings at fault ends with code 2 and names them", async () => {
    const { code, stdout, stderr } = await run(["login"], {
      OKTA_ORG_URL: "https://acme.okta.com",
      OKTA_AUTH: "device",
      OKTA_CLIENT_ID: "0oa1",
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^okta-mcp: config_invalid: OKTA_SCOPES is missing/);
  });

  test("that the user denies ends with code 1, without a stored token", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const login = startProcess(["login"], personEnv(sandbox, home));
    const [, code = ""] = await login.printed(/shows the code (\w+)/);
    sandbox.devices.deny(code);
    expect((await login.exit()).code).toBe(1);
    expect(login.stderr()).toMatch(/^okta-mcp: auth_failed: .*access_denied/);
    expect(storedIn(home)).toEqual([]);
  });

  test.each(["device", "browser"])("by %s ends soon at Ctrl-C, without a stored token", async (method) => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const login = startProcess(["login"], personEnv(sandbox, home, { OKTA_AUTH: method }));
    await login.printed(/Waiting/);
    login.kill("SIGINT");
    const { code, took } = await login.exit();
    expect(code).toBe(130);
    expect(took).toBeLessThan(2_000);
    expect(login.stderr()).toMatch(/^okta-mcp: cancelled: /);
    expect(storedIn(home)).toEqual([]);
  });
});

test("whoami tells who is signed in, before and after, and asks Okta nothing", async () => {
  const [sandbox, home] = [await startOrg(), newHome()];
  const env = personEnv(sandbox, home);
  const before = await run(["whoami"], env);
  expect(before.stdout).toMatch(/^Signed in: +no$/m);
  expect(before.stdout).not.toMatch(/^(User|Granted scopes|Token)/m);
  expect(sandbox.requests).toEqual([]);

  await signIn(sandbox, env);
  const requests = sandbox.requests.length;
  const after = await run(["whoami"], env);
  expect(after).toMatchObject({ code: 0, stderr: "" });
  expect(after.stdout).toMatch(/^Signed in: +yes$/m);
  expect(after.stdout).toMatch(/^User: +\S+@\S+$/m);
  expect(after.stdout).toMatch(/^Token expires: +\d{4}-\d\d-\d\dT/m);
  expect(after.stdout).toMatch(/^Kept in: +file$/m);
  expect(sandbox.requests).toHaveLength(requests);
});

describe("logout", () => {
  test("revokes the sign-in at Okta and forgets it", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const env = personEnv(sandbox, home);
    await signIn(sandbox, env);
    expect(await run(["logout"], env)).toEqual({
      code: 0,
      stdout: `${sandbox.url}: signed out; the tokens are revoked and forgotten.\n`,
      stderr: "",
    });
    expect(requestsTo(sandbox, "/oauth2/v1/revoke")).toEqual([200, 200]);
    expect(storedIn(home)).toEqual([]);
    expect((await run(["whoami"], env)).stdout).toMatch(/^Signed in: +no$/m);
    expect((await run(["logout"], env)).stdout).toBe(`${sandbox.url}: nobody was signed in.\n`);
  });

  test("forgets it also where Okta cannot be reached, and says so", async () => {
    const [sandbox, home] = [await startOrg(), newHome()];
    const env = personEnv(sandbox, home);
    await signIn(sandbox, env);
    await sandbox.close();
    const { stdout } = await run(["logout"], env);
    expect(stdout).toMatch(/: the tokens are forgotten here, but Okta could not revoke them: /);
    expect(storedIn(home)).toEqual([]);
  });

  test("of one client leaves the other's sign-in and the other org's alone", async () => {
    const [home, acme, globex] = [newHome(), await startOrg(), await startOrg()];
    const other = { OKTA_CLIENT_ID: OTHER_CLIENT };
    const sides = [personEnv(acme, home), personEnv(acme, home, other), personEnv(globex, home)];
    for (const [at, env] of sides.entries()) await signIn(at === 2 ? globex : acme, env);
    expect(storedIn(home)).toHaveLength(3);
    const [mine = {}, ...others] = sides;
    await run(["logout"], mine);
    expect((await run(["whoami"], mine)).stdout).toMatch(/^Signed in: +no$/m);
    for (const env of others) expect((await run(["whoami"], env)).stdout).toMatch(/^Signed in: +yes$/m);
    expect(requestsTo(globex, "/oauth2/v1/revoke")).toEqual([]);

    // What is left, whatever the settings name: only the store counts.
    const all = await run(["logout", "--all"], {
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      OKTA_TOKEN_STORE: "file",
    });
    expect(all.stdout.trim().split("\n").sort()).toEqual(
      [acme, globex].map(({ url }) => `${url}: signed out; the tokens are revoked and forgotten.`).sort(),
    );
    expect([requestsTo(acme, "/oauth2/v1/revoke"), requestsTo(globex, "/oauth2/v1/revoke")]).toEqual([
      [200, 200, 200, 200],
      [200, 200],
    ]);
    expect(storedIn(home)).toEqual([]);
  });

  test("of what was never kept says that there is nothing to do", async () => {
    const env = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_API_TOKEN: "00token" };
    const { code, stderr } = await run(["logout"], env);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^okta-mcp: config_invalid: The method api_token keeps no tokens/);
    const home = newHome();
    const all = await run(["logout", "--all"], { HOME: home, XDG_DATA_HOME: home, OKTA_TOKEN_STORE: "file" });
    expect(all).toEqual({ code: 0, stdout: "Nobody was signed in.\n", stderr: "" });
  });
});

test("a ready-made access token that has expired is told as that, and how to go on", async () => {
  const token = await new SignJWT({ cid: NATIVE.clientId, scp: ["okta.users.read"] })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(1_700_000_000)
    .sign(Buffer.alloc(32));
  const env = { OKTA_ORG_URL: "https://acme.okta.com", OKTA_ACCESS_TOKEN: token };
  const { code, stderr } = await run(["login"], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^okta-mcp: auth_failed: OKTA_ACCESS_TOKEN has expired\.\nNext: .*OKTA_ACCESS_TOKEN/,
  );
  expect(stderr).not.toContain(token.slice(-20));
  expect((await run(["whoami"], env)).stdout).toMatch(/^Signed in: +no$/m);
});
