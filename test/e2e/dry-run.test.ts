import { describe, expect, test } from "vitest";
import { presentable } from "../../src/presentable.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { generatedCases } from "./cases/index.js";
import { newGroup, newUser } from "./support/objects.js";
import type { Json } from "./support/session.js";
import { asksFirst, sessionOf, writesOf } from "./support/tool-case.js";

const { descriptors } = createCatalog();
const safetyOf = (name: string) => descriptors.find((tool) => tool.name === name)?.safety;
const writing = generatedCases.filter(({ tool }) => safetyOf(tool) !== "read");
const session = sessionOf({ asking: true });

/** A request as a dry run tells it. */
interface Told {
  readonly method: string;
  readonly path: string;
  readonly headers?: { readonly "If-Match": string };
  readonly body?: unknown;
}

test("every tool that writes takes dry_run, and no other", async () => {
  const { tools } = await session().client.listTools();
  const taking = tools.filter(({ inputSchema }) => Object.hasOwn(inputSchema.properties ?? {}, "dry_run"));
  expect(taking.map(({ name }) => name).sort()).toEqual(writing.map(({ tool }) => tool).sort());
});

describe.each(writing)("$tool", (each) => {
  test("sends no more than reads, asks nobody, and tells exactly what it then does", async () => {
    const { sandbox, questions, ok } = session();
    const args = await each.prepare(session());
    const [asked, start] = [questions.length, sandbox.requests.length];
    const dry = await ok(each.tool, { ...args, dry_run: true });
    expect(writesOf(session(), start)).toEqual([]);
    expect(questions.length).toBe(asked);
    expect(dry).toMatchObject({ dry_run: true, asks_first: asksFirst(each), untrusted: true });

    const result = await ok(each.tool, args);
    const [sent, ...more] = writesOf(session(), start);
    expect(more).toEqual([]);
    const { method, path, headers, body } = dry.request as Told;
    expect(method).toBe(sent?.method);
    expect(path).toBe(`${sent?.path}${sent?.query ? `?${sent.query}` : ""}`);
    expect(body ?? "").toEqual(sent?.body ? presentable(JSON.parse(sent.body)) : "");
    expect(headers?.["If-Match"]).toBe(sent?.headers["if-match"]);
    expect(dry.changed).toEqual(result.changed);
  });
});

describe("a dry run", () => {
  test("tells what an object is and what depends on it", async () => {
    const [group_id, user_id] = [await newGroup(session()), await newUser(session())];
    await session().ok("add_user_to_group", { group_id, user_id });
    const { profile } = await session().ok("get_user", { user_id });
    expect(await session().ok("delete_group", { group_id, dry_run: true })).toMatchObject({
      about: [
        { kind: "group", id: group_id, name: expect.stringMatching(/^Group \d+$/), state: "OKTA_GROUP" },
      ],
      depends_on_it: [
        { kind: "members", count: 1, names: [(profile as Json).login] },
        { kind: "applications assigned through the group", count: 0 },
      ],
    });
  });

  test("shows the difference, and masks a password in it", async () => {
    const user_id = await newUser(session());
    const changes = {
      profile: { title: "Counsel" },
      credentials: { password: { value: "Correct-Horse-10" } },
    };
    const dry = await session().ok("update_user", { user_id, changes, dry_run: true });
    expect(JSON.stringify(dry)).not.toContain("Correct-Horse");
    expect(dry).toMatchObject({
      changed: [
        { field: "profile.title", to: "Counsel" },
        { field: expect.stringMatching(/^credentials\.password/) },
      ],
      request: { body: { ...changes, credentials: { password: { value: "[hidden]" } } } },
    });
  });

  test("makes every check: arguments, the object, and its state", async () => {
    const user_id = await newUser(session());
    const group_id = await newGroup(session());
    const { fail } = session();
    expect(await fail("delete_deactivated_user", { user_id, dry_run: true })).toMatch(
      /^precondition_failed: /,
    );
    expect(await fail("delete_group", { group_id: "00gNoSuchGroup000000", dry_run: true })).toMatch(
      /^not_found: /,
    );
    expect(
      await fail("update_group", { group_id, changes: { profile: { name: 5 } }, dry_run: true }),
    ).toMatch(/^arguments_invalid: changes\.profile\.name: /);
  });

  test("is no consent: the code of a question is still good after it, and needed", async () => {
    const group_id = await newGroup(session());
    await session().ok("delete_group", { group_id, dry_run: true, confirm: "made-up" });
    const asked = session().questions.length;
    await session().ok("delete_group", { group_id });
    expect(session().questions.length).toBe(asked + 1);
  });
});
