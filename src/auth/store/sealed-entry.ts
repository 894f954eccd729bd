import { createHash } from "node:crypto";
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { TokenSet } from "../token-set.js";
import type { TokenKey } from "./store.js";

/** Goes up when the payload changes so that an older or newer okta-mcp would misread it. */
const VERSION = 1;

const ENTRY = z.object({
  key: z.object({ orgUrl: z.string(), clientId: z.string(), scopes: z.array(z.string()) }),
  tokens: z.object({
    accessToken: z.string(),
    tokenType: z.enum(["Bearer", "DPoP"]),
    expiresAt: z.number(),
    scopes: z.array(z.string()),
    refreshToken: z.string().optional(),
    subject: z.object({ id: z.string(), login: z.string().optional() }).optional(),
    dpopKey: z.looseObject({ kty: z.string() }).optional(),
  }),
});

/** Ends the name of an entry's file. */
export const ENTRY_SUFFIX = ".token";

export interface Entry {
  readonly key: TokenKey;
  readonly tokens: TokenSet;
}

/** The same scopes in another order, or named twice, are the same entry. */
export function canonicalKey({ orgUrl, clientId, scopes }: TokenKey): TokenKey {
  return { orgUrl, clientId, scopes: [...new Set(scopes)].sort() };
}

/** Where the entry is kept: tells neither org nor client. */
export function entryName(key: TokenKey): string {
  const { orgUrl, clientId, scopes } = canonicalKey(key);
  return createHash("sha256")
    .update(JSON.stringify([orgUrl, clientId, scopes]))
    .digest("hex");
}

/**
 * The entry as a compact JWE (RFC 7516), AES-256-GCM under a 32-byte key. Its name and version stand in the
 * protected header, which is the additional authenticated data: a copy under another name does not open.
 */
export async function sealEntry({ key, tokens }: Entry, sealingKey: Uint8Array): Promise<string> {
  const entry: Entry = { key: canonicalKey(key), tokens };
  return new CompactEncrypt(Buffer.from(JSON.stringify(entry)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", entry: entryName(key), v: VERSION })
    .encrypt(sealingKey);
}

/** The entry, or `problem`, which follows its path: `is damaged`. Never rejects. */
export async function openEntry(
  text: string,
  name: string,
  sealingKey: Uint8Array,
): Promise<Entry | { readonly problem: string }> {
  try {
    if (decodeProtectedHeader(text).v !== VERSION) {
      return { problem: "was written by another version of okta-mcp" };
    }
    const { plaintext, protectedHeader } = await compactDecrypt(text, sealingKey, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    if (protectedHeader.entry !== name) return { problem: "was copied from another entry" };
    return ENTRY.parse(JSON.parse(Buffer.from(plaintext).toString()));
  } catch {
    // Which of the steps failed says nothing more to the user, and could quote what is inside.
    return { problem: "is damaged, or sealed with another key" };
  }
}
