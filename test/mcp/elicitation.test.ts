import { afterEach, describe, expect, test, vi } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createOktaClient } from "../../src/http/client.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import type { ToolService } from "../../src/tools/service.js";
import { createToolService } from "../../src/tools/service.js";
import { connectionTo, ORG, playAuth } from "../tools/support.js";
import { type Answering, connectPair, textOf } from "./pair.js";

/** A client at an org with one group, without members; `writes` are the requests that were more than reads. */
async function start(answer?: Answering, elicitation?: Parameters<typeof connectPair>[2]) {
  const writes: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, url } = new Request(input, init);
    const { pathname } = new URL(url);
    if (method !== "GET") writes.push(`${method} ${pathname}`);
    if (method === "DELETE") return new Response(null, { status: 204 });
    const group = { id: "00g1", type: "OKTA_GROUP", profile: { name: "Legal" } };
    return Response.json(/\/groups\/\w+$/.test(pathname) ? group : []);
  };
  const auth = playAuth();
  const service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
    askedScopes: undefined,
    connect: async () => ({
      ...connectionTo(auth),
      okta: createOktaClient({ orgUrl: ORG }, auth.provider, { fetch }),
    }),
  });
  return { client: await connectPair(service, answer, elicitation), writes };
}

const timeout = 3_600_000;

/** The answer's first line, and what was written. */
async function deleteGroup(answer?: Answering, more: object = {}, name = "delete_group") {
  const { client, writes } = await start(answer);
  const params = { name, arguments: { group_id: "00g1", ...more } };
  const [line] = textOf(await client.callTool(params, undefined, { timeout })).split("\n");
  return { line, writes };
}

const GIVEN = { line: '{"done":true,"group_id":"00g1"}', writes: ["DELETE /api/v1/groups/00g1"] };
const DECLINED = { line: "confirmation_declined: The user did not agree:", writes: [] };
const FAILED = { line: "confirmation_declined: The user gave no answer:", writes: [] };

afterEach(() => {
  vi.useRealTimers();
});

describe("a client that can ask its user", () => {
  test.each<[string, Answering, object]>([
    ["yes", () => ({ action: "accept", content: { confirm: true } }), GIVEN],
    ["the form accepted, but with no", () => ({ action: "accept", content: { confirm: false } }), DECLINED],
    ["the form accepted, but empty", () => ({ action: "accept", content: {} }), FAILED],
    ["the form accepted, but without content", () => ({ action: "accept" }), DECLINED],
    ["yes as text", () => ({ action: "accept", content: { confirm: "true" } }), FAILED],
    ["yes under another name", () => ({ action: "accept", content: { yes: true } }), FAILED],
    ["no", () => ({ action: "decline" }), DECLINED],
    ["no, with a yes in the form", () => ({ action: "decline", content: { confirm: true } }), DECLINED],
    ["cancel", () => ({ action: "cancel" }), FAILED],
    ["cancel, with a yes in the form", () => ({ action: "cancel", content: { confirm: true } }), FAILED],
    ["an error", () => Promise.reject(new Error("The window was closed.")), FAILED],
    ["something else altogether", () => ({ result: "yes" }) as never, FAILED],
  ])("%s", async (_, answer, outcome) => {
    expect(await deleteGroup(answer)).toEqual(outcome);
  });

  test("no answer within five minutes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let asked = false;
    const outcome = deleteGroup(() => {
      asked = true;
      return new Promise<never>(() => undefined);
    });
    await vi.waitFor(() => expect(asked).toBe(true));
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(await outcome).toEqual(FAILED);
  });

  test("is told what it is about, and asked for one tick", async () => {
    const asked: Parameters<Answering>[0][] = [];
    await deleteGroup((params) => {
      asked.push(params);
      return { action: "decline" };
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.message).toMatch(/^Delete group "Legal" \(OKTA_GROUP, id 00g1\)\?\nMembers: none\n/);
    expect(asked[0]).toMatchObject({
      requestedSchema: {
        required: ["confirm"],
        properties: { confirm: { type: "boolean", default: false } },
      },
    });
  });

  test("cannot be got round by a code", async () => {
    expect(await deleteGroup(() => ({ action: "decline" }), { confirm: "code-1" })).toEqual(DECLINED);
  });

  test("is not asked about what is no change", async () => {
    const never: Answering = () => Promise.reject(new Error("The user was asked."));
    expect(await deleteGroup(never, {}, "get_group")).toMatchObject({ writes: [] });
    expect(await deleteGroup(never, { dry_run: true })).toMatchObject({
      line: expect.stringContaining('"dry_run":true'),
      writes: [],
    });
  });

  test("is not asked about a change that takes nothing from anybody", async () => {
    const never: Answering = () => Promise.reject(new Error("The user was asked."));
    const { writes } = await deleteGroup(never, { changes: { profile: { name: "A" } } }, "update_group");
    expect(writes).toEqual(["PUT /api/v1/groups/00g1"]);
  });
});

const CODE = {
  line: "confirmation_required: This needs the user's consent; nothing was changed.",
  writes: [],
};

describe("a client that cannot ask", () => {
  test("is answered with a code", async () => {
    expect(await deleteGroup()).toEqual(CODE);
  });
});

test.each<[Parameters<typeof connectPair>[2], typeof GIVEN]>([
  [{}, GIVEN],
  [{ form: {} }, GIVEN],
  [{ form: {}, url: {} }, GIVEN],
  [{ url: {} }, CODE],
])("a client with the capability %j is asked by a form where it has forms", async (elicitation, outcome) => {
  const { client, writes } = await start(
    () => ({ action: "accept", content: { confirm: true } }),
    elicitation,
  );
  const text = textOf(await client.callTool({ name: "delete_group", arguments: { group_id: "00g1" } }));
  expect({ line: text.split("\n")[0], writes }).toEqual(outcome);
});

test("a call that is cancelled takes its question back", async () => {
  const ends: string[] = [];
  let questions = 0;
  const { client, writes } = await start((_, { signal }) => {
    questions += 1;
    // The SDK's client does not let its very first request, which is number 0, be taken back.
    if (questions === 1) return { action: "decline" };
    return new Promise(() => signal.addEventListener("abort", () => ends.push("taken back")));
  });
  const params = { name: "delete_group", arguments: { group_id: "00g1" } };
  await client.callTool(params);
  const controller = new AbortController();
  client.callTool(params, undefined, { signal: controller.signal }).catch(() => undefined);
  await expect.poll(() => questions).toBe(2);
  controller.abort();
  await expect.poll(() => ends).toEqual(["taken back"]);
  expect(writes).toEqual([]);
});

describe("the page to sign in at", () => {
  const page = { url: "https://example.okta.com/activate?user_code=BCDF", code: "BCDF", expiresAt: 0 };
  const accept: Answering = () => ({ action: "accept" });

  /** A service whose calls all need this sign-in. */
  function needing(signIn: () => typeof page): ToolService {
    return {
      list: () => [],
      call: async () => ({
        ok: false,
        error: new OktaMcpError("sign_in_required", "Sign in.", { signIn: signIn() }),
      }),
      onListChanged: () => undefined,
      isSignedIn: async () => true,
      close: async () => undefined,
    };
  }

  /** What the client is asked in the course of two calls, the second for the page that `pages` ends with. */
  async function askedBy(
    answer: Answering,
    elicitation: Parameters<typeof connectPair>[2],
    pages = [page, page],
  ) {
    const asked: Parameters<Answering>[0][] = [];
    const left = [...pages];
    const service = needing(() => left.shift() ?? page);
    const asking: Answering = (params, question) => {
      asked.push(params);
      return answer(params, question);
    };
    const client = await connectPair(service, asking, elicitation);
    for (const _ of pages) expect(textOf(await client.callTool({ name: "any" }))).toContain("Sign in.");
    await client.ping();
    return asked;
  }

  test("is opened once, with the code to compare", async () => {
    expect(await askedBy(accept, { url: {} })).toEqual([
      {
        mode: "url",
        url: page.url,
        message: "Sign in to Okta and check that the page shows the code BCDF.",
        elicitationId: expect.stringMatching(/^[\w-]{36}$/),
      },
    ]);
  });

  test("is opened anew when it is another", async () => {
    const other = { ...page, url: "https://example.okta.com/activate?user_code=GHJK" };
    expect((await askedBy(accept, { url: {} }, [page, other])).map(({ mode }) => mode)).toEqual([
      "url",
      "url",
    ]);
  });

  test.each<[string, Answering]>([
    ["declines", () => ({ action: "decline" })],
    ["fails", () => Promise.reject(new Error("No browser."))],
    ["never answers", () => new Promise<never>(() => undefined)],
  ])("keeps no call waiting for a client that %s", async (_, answer) => {
    expect(await askedBy(answer, { url: {} })).toHaveLength(1);
  });

  test.each([{}, { form: {} }])("is not sent to a client with the capability %j", async (elicitation) => {
    expect(await askedBy(accept, elicitation)).toEqual([]);
  });
});
