/** What looks like a credential: a header's scheme with what follows, a JWT, a secret form or JSON field. */
const CREDENTIAL =
  /\b(?:SSWS|Bearer|DPoP)\s+[\w.~+/=-]{8,}|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|\b(?:access_token|refresh_token|id_token|client_assertion|client_secret)["']?\s*[:=]\s*["']?[^\s"'&]+/gi;

/** Controls, bidirectional and zero-width characters, line separators, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text from outside, fit to be shown in an error: one line, what cannot be seen escaped as `\u{…}`, what looks
 * like a credential (a proxy's error page may repeat the request) masked, cut at `maxLength` characters.
 */
export function visibleText(text: string, maxLength: number): string {
  const line = text
    .slice(0, 50 * maxLength + 5000)
    .replace(CREDENTIAL, "[hidden]")
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
  const characters = Array.from(line);
  const shown = characters.slice(0, maxLength).join("");
  const escaped = shown.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return characters.length > maxLength ? `${escaped}…` : escaped;
}
