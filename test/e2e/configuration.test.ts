import { describe, expect, test } from "vitest";
import { startProcess } from "./support/process.js";

const org = { OKTA_ORG_URL: "https://acme.okta.com" };
const app = { ...org, OKTA_CLIENT_ID: "0oaClient", OKTA_SCOPES: "okta.users.read" };
/** Stands in every value; must stand in no message. */
const SECRET = "7f3a-secret-value";

describe("a setting at fault ends the program with code 2 and is named", () => {
  test.each<[string, Record<string, string>, string]>([
    ["nothing is set", {}, "OKTA_ORG_URL is missing"],
    ["no way to sign in", org, "no sign-in method is set"],
    [
      "an org without scheme",
      { OKTA_ORG_URL: `${SECRET}.okta.com`, OKTA_API_TOKEN: SECRET },
      "OKTA_ORG_URL has no scheme",
    ],
    [
      "an org over http",
      { OKTA_ORG_URL: `http://${SECRET}.okta.com`, OKTA_API_TOKEN: SECRET },
      "OKTA_ORG_URL is a http:// address",
    ],
    ["half an app", { ...org, OKTA_CLIENT_ID: SECRET }, "OKTA_SCOPES is missing"],
    ["an app without key", app, "OKTA_PRIVATE_KEY is missing"],
    ["a key that is none", { ...app, OKTA_PRIVATE_KEY: SECRET }, "OKTA_PRIVATE_KEY holds neither"],
    [
      "a key file that is not there",
      { ...app, OKTA_PRIVATE_KEY_FILE: `/${SECRET}/key.pem` },
      "OKTA_PRIVATE_KEY_FILE names a file",
    ],
    ["two ways to sign in", { ...app, OKTA_API_TOKEN: SECRET }, "belong to different sign-in methods"],
    [
      "an unknown way to sign in",
      { ...org, OKTA_AUTH: SECRET, OKTA_API_TOKEN: SECRET },
      "OKTA_AUTH names no sign-in method",
    ],
    [
      "a timeout that is no number",
      { ...org, OKTA_API_TOKEN: SECRET, OKTA_TIMEOUT: SECRET },
      "OKTA_TIMEOUT is not a number",
    ],
  ])("%s", async (_, env, message) => {
    const program = startProcess(["serve"], env);
    const { code } = await program.exit();
    expect(code).toBe(2);
    expect(program.stderr()).toContain(message);
    expect(program.stderr()).toMatch(/^okta-mcp: config_invalid: .*\n(.*\n)*Next: /);
    expect(program.stderr()).not.toContain(SECRET);
    expect(program.lines()).toEqual([]);
  });
});

test("serve is what runs without a command, with only --demo too", async () => {
  const program = startProcess(["--demo"]);
  program.hangUp();
  expect((await program.exit()).code).toBe(0);
  const unset = startProcess([]);
  expect((await unset.exit()).code).toBe(2);
});

test.each(["0", "-5", "1.5", "x"])("%s users are a mistake that is told", async (count) => {
  const program = startProcess(["serve", "--demo", `--demo-users=${count}`]);
  expect((await program.exit()).code).not.toBe(0);
  expect(program.stderr()).toContain("--demo-users");
  expect(program.lines()).toEqual([]);
});
