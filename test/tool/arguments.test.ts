import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createApplicationBody } from "../../generated/schemas/applications.js";
import * as argument from "../../generated/schemas/arguments.js";
import { parseArguments } from "../../src/tool/arguments.js";
import { failureOf } from "../failure.js";

const input = z.strictObject({
  user_id: argument.idOrLogin,
  app_id: argument.oktaId.optional(),
  search: argument.text.optional(),
  note: z.string().optional(),
  limit: z.int().min(1).max(200).default(50),
  mode: z.enum(["summary", "full"]).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  links: z.record(z.string(), z.boolean()).optional(),
  keys: z.array(z.strictObject({ kid: z.string() })).optional(),
  choice: z
    .union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string(), n: z.int() })])
    .optional(),
  application: createApplicationBody.optional(),
});
const known = Object.keys(input.shape).join(", ");
const modes =
  "AUTO_LOGIN, BASIC_AUTH, BOOKMARK, BROWSER_PLUGIN, OPENID_CONNECT, SAML_1_1, SAML_2_0, SECURE_PASSWORD_STORE, WS_FEDERATION";
const bookmark = { signOnMode: "BOOKMARK", label: "Wiki", name: "bookmark" };
const oidc = (key: object) => ({
  signOnMode: "OPENID_CONNECT",
  label: "API",
  name: "oidc_client",
  credentials: {},
  settings: { oauthClient: { grant_types: [], jwks: { keys: [key] } } },
});

/** The message for arguments that have `user_id` and the given ones. */
async function messageFor(args: object): Promise<string> {
  return (await failureOf(() => parseArguments(input, { user_id: "00u1", ...args }))).message;
}

describe("what a fault is told as", () => {
  test.each<[string, object, string]>([
    [
      "a missing argument",
      { user_id: undefined },
      "user_id: is required (an Okta id or login, without spaces, / \\ ? # or %)",
    ],
    ["a wrong type", { note: 5 }, "note: must be string, not number"],
    ["null", { note: null }, "note: must be string, not null"],
    ["a fraction", { limit: 1.5 }, "limit: must be integer, not number"],
    ["a word for a number", { limit: "ten" }, "limit: must be number, not string"],
    ["a limit too large", { limit: 201 }, "limit: Too big: expected number to be <=200"],
    ["an unknown argument", { usr: 1 }, `usr: is not known here; known: ${known}`],
    ["a value outside the enum", { mode: "all" }, "mode: must be one of summary, full"],
    [
      "a date without time",
      { since: "2026-01-31" },
      "since: must be a date and time with its zone, such as 2026-01-31T12:00:00Z",
    ],
    ["a record's member", { links: { constructor: "x" } }, "links.constructor: must be boolean, not string"],
    [
      "an array's members",
      { keys: [{ kid: "1" }, { kid: 2, use: "sig" }] },
      "keys.1.kid: must be string, not number\nkeys.1.use: is not known here; known: kid",
    ],
    [
      "no discriminator",
      { application: { label: "x" } },
      `application.signOnMode: is required: one of ${modes}`,
    ],
    [
      "a wrong discriminator",
      { application: { signOnMode: "LDAP" } },
      `application.signOnMode: must be one of ${modes}`,
    ],
    ["a body that is no object", { application: 5 }, "application: must be object, not number"],
    [
      "what a variant needs",
      { application: bookmark },
      "application.settings: is required (object of identityStoreId, implicitAssignment, inlineHookId, notes, notifications, app)",
    ],
    [
      "a key unknown to the variant",
      { application: { ...bookmark, settings: { app: { url: "u", loginUrl: "x" } } } },
      "application.settings.app.loginUrl: is not known here; did you mean application.settings.app.url? Known: requestIntegration, url",
    ],
    [
      "the nearest form of a union",
      { choice: { name: "n", n: "one" } },
      "choice.n: must be number, not string",
    ],
    [
      "a key unknown to a union of variants",
      { application: oidc({ kty: "EC", use: "x" }) },
      "application.settings.oauthClient.jwks.keys.0.use: does not go with the other fields here: another form has it; known: kid, status, e, kty, n, use, x, y",
    ],
  ])("%s", async (_, args, message) => {
    expect(await messageFor(args)).toBe(message);
  });

  test("arguments that are no object", async () => {
    expect((await failureOf(() => parseArguments(input, []))).message).toBe(
      "arguments: must be object, not array",
    );
  });

  test("the field of the error is the first fault's", async () => {
    const error = await failureOf(() => parseArguments(input, { user_id: "00u1", keys: [{}], note: 1 }));
    expect(error).toMatchObject({ code: "arguments_invalid", field: "note" });
  });
});

test("defaults are filled in and good arguments pass unchanged", () => {
  const application = { ...bookmark, settings: { app: { url: "https://wiki.example.com" } } };
  expect(parseArguments(input, { user_id: "zoë@example.com", application })).toEqual({
    user_id: "zoë@example.com",
    limit: 50,
    application,
  });
});

describe("the size of a call", () => {
  const open = z.strictObject({ value: z.unknown() });
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const codeFor = async (value: unknown) =>
    (await failureOf(() => parseArguments(open, { value }))).toText().split("\n")[0];

  test("may be all that is allowed", () => {
    // The key counts for its length and one.
    for (const value of [nested(31), "x".repeat(200_000 - 6)])
      expect(parseArguments(open, { value })).toEqual({ value });
  });

  test.each<[string, unknown, string]>([
    ["a level more", nested(32), "nest deeper than 32 levels"],
    ["a character more", "x".repeat(200_000 - 5), "have more than 200000 characters"],
    ["long keys", { ["k".repeat(200_000)]: 1 }, "have more than 200000 characters"],
    ["very many numbers, short as each is", Array(25_000).fill(1), "have more than 200000 characters"],
  ])("may not be %s", async (_, value, words) => {
    expect(await codeFor(value)).toBe(`arguments_too_large: The arguments ${words}.`);
  });
});

test("where a fault lies is told without invisible characters, and not at length", async () => {
  const links = { [`a\u202e${"k".repeat(500)}`]: "\u0000" };
  const message = await messageFor({ links });
  expect(message).toMatch(/^links\.a\\u\{202e\}k+…: has control characters/);
  expect(message.length).toBeLessThan(200);
});

describe("what is never in the message", () => {
  const secret = "correct-horse-battery";
  test.each<[string, object]>([
    ["wrong type", { limit: secret }],
    ["enum", { mode: secret }],
    ["pattern", { app_id: `${secret}/..` }],
    ["discriminator", { application: { signOnMode: secret } }],
    ["unknown key's value", { passwrd: secret }],
    ["literal", { application: { ...bookmark, name: secret, settings: { app: { url: secret } } } }],
    ["control character", { note: `${secret}\u0000` }],
  ])("the value of a faulty argument: %s", async (_, args) => {
    expect(await messageFor(args)).not.toContain(secret);
  });

  test("a key's invisible characters, or all of a very long one", async () => {
    expect(await messageFor({ "a\u202Eb": 1 })).toMatch(/^a\\u\{202e\}b: is not known/);
    expect((await messageFor({ ["k".repeat(100_000)]: 1 })).length).toBeLessThan(400);
  });

  test("more faults than a reader takes in", async () => {
    const keys = Array.from({ length: 10_000 }, () => ({}));
    const lines = (await messageFor({ keys })).split("\n");
    expect(lines).toHaveLength(25);
    expect(lines.at(-1)).toBe("and 9976 more faults");
  });
});
