import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { RobotBrowser } from "../auth/robot-browser.js";
import {
  callUntilSignedIn,
  eventually,
  newHome,
  personEnv,
  promptIn,
  requestsTo,
  startOrg,
  startServer,
} from "./support/person.js";
import type { Answer } from "./support/session.js";

const browser = { OKTA_AUTH: "browser" };

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}

/** The address to sign in at, which must have no code to compare. */
function addressIn(answer: Answer): URL {
  const { url, code } = promptIn(answer);
  expect(code).toBe("");
  return new URL(url);
}

describe("serve with the browser sign-in", () => {
  test("gives the address, takes the browser's answer, and the next call goes through", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome(), browser), { opening: true });
    const url = addressIn(await server.call("list_users", { limit: 1 }));
    expect(url.origin + url.pathname).toBe(`${sandbox.url}/oauth2/v1/authorize`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    });
    await eventually(() => server.pages).toEqual([url.href]);

    expect(await new RobotBrowser().visit(url.href)).toContain("You can close this window");
    const { structured } = await callUntilSignedIn(server, "list_users", { limit: 1 });
    expect(structured).toHaveProperty("count", 1);
    expect(await server.ok("okta_status")).toMatchObject({
      method: "browser",
      user: expect.stringContaining("@"),
    });
  });

  test("comes back to the port that is set, where Okta compares it exactly", async () => {
    const port = await freePort();
    const redirectUris = [`http://127.0.0.1:${port}/callback`];
    const sandbox = await startOrg({ client: { redirectUris }, oauth: { loopbackPort: "exact" } });
    const env = personEnv(sandbox, newHome(), { ...browser, OKTA_REDIRECT_PORT: String(port) });
    const server = await startServer(env);
    const url = addressIn(await server.call("list_users", { limit: 1 }));
    expect(url.searchParams.get("redirect_uri")).toBe(redirectUris[0]);
    await new RobotBrowser().visit(url.href);
    expect((await callUntilSignedIn(server, "list_users", { limit: 1 })).isError).toBe(false);
  });

  test("does not come back from an org that knows another port", async () => {
    const redirectUris = ["http://127.0.0.1:1/callback"];
    const sandbox = await startOrg({ client: { redirectUris }, oauth: { loopbackPort: "exact" } });
    const server = await startServer(personEnv(sandbox, newHome(), browser));
    const url = addressIn(await server.call("list_users"));
    expect(await new RobotBrowser().visit(url.href)).toContain("redirect_uri");
    expect(promptIn(await server.call("list_users")).url).toBe(url.href);
  });

  test("of a port that is taken is config_invalid, and names the port", async () => {
    const sandbox = await startOrg();
    const port = new URL(sandbox.url).port;
    const server = await startServer(personEnv(sandbox, newHome(), { ...browser, OKTA_REDIRECT_PORT: port }));
    expect(await server.fail("list_users")).toMatch(
      new RegExp(`^config_invalid: OKTA_REDIRECT_PORT ${port} cannot be opened \\(EADDRINUSE\\)`),
    );
  });

  test("tells that the user denied it, with the next address", async () => {
    const sandbox = await startOrg({ oauth: { consent: { decision: "deny" } } });
    const server = await startServer(personEnv(sandbox, newHome(), browser));
    const first = addressIn(await server.call("list_users"));
    expect(await new RobotBrowser().visit(first.href)).toContain("did not succeed");
    await eventually(() => server.stderr()).toContain("access_denied");
    const { text, url } = promptIn(await server.call("list_users"));
    expect(url).not.toBe(first.href);
    expect(text).toMatch(/The last sign-in failed: .*access_denied/);
  });

  test("is not ended by a stranger's request without the state", async () => {
    const sandbox = await startOrg();
    const server = await startServer(personEnv(sandbox, newHome(), browser));
    const url = addressIn(await server.call("list_users", { limit: 1 }));
    const callback = url.searchParams.get("redirect_uri");
    expect((await fetch(`${callback}?code=stolen&state=guessed`)).status).toBe(400);
    await new RobotBrowser().visit(url.href);
    expect((await callUntilSignedIn(server, "list_users", { limit: 1 })).isError).toBe(false);
    expect(requestsTo(sandbox, "/oauth2/v1/token")).toEqual([200]);
  });
});
