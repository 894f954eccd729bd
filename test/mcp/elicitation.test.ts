import { describe, expect, test } from "vitest";
import { OktaMcpError } from "../../src/errors.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import type { ToolService } from "../../src/tools/service.js";
import { createToolService } from "../../src/tools/service.js";
import { type Answering, connectPair, textOf } from "./pair.js";

/** A call to an org that cannot be reached: a destructive one gets as far as connecting only with consent. */
async function deleteGroup(answer?: Answering, more: object = {}, name = "delete_group") {
  const service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: () => 0, randomCode: () => "code-1" }),
    askedScopes: undefined,
    connect: () => Promise.reject(new OktaMcpError("network_unreachable", "Consent was given.")),
  });
  const client = await connectPair(service, answer);
  const result = await client.callTool({ name, arguments: { group_id: "00g1", ...more } });
  expect(result).not.toHaveProperty("structuredContent");
  return textOf(result).split("\n")[0];
}

const GIVEN = "network_unreachable: Consent was given.";
const DECLINED = 'confirmation_declined: The user did not agree to delete_group {"group_id":"00g1"}.';

describe("a client that can ask its user", () => {
  test.each<[string, Answering, string]>([
    ["yes", () => ({ action: "accept", content: { confirm: true } }), GIVEN],
    ["the form accepted, but with no", () => ({ action: "accept", content: { confirm: false } }), DECLINED],
    ["the form accepted, but empty", () => ({ action: "accept", content: {} }), DECLINED],
    ["yes as text", () => ({ action: "accept", content: { confirm: "true" } }), DECLINED],
    ["no", () => ({ action: "decline" }), DECLINED],
    ["no, with a yes in the form", () => ({ action: "decline", content: { confirm: true } }), DECLINED],
    ["cancel", () => ({ action: "cancel" }), DECLINED],
    ["an error", () => Promise.reject(new Error("The window was closed.")), DECLINED],
  ])("%s", async (_, answer, line) => {
    expect(await deleteGroup(answer)).toBe(line);
  });

  test("is told which call it is about, and asked for one tick", async () => {
    const asked: Parameters<Answering>[0][] = [];
    await deleteGroup((params) => {
      asked.push(params);
      return { action: "decline" };
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.message).toMatch(/^Delete group: delete_group \{"group_id":"00g1"\}\. /);
    expect(asked[0]).toMatchObject({
      requestedSchema: {
        required: ["confirm"],
        properties: { confirm: { type: "boolean", default: false } },
      },
    });
  });

  test("cannot be got round by a code", async () => {
    expect(await deleteGroup(() => ({ action: "decline" }), { confirm: "code-1" })).toBe(DECLINED);
  });
});

test.each<[string, object]>([
  ["get_group", {}],
  ["update_group", { changes: { profile: { name: "A" } } }],
])("%s asks nobody", async (name, more) => {
  const never: Answering = () => Promise.reject(new Error("The user was asked."));
  expect(await deleteGroup(never, more, name)).toBe(GIVEN);
});

describe("a client that cannot ask", () => {
  test("is answered with a code", async () => {
    expect(await deleteGroup()).toBe(
      'confirmation_required: delete_group {"group_id":"00g1"} needs the user\'s consent.',
    );
  });
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
    const asking: Answering = (params) => {
      asked.push(params);
      return answer(params);
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
