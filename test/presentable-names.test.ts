import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { presentable } from "../src/presentable.js";

const H = "[hidden]";

describe("names that tell a secret", () => {
  test.each(
    [
      "password passwd passphrase passcode pwd secret token",
      "accessKey api_key encryption-key MASTERKEY privateKey secretKey shared_key signing_key",
      "passwords secrets tokens apiKeys",
      "clientAssertion client_assertion client-response samlAssertion SAMLResponse saml_response",
      "recoveryAnswer recovery_question_answer securityAnswer securityQuestionAnswer security_question_answer",
      "pin otp totp user_pin sms-otp backup_totp PIN",
      "passwordHash password_hash private_key_pem secretText tokenValue api-key-value password2 pin1",
    ].flatMap((line) => line.split(" ")),
  )("%s", (name) => {
    const given = { [name]: "x", a: { [`b.${name}`]: ["x"] } };
    expect(presentable(given)).toEqual({ [name]: H, a: { [`b.${name}`]: [H] } });
  });

  test.each(
    "spin hotpot opinion laptop passwordPolicy secretary tokens_issued keyring publicKey answer question assertion".split(
      " ",
    ),
  )("not %s", (name) => {
    expect(presentable({ [name]: "x" })).toEqual({ [name]: "x" });
  });
});

describe("secrets by their place", () => {
  test.each<[string, object, object]>([
    [
      "in an authentication scheme of a hook",
      { authScheme: { type: "HEADER", key: "k", value: "x" } },
      { authScheme: { type: "HEADER", key: "k", value: H } },
    ],
    [
      "links that set a password",
      { activationUrl: "x", recoveryUrl: "x", resetPasswordUrl: "x" },
      { activationUrl: H, recoveryUrl: H, resetPasswordUrl: H },
    ],
    [
      "fields of a site's sign-in form",
      { optionalField1Value: "x", optionalField2Value: "x", optionalField3Value: "x", extraFieldValue: "x" },
      { optionalField1Value: H, optionalField2Value: H, optionalField3Value: H, extraFieldValue: H },
    ],
    ["further primes of a key", { oth: [{ d: "x", r: "x", t: "x" }] }, { oth: [{ d: H, r: H, t: H }] }],
    ["three steps in one key", { "a.b.password.hash.salt": "x" }, { "a.b.password.hash.salt": H }],
    ["an activation token", { activationToken: "x" }, { activationToken: H }],
  ])("%s", (_, given, want) => {
    expect(presentable(given)).toEqual(want);
  });
});

describe("keys without end", () => {
  test("a key of any number of steps is no harm", () => {
    const key = `${"a.".repeat(500_000)}token`;
    expect(presentable({ [key]: "x" })).toEqual({ [key]: H });
  });

  test("are not kept: neither many of them, nor long ones", () => {
    setFlagsFromString("--expose-gc");
    const gc: () => void = runInNewContext("gc");
    const used = (): number => {
      // The engine keeps the shapes of objects, and with them their keys, over several collections.
      for (let round = 0; round < 8; round++) gc();
      return process.memoryUsage().heapUsed;
    };
    const keptOf = (count: number, length: number): number => {
      const before = used();
      for (let at = 0; at < count; at++) presentable({ [`${at}`.padStart(length, "k")]: 1 });
      return used() - before;
    };
    // In this order: once so many are kept that no more will be, long ones are not either.
    expect(keptOf(200, 100_000)).toBeLessThan(5_000_000);
    expect(keptOf(40_000, 50)).toBeLessThan(5_000_000);
  });

  test("many lists of secrets side by side are no depth", () => {
    const lists = Array.from({ length: 300 }, () => ({ tokens: ["x"], name: "n" }));
    expect(presentable(lists)).toEqual(lists.map(() => ({ tokens: [H], name: "n" })));
  });

  test("a name that every object has is an own one like any other", () => {
    expect(presentable({ "a\u200B": 1, constructor: 2 })).toEqual({ "a\\u{200b}": 1, constructor: 2 });
  });
});
