import type { Problem } from "./problem.js";

const VARIABLE = "OKTA_ORG_URL";
const EXAMPLE = "https://acme.okta.com";
const ADMIN_HOST = /^[^.]+-admin\.(okta|oktapreview|okta-emea|okta-gov|okta\.mil)\.?/;

/** The org's origin, without a trailing slash; or `undefined` and the problem why not. */
export function readOrgUrl(value: string | undefined, problems: Problem[]): string | undefined {
  const refuse = (what: string, fix: string): undefined => {
    problems.push({ variable: VARIABLE, what, fix });
  };
  if (value === undefined) {
    return refuse("is missing", `Set ${VARIABLE} to the address of the org, for example ${EXAMPLE}.`);
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return refuse("has no scheme", `Write ${VARIABLE} with https:// in front, for example ${EXAMPLE}.`);
  }
  // The URL parser would silently drop tabs and newlines and turn a backslash into a slash.
  if (/[\s\\\p{Cc}]/u.test(value) || !URL.canParse(value)) {
    return refuse("is not a URL", `Set ${VARIABLE} to an address like ${EXAMPLE}.`);
  }
  const url = new URL(value);
  if (url.username || url.password) {
    return refuse("holds a user name or password", `Remove what stands before the @ in ${VARIABLE}.`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse("is not an https address", `Set ${VARIABLE} to an address like ${EXAMPLE}.`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return refuse(
      "is a http:// address: credentials would travel unencrypted",
      `Write ${VARIABLE} with https://; http:// is for loopback hosts only.`,
    );
  }
  if (ADMIN_HOST.test(url.hostname)) {
    return refuse(
      "is the address of the Admin Console, not of the org",
      `Remove -admin from the host name in ${VARIABLE}.`,
    );
  }
  if (url.pathname !== "/" || url.search || url.hash) {
    return refuse(
      "has a path, a query or a fragment",
      `Remove everything behind the host name from ${VARIABLE}.`,
    );
  }
  return url.origin;
}

/** A host of this machine, as `URL` writes it in `hostname`. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
