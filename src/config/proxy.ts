import { isLoopback } from "./org-url.js";
import type { Problem } from "./problem.js";
import type { Environment } from "./variables.js";

/** The proxy that a company's machines go out through. */
export interface HttpProxy {
  /** Its origin, for example `http://proxy.example.com:8080`; never with user name and password. */
  readonly url: string;
  /** The variable that names it. */
  readonly variable: string;
  /** The value of `Proxy-Authorization`: a secret. */
  readonly authorization?: string;
}

/** In the order in which undici, and so Node's own fetch, asks for them; each in lower case first, as curl does. */
const VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY"] as const;

/**
 * The proxy for an org, by the variables that all programs heed; `undefined` where there is none, where NO_PROXY excepts
 * the org, and for this machine itself.
 * @param orgUrl an origin
 */
export function readProxy(env: Environment, orgUrl: string, problems: Problem[]): HttpProxy | undefined {
  const { protocol, hostname, port } = new URL(orgUrl);
  if (isLoopback(hostname)) return undefined;
  const given = VARIABLES.map((name) => ({ name, value: eitherCase(env, name) })).find(({ value }) => value);
  if (given?.value === undefined) return undefined;
  const target = { hostname, port: port || (protocol === "https:" ? "443" : "80") };
  if (isExcepted(target, eitherCase(env, "NO_PROXY") ?? "")) return undefined;
  return parse(given.value, given.name, problems);
}

function eitherCase(env: Environment, name: string): string | undefined {
  return (env[name.toLowerCase()] ?? env[name])?.trim() || undefined;
}

/** `*`, or hosts with all that is below them: `example.com`, `.example.com`, `*.example.com`, `example.com:8443`. */
function isExcepted(target: { hostname: string; port: string }, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = entry, port = target.port] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const host = name.replace(/^\*?\./, "");
      return port === target.port && (target.hostname === host || target.hostname.endsWith(`.${host}`));
    });
}

function parse(value: string, variable: string, problems: Problem[]): HttpProxy | undefined {
  // Everybody else takes `proxy.example.com:8080` as well.
  const text = value.includes("://") ? value : `http://${value}`;
  const refuse = (what: string): undefined => {
    const fix = `Set ${variable} to an address like http://proxy.example.com:8080, or except the org by NO_PROXY.`;
    problems.push({ variable, what, fix });
  };
  if (!URL.canParse(text)) return refuse("is not a URL");
  const { protocol, host, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return refuse("names a proxy that is not an HTTP proxy");
  return {
    url: `${protocol}//${host}`,
    variable,
    ...((username || password) && { authorization: basic(username, password) }),
  };
}

/** RFC 7617. A percent sign that encodes nothing is one. */
function basic(username: string, password: string): string {
  const [user, secret] = [username, password].map((text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  });
  return `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
}
