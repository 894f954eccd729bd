import { randomBytes } from "node:crypto";
import { CompactEncrypt } from "jose";
import { describe, expect, it } from "vitest";
import { entryName, openEntry, sealEntry } from "../../../src/auth/store/sealed-entry.js";
import { KEY, tokens } from "./fixtures.js";

const sealingKey = randomBytes(32);
const name = entryName(KEY);
const entry = { key: KEY, tokens: tokens("access-token-text", { refreshToken: "refresh-token-text" }) };
const otherVersion = { problem: "was written by another version of okta-mcp" };
const damaged = { problem: "is damaged, or sealed with another key" };

/** As `sealEntry` does it, with something changed. */
function sealOther(header: Record<string, unknown>, payload: unknown): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", entry: name, v: 1, ...header })
    .encrypt(sealingKey);
}

describe("sealed entry", () => {
  it("opens to what was sealed", async () => {
    const full = {
      key: KEY,
      tokens: tokens("a", {
        tokenType: "DPoP",
        refreshToken: "r",
        subject: { id: "00u1", login: "ada@acme.example" },
        dpopKey: { kty: "EC", crv: "P-256", x: "x", y: "y", d: "d" },
      }),
    };
    expect(await openEntry(await sealEntry(full, sealingKey), name, sealingKey)).toEqual(full);
  });

  it("does not open when cut anywhere", async () => {
    const text = await sealEntry(entry, sealingKey);
    for (let length = 0; length < text.length; length++) {
      expect(await openEntry(text.slice(0, length), name, sealingKey), `${length}`).toEqual(damaged);
    }
  });

  it("does not open when any character is changed", async () => {
    const text = await sealEntry(entry, sealingKey);
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === "!" ? "?" : "!") + text.slice(at + 1);
      expect(await openEntry(changed, name, sealingKey), `${at}`).toHaveProperty("problem");
    }
  });

  it.each([
    [
      "another key",
      async () => openEntry(await sealEntry(entry, sealingKey), name, randomBytes(32)),
      damaged,
    ],
    [
      "another entry's name",
      async () => openEntry(await sealEntry(entry, sealingKey), "f".repeat(64), sealingKey),
      { problem: "was copied from another entry" },
    ],
    [
      "another version",
      async () => openEntry(await sealOther({ v: 2 }, entry), name, sealingKey),
      otherVersion,
    ],
    [
      "no version",
      async () => openEntry(await sealOther({ v: undefined }, entry), name, sealingKey),
      otherVersion,
    ],
    [
      "another cipher that takes the same key",
      async () => openEntry(await sealOther({ enc: "A128CBC-HS256" }, entry), name, sealingKey),
      damaged,
    ],
    [
      "a key of its own that is wrapped with ours",
      async () => openEntry(await sealOther({ alg: "A256KW" }, entry), name, sealingKey),
      damaged,
    ],
    ["another payload", async () => openEntry(await sealOther({}, { tokens: 1 }), name, sealingKey), damaged],
    ["text of another kind", async () => openEntry("<html></html>", name, sealingKey), damaged],
  ])("does not open with %s", async (_, open, want) => {
    expect(await open()).toEqual(want);
  });

  it("seals the same entry differently each time", async () => {
    expect(await sealEntry(entry, sealingKey)).not.toBe(await sealEntry(entry, sealingKey));
  });
});

describe("entry name", () => {
  it.each([
    ["scopes in another order", { ...KEY, scopes: ["openid", "okta.users.read"] }],
    ["a scope named twice", { ...KEY, scopes: ["openid", "okta.users.read", "openid"] }],
  ])("is the same for %s", (_, key) => {
    expect(entryName(key)).toBe(name);
  });

  it.each([
    ["another org", { ...KEY, orgUrl: "https://acme.okta.example.net" }],
    ["another client", { ...KEY, clientId: "0oaclient2" }],
    ["another set of scopes", { ...KEY, scopes: ["openid"] }],
    ["scopes joined into one", { ...KEY, scopes: ["okta.users.read openid"] }],
  ])("differs for %s", (_, key) => {
    expect(entryName(key)).not.toBe(name);
  });

  it("tells where one name ends and the next begins", () => {
    const [one, other] = [
      { ...KEY, clientId: "0oa,a", scopes: ["b"] },
      { ...KEY, clientId: "0oa", scopes: ["a", "b"] },
    ];
    expect(entryName(one)).not.toBe(entryName(other));
  });
});
