import { describe, expect, test } from "vitest";
import { presentable } from "../src/presentable.js";

const H = "[hidden]";

describe("names that tell a secret and stand in no contract", () => {
  test.each(
    [
      "secretAnswer activationLink activation_link resetPasswordLink recoveryLink passwordResetUrl activationUri",
      "recoveryCode recoveryCodes backupCodes backup_codes otpCode pinCode userPin smsOtp",
      "passwordSalt passwordDigest password_encrypted passwordClearText passwordSha1 pwdSalt",
      "pass dbPass db_pass bindPw userPw hmacKey aesKey aes256_key",
      "authorization Authorization proxy-authorization cookie Cookie set-cookie sessionCookies bearer jwt clientJwt",
    ].flatMap((line) => line.split(" ")),
  )("%s", (name) => {
    expect(presentable({ [name]: "x", a: [{ [name]: ["x"] }] })).toEqual({ [name]: H, a: [{ [name]: [H] }] });
  });

  test.each(
    "bypass compass spin laptop cookiePolicy bearerMethods authorizationServer codes linkName resetUrl jwksUri".split(
      " ",
    ),
  )("not %s", (name) => {
    expect(presentable({ [name]: "x" })).toEqual({ [name]: "x" });
  });
});

describe("secrets by the shape they stand in", () => {
  test.each<[string, object, object]>([
    ["any member of a secret", { secret: { data: "x" } }, { secret: { data: H } }],
    ["by a name of the org's own", { secrets: { prod: "x", n: 1 } }, { secrets: { prod: H, n: 1 } }],
    ["further down", { password: { a: { b: ["x"] } } }, { password: { a: { b: [H] } } }],
    ["in a list", { passwords: [{ text: "x" }] }, { passwords: [{ text: H }] }],
    [
      "by a name beside the value",
      {
        all: [
          { name: "password", value: "x" },
          { key: "X-Api-Key", value: "x" },
          { name: "colour", value: "x" },
        ],
      },
      {
        all: [
          { name: "password", value: H },
          { key: "X-Api-Key", value: H },
          { name: "colour", value: "x" },
        ],
      },
    ],
    ["a key's part, told flat", { "jwk.kty": "RSA", "jwk.d": "x" }, { "jwk.kty": "RSA", "jwk.d": H }],
    [
      "a key's part that was changed",
      { field: "settings.app.jwk.d", from: "x", to: "y" },
      { field: "settings.app.jwk.d", from: H, to: H },
    ],
    [
      "after a secret object, the next one is as it is",
      { secret: { data: "x" }, profile: { data: "x" } },
      { secret: { data: H }, profile: { data: "x" } },
    ],
  ])("%s", (_, given, want) => {
    expect(presentable(given)).toEqual(want);
    expect(presentable(presentable(given))).toEqual(want);
  });

  test.each<[string, object]>([
    [
      "whose it is, and of what kind",
      { token: { id: "1", userId: "2", status: "ACTIVE", created: "t", kid: "k" } },
    ],
    [
      "the settings of a policy",
      {
        password: {
          complexity: { excludeAttributes: ["login"] },
          lockout: { userLockoutNotificationChannels: ["EMAIL"] },
        },
      },
    ],
    ["what a hook is", { credentials: { password: { hook: { type: "default" } } } }],
    ["how it rotates", { refresh_token: { rotation_type: "ROTATE" } }],
    [
      "words that only hold one",
      { passwordChanged: "t", tokenEndpointAuthMethod: "x", passwordField: "#p", kid: "k" },
    ],
  ])("but not %s", (_, given) => {
    expect(presentable(given)).toEqual(given);
  });
});
