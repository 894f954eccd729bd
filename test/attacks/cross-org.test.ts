import { describe, expect, onTestFinished, test } from "vitest";
import { serviceEnv } from "../e2e/support/service-app.js";
import { connect } from "../e2e/support/session.js";
import { type Answer, type Loopback, startLoopback } from "../http/loopback.js";
import { hostileOrg, send, startThief } from "./support/hostile-org.js";

const attack = hostileOrg();

const GROUP = JSON.stringify({ id: "00g1", type: "OKTA_GROUP", profile: { name: "One" } });

/** Sends whoever asks to the thief; reads in front of a change are answered. */
const redirectTo =
  (thief: Loopback, status: number, read = false): Answer =>
  ({ method, url }, response) => {
    if (read && method === "GET") return send(response, GROUP);
    response.writeHead(status, { location: `${thief.url}${url}` }).end();
  };

describe("a redirect to another host is not followed, and the host never hears of us", () => {
  test.each([301, 302, 303, 307, 308])("HTTP %i for a read", async (status) => {
    const thief = await startThief();
    const { server } = attack();
    attack().answers(redirectTo(thief, status));
    const text = await server.fail("get_group", { group_id: "00g1" });
    expect(text).toContain(`HTTP ${status}, a redirect to ${new URL(thief.url).host}; it was not followed`);
    expect([attack().received.length, thief.received]).toEqual([1, []]);
  });

  test.each([302, 307, 308])("HTTP %i for a change, whose body is not sent on either", async (status) => {
    const thief = await startThief();
    const { server } = attack();
    attack().answers(redirectTo(thief, status));
    await server.fail("create_group", { group: { profile: { name: "Secret plans" } } });
    expect(attack().received.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(thief.received).toEqual([]);
  });

  test("in the middle of a read and a change", async () => {
    const thief = await startThief();
    const { server } = attack();
    attack().answers(redirectTo(thief, 307, true));
    await server.fail("update_group", { group_id: "00g1", changes: { profile: { name: "Two" } } });
    expect(attack().received.filter(({ method }) => method === "PUT")).toHaveLength(1);
    expect(thief.received).toEqual([]);
  });

  test("from the token endpoint, with the signed assertion in the body", async () => {
    const thief = await startThief();
    const org = await startLoopback(redirectTo(thief, 307));
    const { fail, close } = await connect({ env: serviceEnv(org) });
    onTestFinished(close);
    await fail("list_groups");
    expect(org.received.map(({ url }) => url)).toEqual(["/oauth2/v1/token"]);
    expect(org.received[0]?.body).toContain("client_assertion=");
    expect(thief.received).toEqual([]);
  });

  test.each(["//HOST/x", "http:HOST/x", "http:\\\\HOST\\x", "/\\HOST/x"])("written as %s", async (form) => {
    const thief = await startThief();
    const location = form.replace("HOST", new URL(thief.url).host);
    attack().answers((_, response) => {
      response.writeHead(302, { location }).end();
    });
    expect(await attack().server.fail("list_groups")).toMatch(/^unexpected_response: .*it was not followed/);
    expect(thief.received).toEqual([]);
  });
});

describe("a link to the next page that leads elsewhere is refused, and the host never hears of us", () => {
  /** `ORG` and `THIEF` are the hosts with their ports. */
  const LINKS: Readonly<Record<string, string>> = {
    "another port of the same host": "http://THIEF/api/v1/groups?after=c",
    "another scheme": "https://ORG/api/v1/groups?after=c",
    "another name of the same machine": "http://localhost:PORT/api/v1/groups?after=c",
    "another host without a scheme": "//THIEF/api/v1/groups?after=c",
    "another host with backslashes": "http:\\\\THIEF\\api\\v1\\groups?after=c",
    "another host behind the org as a user name": "http://ORG@THIEF/api/v1/groups?after=c",
    "a host that begins like the org": "http://127.0.0.1.evil.example/api/v1/groups?after=c",
    "a file": "file:///etc/passwd?after=c",
    "a script": "javascript:alert(1)?after=c",
  };

  test.each(Object.entries(LINKS))("%s", async (_, form) => {
    const thief = await startThief();
    const host = new URL(thief.url).host;
    const { server, answers } = attack();
    answers(({ headers }, response) => {
      const link = form
        .replace("ORG", headers.host ?? "")
        .replace("THIEF", host)
        .replace("PORT", new URL(thief.url).port);
      send(response, `[${GROUP}]`, { link: `<${link}>; rel="next"` });
    });
    const text = await server.fail("list_groups", { fetch_all: true });
    expect(text).toMatch(/^unexpected_response: The link to the next page leads to another host/);
    expect([attack().received.length, thief.received]).toEqual([1, []]);
  });

  test("one to another path of the org gives its cursor alone", async () => {
    const { server, answers } = attack();
    answers(({ headers }, response, count) => {
      const link = `<http://${headers.host}/oauth2/v1/revoke?after=c&q=x&limit=9>; rel="next"`;
      send(response, `[${GROUP}]`, count === 1 ? { link } : {});
    });
    const { count } = await server.ok("list_groups", { fetch_all: true });
    expect(count).toBe(2);
    const [first, second] = attack().received.map(({ url }) => new URL(url, attack().url));
    expect(second?.pathname).toBe("/api/v1/groups");
    expect(second?.searchParams.get("after")).toBe("c");
    expect(second?.searchParams.get("limit")).toBe(first?.searchParams.get("limit"));
    expect(second?.searchParams.has("q")).toBe(false);
  });
});

test("links inside an object are never followed", async () => {
  const thief = await startThief();
  const href = `${thief.url}/x`;
  const group = { ...JSON.parse(GROUP), _links: { self: { href }, users: { href }, next: { href } } };
  const { server, answers } = attack();
  answers(({ method }, response) => send(response, JSON.stringify(method === "GET" && group)));
  await server.ok("get_group", { group_id: "00g1" });
  await server.call("update_group", { group_id: "00g1", changes: { profile: { name: "Two" } } });
  expect(attack().received.length).toBeGreaterThan(1);
  expect(thief.received).toEqual([]);
});
