import { OktaMcpError } from "../errors.js";
import { MASK } from "../presentable/mask.js";
import { secretTexts } from "../presentable.js";
import { WholeResponse } from "./whole-response.js";

/** So much of a token is a trace of it: a proxy may show no more, or cut it off. */
const TRACE = 16;
/** Fewer characters of a body's secret could be any word. */
const MIN_SECRET = 6;
/** More than any body of ours has; each is looked for at every place of a page. */
const MAX_SECRETS = 100;
const NEVER = /(?!)/g;

export interface EchoFilter {
  /** The response without them. A success in JSON passes as it is: the org's data is no page about the request. */
  response(response: Response): Promise<Response>;
  /** The error without them; the same one where there were none, for its cause decides what is tried again. */
  error(error: unknown): unknown;
}

/**
 * Takes the credentials that a request carried out of what comes back, and the secrets of its body: error pages of proxies
 * repeat them. Where text is shown, all that has the form of a credential is masked; an opaque token has none, and nor has
 * a password, so here its own text is sought.
 * @param credentials headers, each a secret with or without a scheme in front
 * @param content the body, in JSON
 */
export function createEchoFilter(
  credentials: Readonly<Record<string, string>>,
  content?: string,
): EchoFilter {
  let echo: RegExp | undefined;
  // Made when it is needed: nearly every answer passes as it is.
  const clean = (text: string): string => {
    echo ??= echoOf(credentials, content);
    return text.replace(echo, MASK);
  };

  return {
    async response(response) {
      const { ok, status, headers } = response;
      if (ok && /\bjson\b/i.test(headers.get("content-type") ?? "")) return response;
      const body = Buffer.from(clean(await response.text()));
      const cleaned = new Headers([...headers].map(([name, value]) => [name, clean(value)]));
      if (headers.has("content-length")) cleaned.set("content-length", String(body.length));
      return new WholeResponse(body, status, cleaned);
    },
    error(error) {
      if (!(error instanceof OktaMcpError) || clean(error.message) === error.message) return error;
      const { code, message, next, mayBeMade } = error;
      return new OktaMcpError(code, clean(message), { next, mayBeMade });
    },
  };
}

function echoOf(credentials: Readonly<Record<string, string>>, content: string | undefined): RegExp {
  const secrets = Object.values(credentials).map((value) => value.slice(value.indexOf(" ") + 1));
  const traces = secrets
    .filter((secret) => secret.length >= TRACE)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .map((form) => form.slice(0, TRACE).replace(/[^\w]/g, "\\$&"));
  const patterns = [
    ...bodySecrets(content).map(inAnyForm),
    ...(traces.length > 0 ? [`(?:${traces.join("|")})[\\w.~+/=%-]*`] : []),
  ];
  // In any case: a host name, as the target of a redirect has, loses its own.
  return patterns.length === 0 ? NEVER : new RegExp(patterns.join("|"), "gi");
}

/** The longest first, for one may be the beginning of another. */
function bodySecrets(content: string | undefined): string[] {
  if (content === undefined) return [];
  let body: unknown;
  try {
    body = JSON.parse(content);
  } catch {
    return [];
  }
  const secrets = new Set(secretTexts(body).filter((secret) => secret.length >= MIN_SECRET));
  return [...secrets].sort((a, b) => b.length - a.length).slice(0, MAX_SECRETS);
}

/** The secret as it is, in JSON (within JSON), in percent-encoding, in a form or in HTML; or cut off, if long enough. */
function inAnyForm(secret: string): string {
  const characters = Array.from(secret, characterInAnyForm);
  const whole = characters.join("");
  if (characters.length <= TRACE) return whole;
  return `${whole}|${characters.slice(0, TRACE).join("")}[\\w.~+/=%-]*`;
}

function characterInAnyForm(character: string): string {
  if (/^\w$/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const raw = `\\u${character.length > 1 ? hex(character.charCodeAt(0)) : hex(code)}`;
  const rest = character.length > 1 ? `\\u${hex(character.charCodeAt(1))}` : "";
  const forms = [
    ...jsonForms(character),
    Buffer.from(character).reduce((text, byte) => `${text}%(?:25)?${byte.toString(16).padStart(2, "0")}`, ""),
    `&#(?:${code}|x0*${code.toString(16)});`,
    ...(HTML_NAMES[character] ? [`&${HTML_NAMES[character]};`] : []),
    ...(character === " " ? ["\\+"] : []),
    raw + rest,
  ];
  return `(?:${forms.join("|")})`;
}

const HTML_NAMES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/** With the backslashes of JSON, and of JSON within JSON. */
function jsonForms(character: string): string[] {
  const units = Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at)));
  const escapes = [units.map((unit) => `\\\\{1,4}u${unit}`).join("")];
  if (character === "\\") return ["\\\\{2,8}", ...escapes];
  if (/["'/]/.test(character)) return [`\\\\{1,7}${character}`, ...escapes];
  const short = /^"\\([bfnrt])"$/.exec(JSON.stringify(character))?.[1];
  return short ? [`\\\\{1,4}${short}`, ...escapes] : escapes;
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, "0");
}
