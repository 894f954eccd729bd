import type { Answer } from "../router.js";

const STYLE =
  "body{font:16px system-ui;max-width:34em;margin:4em auto;padding:0 1em}button{font:inherit;margin-right:1em}";

/** A page of the org for the user's browser; `body` is HTML. */
export function page(title: string, body: string, status = 200): Answer {
  return {
    status,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`,
    headers: {
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
  };
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A question with two buttons, posted to `action` as `decision=approve` or `decision=deny`. */
export function decisionForm(action: string, hidden: Readonly<Record<string, string>>): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const button = (value: string, label: string) =>
    `<button name="decision" value="${value}">${label}</button>`;
  return `<form method="post" action="${escapeHtml(action)}">${fields.join("")}${button("approve", "Approve")}${button("deny", "Deny")}</form>`;
}

/** What is asked for, as a list. */
export function request(clientId: string, login: string, scopes: readonly string[]): string {
  const items = scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join("");
  return `<p>${escapeHtml(clientId)} asks to act as ${escapeHtml(login)} with these scopes:</p><ul>${items}</ul>`;
}

/** An error that must not reach the application, only the user. */
export class PageError extends Error {
  override readonly name = "PageError";
  get answer(): Answer {
    return page("Bad request", `<p>${escapeHtml(this.message)}</p>`, 400);
  }
}
