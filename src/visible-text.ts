import { presentableText } from "./presentable.js";

/** One character as it is shown: an escape of what cannot be seen is cut nowhere. */
const CHARACTER = /\\u\{[0-9a-f]{1,6}\}|[\s\S]/gu;

/**
 * Text from outside, fit to be shown in an error: one line, what cannot be seen escaped as `\u{…}`, what looks
 * like a credential (a proxy's error page may repeat the request) masked, cut at `maxLength` characters.
 */
export function visibleText(text: string, maxLength: number): string {
  const line = presentableText(text.slice(0, 50 * maxLength + 5000))
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
  const characters = line.match(CHARACTER) ?? [];
  const shown = characters.slice(0, maxLength).join("");
  return characters.length > maxLength ? `${shown}…` : shown;
}
