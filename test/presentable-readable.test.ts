import { describe, expect, test } from "vitest";
import { presentable } from "../src/presentable.js";
import { visibleText } from "../src/visible-text.js";

const H = "[hidden]";
const S = "S3cr3tVaLu3XyZ";

describe("whoever names an object cannot hide it behind a mask", () => {
  test.each([
    "Bearer Logistics",
    "Bearer Logistics-Consulting",
    "Bearer Consultants-2026",
    "Bearer Telecommunications",
    "Standard Bearer Insurance",
    "The Bearer authentication scheme",
    "DPoP Consulting",
    "DPoP migration2026 team",
    "SSWS rollout2026 group",
    "DPoP verification failed",
    "api_key: owners",
    "API-Key: see the wiki",
    "client_secret: rotation group",
    "session_token=legacy",
    "id-token: testers",
    "x?code=blue",
    "?code=blue",
    "Paint-shop?token=arcade",
    "password=",
    "/welcome/everybody",
    "https://intranet/reset_password/instructions",
    "{Bearer Logistics}",
    "[Team]",
  ])("%s", (name) => {
    expect(presentable({ label: name })).toEqual({ label: name });
    expect(visibleText(`"${name}" is gone`, 500)).toBe(`"${name}" is gone`);
  });

  test("nor what stands beside it in a text that is JSON", () => {
    const text = JSON.stringify({
      name: "api_key: '",
      pem: "-----BEGIN PRIVATE KEY-----",
      note: "it's here",
    });
    expect(visibleText(text, 500)).toBe(`{"name":"api_key: '","pem":"${H}","note":"it's here"}`);
  });
});

describe("a credential in a real shape is masked", () => {
  test.each<[string, string]>([
    [`Bearer ${S}0a`, `Bearer ${H}`],
    ["Bearer aBcDeFgHiJkLmNoP", `Bearer ${H}`],
    ["SSWS 00abcdefgh", `SSWS ${H}`],
    ["SSWS\u200B 00abcdefgh", `SSWS\\u{200b} ${H}`],
    ["Authorization: Bearer shorttoken", `Authorization: Bearer ${H}`],
    [`Authorization=SSWS+${S}`, `Authorization=SSWS+${H}`],
    [`Authorization=SSWS%20${S}`, `Authorization=SSWS%20${H}`],
    [`Authorization: ${S}abcdef`, `Authorization: ${H}`],
    ["password=blue&username=a", `password=${H}&username=a`],
    [`password=${S}`, `password=${H}`],
    ["a=b&token=blue", `a=b&token=${H}`],
    ["https://app/cb?code=blue", `https://app/cb?code=${H}`],
    ["https://app/cb#token=blue", `https://app/cb#token=${H}`],
    [`/cb#code=${S}`, `/cb#code=${H}`],
    ["?otp=123456", `?otp=${H}`],
    ["https%3A%2F%2Fapp%3Ftoken%3Dblue%26a%3Db", `https%3A%2F%2Fapp%3Ftoken%3D${H}%26a%3Db`],
    ["x%253Fapi_key%253Dblue", `x%253Fapi_key%253D${H}`],
    [`see https://acme.okta.com/welcome/${S}?x=1`, `see https://acme.okta.com/welcome/${H}?x=1`],
    [`https://acme.okta.com/reset_password/${S}`, `https://acme.okta.com/reset_password/${H}`],
    [`https://acme.okta.com/signin/reset-password/${S}`, `https://acme.okta.com/signin/reset-password/${H}`],
    [`client_secret="ab&${S}" and`, `client_secret="${H}" and`],
    [`clientSecret: '${S} more'`, `clientSecret: '${H}'`],
  ])("%s", (given, want) => {
    expect(presentable(given)).toBe(want);
    expect(presentable(want)).toBe(want);
    expect(visibleText(given, 500)).toBe(want);
  });
});

describe("a value ends with the quote that began it", () => {
  const awkward = [`ab"${S}`, `ab'${S}`, `ab\\${S}`, `${S}\\`, `${S}\\"'\\\\"`, `a\n${S}`];
  const keys = ["password", "userPassword", "dbPassword", "client_secret", "admin-token"];
  const fields = awkward.flatMap((value) => keys.map((key) => ({ [key]: value })));
  const masked = (text: string) => text.replace(/:.*/s, `:"${H}","z":1}`);

  test.each(fields.map((field) => JSON.stringify({ ...field, z: 1 })))("%s", (json) => {
    expect(presentable(json)).toBe(masked(json));
    expect(presentable(`got ${json}, so`)).toBe(`got ${masked(json)}, so`);
    const twice = JSON.stringify({ note: `got ${json}` });
    expect(presentable(`got ${twice}.`)).toBe(`got ${JSON.stringify({ note: `got ${masked(json)}` })}.`);
    const inner = JSON.stringify({ note: json });
    expect(presentable(inner)).toBe(JSON.stringify({ note: masked(json) }));
  });

  test("in an object of its own, or an answer's", () => {
    const text = `got {"password":{"value":"x y"},"recovery_question":{"question":"Q?","answer":"a b"}}`;
    const want = `got {"password":{"value":"${H}"},"recovery_question":{"question":"Q?","answer":"${H}"}}`;
    expect(presentable(text)).toBe(want);
  });
});

describe("a text that is JSON is presented as what it says", () => {
  test.each<[string, string]>([
    [
      `{"recovery_question":{"question":"Q","answer":"x"}}`,
      `{"recovery_question":{"question":"Q","answer":"${H}"}}`,
    ],
    [`[{"kty":"oct","k":"x"}]`, `[{"kty":"oct","k":"${H}"}]`],
    [` { "authScheme" : { "value" : "x" } } `, `{"authScheme":{"value":"${H}"}}`],
    [`{"password":"${S}","password":""}`, `{"password":""}`],
    [`{"n":"Bearer ${S}0a","n":""}`, `{"n":""}`],
    [`{ "name": "as it was" }`, `{ "name": "as it was" }`],
  ])("%s", (given, want) => {
    expect(presentable(given)).toBe(want);
    expect(presentable(want)).toBe(want);
  });

  test("however deep it is, it does no harm", () => {
    const deep = `${"[".repeat(40_000)}"x"${"]".repeat(40_000)}`;
    expect(presentable(deep)).toContain("nested too deeply");
    let text = JSON.stringify({ password: S });
    for (let level = 0; level < 8; level++) text = JSON.stringify({ note: text });
    expect(presentable(text)).not.toContain(S);
  });
});
