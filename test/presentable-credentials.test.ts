import { describe, expect, test } from "vitest";
import { presentable } from "../src/presentable.js";
import { visibleText } from "../src/visible-text.js";

const H = "[hidden]";
const S = "hunter2";

/** The text by itself and in the midst of others: nothing else in it may be what gives the credential away. */
function expectShown(text: string, shown: string): void {
  expect(presentable(text)).toBe(shown);
  expect(presentable(`x ${text}`)).toBe(`x ${shown}`);
  expect(visibleText(text, 500)).toBe(shown.replace(/\s+/g, " "));
}

const NAMES = [
  ..."access activation api id recovery refresh session state".split(" ").map((kind) => `${kind}_token`),
  ..."sessionToken x-session-token ACCESS-TOKEN apiKey api-key SAMLResponse".split(" "),
  ..."client_secret clientSecret client_assertion client-assertion".split(" "),
];

describe.each(NAMES)("the value of %s is masked", (name) => {
  test.each<[string, string, string]>([
    ["in a form", `${name}=${S}&a=b`, `${name}=${H}&a=b`],
    ["in a header", `${name}: ${S}`, `${name}: ${H}`],
    ["in a header with its scheme", `${name}: Basic ${S}`, `${name}: ${H}`],
    ["in JSON", `{"${name}":"${S}"}`, `{"${name}":"${H}"}`],
    ["in JSON with blanks", `{"${name}" : "${S}"}`, `{"${name}" : "${H}"}`],
    ["in single quotes", `{'${name}': '${S}'}`, `{'${name}': '${H}'}`],
    ["in JSON in JSON", `{\\"${name}\\":\\"${S}"}`, `{\\"${name}\\":\\"${H}"}`],
    [
      "in JSON in JSON in JSON",
      `{\\\\\\"${name}\\\\\\":\\\\\\"${S}"}`,
      `{\\\\\\"${name}\\\\\\":\\\\\\"${H}"}`,
    ],
  ])("%s", (_, given, want) => expectShown(given, want));
});

const QUERY_NAMES = "code otp password passwd passcode pwd secret sig signature ticket token".split(" ");

test.each(QUERY_NAMES)("the value of %s is masked in an address, and only there", (name) => {
  expectShown(`/a?${name}=${S}&b=1`, `/a?${name}=${H}&b=1`);
  expectShown(`/a?b=1&${name}=${S}`, `/a?b=1&${name}=${H}`);
  expectShown(`the ${name}=${S} of`, `the ${name}=${S} of`);
});

describe.each("password passwd passcode passphrase secret token".split(" "))("the field %s", (name) => {
  test.each<[string, string, string]>([
    ["of JSON", `{"${name}":"two words"}`, `{"${name}":"${H}"}`],
    ["of JSON with blanks", `{"${name}" : "two words"}`, `{"${name}" : "${H}"}`],
    ["in single quotes", `{'${name}': 'two words'}`, `{'${name}': '${H}'}`],
    ["of JSON in JSON", `{\\"${name}\\":\\"two words\\"}`, `{\\"${name}\\":\\"${H}\\"}`],
  ])("%s", (_, given, want) => expectShown(given, want));

  test("is a word like any other in a sentence", () => {
    expectShown(`${name}: must not be empty`, `${name}: must not be empty`);
  });
});

describe("a scheme", () => {
  test.each(["SSWS", "Bearer", "DPoP", "bearer", "DPOP"])("%s hides what follows it", (scheme) => {
    expectShown(`${scheme} abcd+efg/ijk~mno=, and`, `${scheme} ${H}, and`);
    expectShown(`${scheme} \tabcdefghijklmno7`, `${scheme} \t${H}`);
    expectShown(`${scheme} fifteen77777777, and`, `${scheme} fifteen77777777, and`);
  });

  test.each(["Authorization", "proxy-authorization"])("Basic hides it in %s alone", (header) => {
    expectShown(`${header}: Basic dXNlcjpw`, `${header}: Basic ${H}`);
    expectShown(`{'${header}': 'Basic dXNlcjpw'}`, `{'${header}': 'Basic ${H}'}`);
    expectShown("Basic knowledge", "Basic knowledge");
  });
});

const PART = "c2lnbmF0dXJl";

describe("by its form alone", () => {
  test.each<[string, string, string]>([
    ["an encrypted JWT, of five parts", `eyJhbGciOi.${PART}..${PART}.${PART} end`, `${H} end`],
    ["a JWT without a signature", `eyJhbGciOi.${PART}. end`, `${H} end`],
    ["an API token", `00${"aB3-_xyZ".repeat(5)} end`, `${H} end`],
    ["a name's password in an address", "ldap://ada-b%40x.io:hunter2@h/p", `ldap://${H}@h/p`],
    ["a password without a name in an address", "redis://:hunter2@h/0", `redis://${H}@h/0`],
  ])("%s", (_, given, want) => expectShown(given, want));

  test.each(["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "ED25519 ", "PGP "])(
    "a private key: %j",
    (kind) => {
      const block = kind === "PGP " ? " BLOCK" : "";
      const key = `-----BEGIN ${kind}PRIVATE KEY${block}-----\nMIIB\n-----END ${kind}PRIVATE KEY${block}-----`;
      expectShown(`${key}\nbetween\n${key}\nafter`, `${H}\nbetween\n${H}\nafter`);
    },
  );

  test.each([
    ["a digest that begins as an API token does", `00${"a1".repeat(31)}`],
    ["a number that ends as one does", `1${"00".repeat(21)}`],
    ["a long name that holds one", `x00${"a".repeat(40)}`],
  ])("not %s", (_, text) => expectShown(text, text));
});

describe("what a mask lays bare is masked as well", () => {
  test("a password behind another credential that ended its sign", () => {
    expect(presentable(`https://ada:${S}&api_key=a/b&c@host`)).toBe(`https://${H}@host`);
  });

  test("what cannot be seen without the character before it", () => {
    expect(presentable("Bearer abcdefghijklmno1\uFE0F\u20E3")).toBe(`Bearer ${H}\\u{fe0f}\u20E3`);
  });
});

describe("text for an error", () => {
  test("is masked before it is cut, so that no part of a credential is left at the end", () => {
    const shown = visibleText(`${"x".repeat(88)} Bearer abcdefghijklmn0p`, 100);
    expect(shown).toBe(`${"x".repeat(88)} Bearer [hid…`);
    expect(visibleText(`Bearer ${"k".repeat(4_000)} and the rest`, 30)).toBe(`Bearer ${H} and the rest`);
  });

  test.each<[string, number, string]>([
    ["exactly", 7, "exactly"],
    ["one more", 7, "one mor…"],
    ["🦊🦊🦊", 2, "🦊🦊…"],
    [" \r\n a\rb\r\n\tc \n", 9, "a b c"],
    ["\u202Ea", 1, "\\u{202e}…"],
  ])("%j of at most %i characters", (text, most, want) => {
    expect(visibleText(text, most)).toBe(want);
  });

  test("costs no more for a page of any size", () => {
    const page = "page ".repeat(4_000_000);
    const started = process.cpuUsage();
    visibleText(page, 100);
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  });
});
