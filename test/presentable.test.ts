import { describe, expect, it, test } from "vitest";
import { presentable } from "../src/presentable.js";
import { visibleText } from "../src/visible-text.js";

const H = "[hidden]";

describe("secret properties", () => {
  test.each<[string, unknown, unknown]>([
    [
      "a user's credentials, but not the question, the provider or the hash's algorithm",
      {
        credentials: {
          password: { value: "p", hash: { algorithm: "BCRYPT", workFactor: 10, salt: "s", value: "v" } },
          recovery_question: { question: "Who?", answer: "a" },
          provider: { type: "OKTA" },
        },
      },
      {
        credentials: {
          password: { value: H, hash: { algorithm: "BCRYPT", workFactor: 10, salt: H, value: H } },
          recovery_question: { question: "Who?", answer: H },
          provider: { type: "OKTA" },
        },
      },
    ],
    [
      "not what a password policy says",
      {
        settings: {
          password: {
            complexity: { minLength: 8, excludeAttributes: ["firstName"] },
            age: { maxAgeDays: 90 },
          },
          recovery: {
            factors: { okta_email: { properties: { recoveryToken: { tokenLifetimeMinutes: 60 } } } },
          },
        },
      },
      "as it is",
    ],
    [
      "a private key, but not its public half",
      {
        keys: [
          { kty: "RSA", kid: "1", n: "n", e: "AQAB", d: "x", p: "x", q: "x", dp: "x", dq: "x", qi: "x" },
        ],
      },
      { keys: [{ kty: "RSA", kid: "1", n: "n", e: "AQAB", d: H, p: H, q: H, dp: H, dq: H, qi: H }] },
    ],
    ["a shared key", { kty: "oct", k: "x" }, { kty: "oct", k: H }],
    ["the same names of something else", { d: "x", k: "y", q: "z", value: "v", answer: "a" }, "as it is"],
    [
      "names that tell, in any style, of what no contract knows",
      {
        apiToken: "x",
        awsSecretAccessKey: "x",
        "private-key": "x",
        DB_PASSWORD: "x",
        pin: "1234",
        secrets: ["x"],
      },
      { apiToken: H, awsSecretAccessKey: H, "private-key": H, DB_PASSWORD: H, pin: H, secrets: [H] },
    ],
    ["lists in lists", { tokens: [["x"], { id: "1" }] }, { tokens: [[H], { id: "1" }] }],
    [
      "the value of an object whose name tells",
      { apiKey: { value: "x", id: "1" } },
      { apiKey: { value: H, id: "1" } },
    ],
    [
      "not names that only hold such a word",
      {
        passwordField: "#pass",
        token_endpoint_auth_method: "client_secret_basic",
        requestApiTokenId: "00T1",
        accessKeyId: "AKIA1",
        response_types: ["token", "id_token"],
        refresh_token: { rotation_type: "ROTATE" },
        key: "okta_password",
        shipping: "x",
      },
      "as it is",
    ],
    [
      "not numbers, booleans, null, nor an empty text",
      { password: "", pin: 1, token: true, secret: null },
      "as it is",
    ],
    [
      "a path in one key, as in flat records",
      { "profile.email": "a@example.com", "credentials.password.value": "x" },
      { "profile.email": "a@example.com", "credentials.password.value": H },
    ],
    [
      "a change of one, told by its path",
      {
        changed: [
          { field: "label", from: "A", to: "B" },
          { field: "credentials.oauthClient.client_secret", from: "x", to: "y" },
          { field: "credentials.password", from: null, to: { value: "x" } },
        ],
      },
      {
        changed: [
          { field: "label", from: "A", to: "B" },
          { field: "credentials.oauthClient.client_secret", from: H, to: H },
          { field: "credentials.password", from: null, to: { value: H } },
        ],
      },
    ],
  ])("%s", (_, given, want) => {
    expect(presentable(given)).toEqual(want === "as it is" ? given : want);
  });

  it("are shown where the tool is there to hand them over, by name or path, and only those", () => {
    const answer = {
      credentials: { oauthClient: { client_id: "0oa1", client_secret: "s\u200B" } },
      other: { client_secret: "x" },
      activationToken: "t",
    };
    expect(presentable(answer, { reveals: ["oauthClient.client_secret"] })).toEqual({
      credentials: { oauthClient: { client_id: "0oa1", client_secret: "s\\u{200b}" } },
      other: { client_secret: H },
      activationToken: H,
    });
    expect(presentable(answer, { reveals: ["client_secret", "activationToken"] })).toMatchObject({
      other: { client_secret: "x" },
      activationToken: "t",
    });
  });
});

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwMHUxIn0.c2lnbmF0dXJl";
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAK\n-----END RSA PRIVATE KEY-----";
const API_TOKEN = `00${"aB3-_xyZ".repeat(5)}`;

describe("credentials within other text", () => {
  const cases: [string, string][] = [
    [`Authorization: Bearer ${JWT}`, `Authorization: Bearer ${H}`],
    ["SSWS 00abcdefgh and more", `SSWS ${H} and more`],
    ['{"authorization":"Basic dXNlcjpwYXNzd29yZA=="}', `{"authorization":"${H}"}`],
    [`got ${JWT}, then`, `got ${H}, then`],
    [`x-${JWT}`, `x-${H}`],
    [`key:\n${PEM}\nend`, `key:\n${H}\nend`],
    [PEM.slice(0, 50), H],
    [`token ${API_TOKEN} of an administrator`, `token ${H} of an administrator`],
    ["grant_type=x&client_secret=s3cret&client_id=0oa1", `grant_type=x&client_secret=${H}&client_id=0oa1`],
    [`access_token: Bearer ${JWT}`, `access_token: ${H}`],
    ['{"refresh_token": "abc", "n": 1}', `{"refresh_token": "${H}", "n": 1}`],
    ['"{\\"sessionToken\\":\\"abc\\"}"', `"{\\"sessionToken\\":\\"${H}\\"}"`],
    ['{"password":"correct horse","login":"a"}', `{"password":"${H}","login":"a"}`],
    ["https://example.okta.com/login?token=abc&x=1", `https://example.okta.com/login?token=${H}&x=1`],
    ["https://user:pass@example.com/p", `https://${H}@example.com/p`],
    ["https://eyJhbGciOi:pass@example.com/p", `https://${H}@example.com/p`],
  ];
  test.each(cases)("%s", (given, want) => {
    expect(presentable({ note: given })).toEqual({ note: want });
    expect(presentable({ [given]: 1 })).toEqual({ [want]: 1 });
    expect(visibleText(given, 500)).toBe(want.replace(/\s+/g, " "));
  });

  test.each([
    "password: The password does not meet the requirements.",
    "client_secret_basic, client_secret_post",
    "urn:ietf:params:oauth:grant-type:refresh_token",
    "Basic authentication",
    "eyJ is how a JWT begins; eyJhbGciOiJSUzI1NiJ9 is half of one",
    "keyJar.example.com",
    "https://example.com:8443/@scope/package?page=2&keys=1",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    `00u1${"a".repeat(16)}`,
    'user.profile.token == "x" && security.risk.level == "HIGH"',
  ])("left alone: %s", (text) => {
    expect(presentable({ note: text })).toEqual({ note: text });
  });
});

describe("characters that cannot be seen", () => {
  test.each<[string, string, string]>([
    ["bidirectional override", "abc\u202Etxt.exe", "abc\\u{202e}txt.exe"],
    ["right-to-left mark", "a\u200Fb", "a\\u{200f}b"],
    [
      "zero-width space, word joiner, byte order mark",
      "a\u200B\u2060\uFEFFb",
      "a\\u{200b}\\u{2060}\\u{feff}b",
    ],
    ["joiners between Latin letters", "ad\u200Dmin\u200C", "ad\\u{200d}min\\u{200c}"],
    ["escape and bell", "\u001B[2J\u0007", "\\u{1b}[2J\\u{7}"],
    ["line and paragraph separator, next line", "a\u2028b\u2029c\u0085d", "a\\u{2028}b\\u{2029}c\\u{85}d"],
    ["tags", "hi\u{E0069}\u{E007F}", "hi\\u{e0069}\\u{e007f}"],
    ["tags after a flag that has none", "\u{1F3F4}\u{E0061}\u{E007F}", "\u{1F3F4}\\u{e0061}\\u{e007f}"],
    [
      "variation selectors that carry data",
      "a\uFE01\u{E0101}😀\uFE0F\uFE0F",
      "a\\u{fe01}\\u{e0101}😀\uFE0F\\u{fe0f}",
    ],
    ["a selector after a digit that is no key", "1\uFE0F2", "1\\u{fe0f}2"],
    ["a joiner before no pictograph", "👩\u200Dx👩\u200D", "👩\\u{200d}x👩\\u{200d}"],
    ["two joiners in Persian", "می\u200C\u200Cخواهم", "می\\u{200c}\\u{200c}خواهم"],
    [
      "Hangul and Khmer fillers, soft hyphen",
      "\u115F\u3164\uFFA0\u17B4\u00AD",
      "\\u{115f}\\u{3164}\\u{ffa0}\\u{17b4}\\u{ad}",
    ],
    ["halves of surrogate pairs", "a\uD83Db\uDE00", "a\\u{d83d}b\\u{de00}"],
  ])("%s", (_, given, want) => {
    expect(presentable([given])).toEqual([want]);
    expect(presentable({ [given]: given })).toEqual({ [want]: want });
    expect(visibleText(given, 500)).toBe(want);
  });

  test.each([
    ["tab and line ends", "a\tb\nc\r\nd"],
    ["emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 🏳️‍⚧️ ❤️ ☎︎ 1️⃣ #️⃣ 👍🏽 👩🏽‍🚒 🧑🏻‍🤝‍🧑🏿 👨‍🦰 🐦‍⬛ 🇩🇪 ❤️‍🔥"],
    ["England, Scotland, Wales", "🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿"],
    ["Persian", "می\u200Cخواهم خانه\u200Cها"],
    ["Hindi and Bengali", "क्\u200Dष क्\u200Cष র\u200D্যাব"],
    ["Sinhala, and Malayalam at a word's end", "ශ්\u200Dරී അവന്\u200D"],
    ["Arabic signs that are drawn", "\u0600١٢ \u06DD"],
    ["accents and other scripts", "Zoë Müller 渡辺 Ольга 김"],
  ])("left alone: %s", (_, text) => {
    expect(presentable({ [text]: text })).toEqual({ [text]: text });
  });
});

describe("the copy", () => {
  it("keeps __proto__ as data, and no prototype is touched", () => {
    const given = JSON.parse('{"__proto__":{"polluted":true,"password":"x"},"constructor":{"prototype":1}}');
    const copy = presentable(given);
    expect(JSON.stringify(copy)).toBe(
      `{"__proto__":{"polluted":true,"password":"${H}"},"constructor":{"prototype":1}}`,
    );
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("polluted");
  });

  it("keeps apart what looks alike once it can be seen", () => {
    const given = { "a\u200B": 1, "a\\u{200b}": 2, "a\\u{200b} (2)": 3 };
    expect(Object.values(presentable(given) as object)).toEqual([1, 2, 3]);
  });

  it("keeps apart what looks alike where there are very many of them, in a moment", () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `api_key=${at.toString(36).padStart(6, "0")}`);
    const given = Object.fromEntries(keys.map((key, at) => [key, at]));
    const started = process.cpuUsage();
    const shown = presentable({ ...given, "api_key=[hidden] (3)": "own" }) as object;
    // A search for each free name anew takes half a minute.
    expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
    expect(Object.values(shown)).toEqual([...Object.values(given), "own"]);
    expect(Object.keys(shown).slice(0, 3)).toEqual([`api_key=${H}`, `api_key=${H} (2)`, `api_key=${H} (3)`]);
  });

  it("passes over a numbered name that is another key's own", () => {
    const shown = presentable({
      "api_key=a00001": 1,
      "api_key=[hidden] (2)": 2,
      "api_key=b00001": 3,
      "api_key=c00001": 4,
    });
    expect(Object.values(shown as object)).toEqual([1, 2, 3, 4]);
  });

  it("is fresh: nothing of what was given changes or is shared", () => {
    const given = Object.freeze({ list: Object.freeze([Object.freeze({ password: "x" })]) });
    const copy = presentable(given) as typeof given;
    expect(copy).toEqual({ list: [{ password: H }] });
    expect(copy.list).not.toBe(given.list);
  });

  it("ends where an answer is too deep for anyone", () => {
    const deep = (open: string, close: string) => JSON.parse(open.repeat(5000) + close.repeat(5000));
    expect(JSON.stringify(presentable(deep("[", "]")))).toContain("nested too deeply");
    expect(JSON.stringify(presentable({ tokens: deep("[", "]") }))).toContain("nested too deeply");
  });

  test.each([null, undefined, 5, true, "", [], {}])("of %j is itself", (value) => {
    expect(presentable(value)).toEqual(value);
  });
});
