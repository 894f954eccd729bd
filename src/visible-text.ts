import { withoutCredentials } from "./presentable/credentials.js";
import { withVisibleCharacters } from "./presentable/invisible.js";

/**
 * Text from outside, fit to be shown in an error: one line, what cannot be seen escaped as `\u{…}`, what looks
 * like a credential (a proxy's error page may repeat the request) masked, cut at `maxLength` characters.
 */
export function visibleText(text: string, maxLength: number): string {
  const line = withoutCredentials(text.slice(0, 50 * maxLength + 5000))
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
  const characters = Array.from(line);
  const shown = withVisibleCharacters(characters.slice(0, maxLength).join(""));
  return characters.length > maxLength ? `${shown}…` : shown;
}
