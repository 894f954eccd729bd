import { beforeAll, describe, expect, test } from "vitest";
import { ASKING, makeReady } from "./cases/questions.js";
import { newGroup } from "./support/objects.js";
import { codeIn } from "./support/session.js";
import { sessionOf, writesOf } from "./support/tool-case.js";

const session = sessionOf({ asking: false });
beforeAll(() => makeReady(session().sandbox.org));

describe.each(ASKING)("$tool", ({ tool, args, other, lines, record }) => {
  const org = () => session().sandbox.org;
  const ask = async (more: object = {}) => {
    const text = await session().fail(tool, { ...args(org()), ...more });
    return { text, code: codeIn(text) };
  };

  test("answers the question with a code, and sends nothing", async () => {
    const start = session().sandbox.requests.length;
    const { text, code } = await ask();
    expect(text).toMatch(/^confirmation_required: This needs the user's consent; nothing was changed\.\n/);
    expect(text).toContain(`\n${lines(org()).join("\n")}\n`);
    expect(text).toContain("Show the user exactly this and ask.");
    expect(code).toMatch(/^[\w-]{16,}$/);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("asks anew when the object has changed since, and the old code is gone", async () => {
    const first = await ask();
    org().touch(record(org()));
    const start = session().sandbox.requests.length;
    const second = await ask({ confirm: first.code });
    expect(second.text).toMatch(
      /^confirmation_required: What it is about has changed since the code was given\.\n/,
    );
    expect(second.text).toContain(record(org()).lastUpdated);
    expect(second.code).not.toBe(first.code);
    expect((await ask({ confirm: first.code })).text).toMatch(/used up, expired or for other arguments/);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("takes the code of another object for none", async () => {
    const { code } = await ask();
    const start = session().sandbox.requests.length;
    const text = await session().fail(tool, { ...other(org()), confirm: code });
    expect(text).toMatch(
      /^confirmation_required: The code given is used up, expired or for other arguments\.\n/,
    );
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("takes the code of another tool for none", async () => {
    const { tool: another, args: theirs } = ASKING[
      (ASKING.findIndex((each) => each.tool === tool) + 1) % ASKING.length
    ] ?? { tool, args };
    const code = codeIn(await session().fail(another, theirs(org())));
    const start = session().sandbox.requests.length;
    expect((await ask({ confirm: code })).text).toMatch(/^confirmation_required: The code given is used up/);
    expect(writesOf(session(), start)).toEqual([]);
  });
});

describe("a code", () => {
  test("is not good with an argument changed", async () => {
    const { org } = session().sandbox;
    const user_id = org.users.all.find(({ status }) => status === "ACTIVE")?.id;
    const code = codeIn(await session().fail("deactivate_user", { user_id, send_email: false }));
    const start = session().sandbox.requests.length;
    for (const more of [{ send_email: true }, {}]) {
      const text = await session().fail("deactivate_user", { user_id, ...more, confirm: code });
      expect(text).toMatch(
        /^confirmation_required: The code given is used up, expired or for other arguments\./,
      );
    }
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("is not good for another patch of the same rule", async () => {
    const { args, tool } = ASKING.find((each) => each.tool === "update_policy_rule") ?? {
      args: () => ({}),
      tool: "",
    };
    const named = args(session().sandbox.org);
    const code = codeIn(await session().fail(tool, named));
    const start = session().sandbox.requests.length;
    await session().fail(tool, { ...named, changes: { name: "Something else" }, confirm: code });
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("is good for one of 20 calls at once", async () => {
    const group_id = await newGroup(session());
    const code = codeIn(await session().fail("delete_group", { group_id }));
    const start = session().sandbox.requests.length;
    const calls = Array.from({ length: 20 }, () =>
      session().call("delete_group", { group_id, confirm: code }),
    );
    const done = (await Promise.all(calls)).filter(({ isError }) => !isError);
    expect(done.map(({ structured }) => structured)).toEqual([{ done: true, group_id }]);
    expect(writesOf(session(), start)).toMatchObject([{ method: "DELETE" }]);
  });

  test("is not good when a member has come since", async () => {
    const group_id = await newGroup(session());
    const { org } = session().sandbox;
    const code = codeIn(await session().fail("delete_group", { group_id }));
    org.join(org.requireGroup(group_id), org.tokenOwner.id);
    const start = session().sandbox.requests.length;
    const text = await session().fail("delete_group", { group_id, confirm: code });
    expect(text).toContain(`\nMembers: 1 ("${org.tokenOwner.profile.login}")\n`);
    expect(writesOf(session(), start)).toEqual([]);
  });

  test("is not spent by a dry run", async () => {
    const group_id = await newGroup(session());
    const code = codeIn(await session().fail("delete_group", { group_id }));
    expect(await session().ok("delete_group", { group_id, confirm: code, dry_run: true })).toMatchObject({
      dry_run: true,
    });
    expect(await session().ok("delete_group", { group_id, confirm: code })).toEqual({ done: true, group_id });
  });
});

describe("OKTA_CONFIRM=strict", () => {
  const strict = sessionOf({ asking: false, env: { OKTA_CONFIRM: "strict" } });
  beforeAll(() => makeReady(strict().sandbox.org));
  const asking = sessionOf({ asking: true, env: { OKTA_CONFIRM: "strict" } });

  test.each(ASKING)("refuses $tool to a client that cannot ask", async ({ tool, args, lines }) => {
    const { org, requests } = strict().sandbox;
    const start = requests.length;
    const text = await strict().fail(tool, args(org));
    expect(text).toMatch(/^confirmation_unavailable: The user cannot be asked by this client:\n/);
    expect(text).toContain(lines(org)[0]);
    expect(codeIn(text)).toBeUndefined();
    expect(writesOf(strict(), start)).toEqual([]);
  });

  test("lets everything else pass, dry runs included", async () => {
    const group_id = await newGroup(strict());
    expect(await strict().ok("delete_group", { group_id, dry_run: true })).toMatchObject({
      asks_first: true,
    });
  });

  test("asks a client that can", async () => {
    const group_id = await newGroup(asking());
    expect(await asking().ok("delete_group", { group_id })).toEqual({ done: true, group_id });
    expect(asking().questions).toHaveLength(1);
  });
});

describe("OKTA_CONFIRM=off", () => {
  const off = sessionOf({ asking: true, env: { OKTA_CONFIRM: "off" } });

  test("asks nobody, and is said by okta_status", async () => {
    const group_id = await newGroup(off());
    expect(await off().call("delete_group", { group_id })).toMatchObject({ isError: false });
    expect(off().questions).toEqual([]);
    expect(await off().ok("okta_status")).toMatchObject({ confirm: "off" });
  });

  test("still loses nobody's update", async () => {
    const group_id = await newGroup(off());
    const { sandbox } = off();
    let reads = 0;
    const stop = sandbox.onRequest(({ method }) => {
      const group = sandbox.org.requireGroup(group_id);
      if (method === "GET" && ++reads === 2) sandbox.org.touch(group);
    });
    const text = await off().fail("update_group", { group_id, changes: { profile: { name: "Ours" } } });
    stop();
    expect(text).toMatch(/^conflict: /);
  });
});
