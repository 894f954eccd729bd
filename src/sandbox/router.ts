import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "./auth.js";
import type { EventInput } from "./log-event.js";
import type { Org } from "./org.js";
import type { Json } from "./types.js";

export interface Answer {
  readonly status: number;
  /** Sent as JSON; undefined sends no body. */
  readonly body?: unknown;
  /** A page, sent instead of `body`. */
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** What a handler says about a change; the server adds time, origin and, unless named, the actor. */
export type Change = Pick<EventInput, "eventType" | "displayMessage" | "targets" | "severity" | "debugData"> &
  Partial<Pick<EventInput, "actor">>;

/** One request on its way to a handler: authenticated, its path matched, its body read. */
export interface Call {
  readonly org: Org;
  /** Origin of the org, for absolute links. */
  readonly base: string;
  /** As it was sent, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
  readonly principal: Principal;
  readonly requestId: string;
  /** A decoded path parameter of the route. */
  param(name: string): string;
  /** Writes a change to the system log, as the caller's doing. */
  record(event: Change): void;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** In OpenAPI's notation: `/api/v1/users/{id}`. */
  readonly path: string;
  /** The OAuth scope the operation needs; null for what needs no sign-in. */
  readonly scope: string | null;
  /** How the body is read; `none` ignores it. */
  readonly body: "json" | "form" | "none";
  handle(call: Call): Answer | Promise<Answer>;
}

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly params: ReadonlyMap<string, string> }
  | { readonly kind: "method"; readonly allow: readonly string[] }
  | { readonly kind: "none" };

/** Finds routes by their segments; encoded slashes stay inside a parameter, dots are never resolved. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const table = routes.map((route) => ({ route, segments: route.path.split("/") }));
  return (method, path) => {
    const segments = path.split("/");
    const hits = table.flatMap(({ route, segments: pattern }) => {
      const params = match(pattern, segments);
      return params === undefined ? [] : [{ route, params }];
    });
    const hit = hits.find(({ route }) => route.method === method);
    if (hit !== undefined) return { kind: "route", ...hit };
    if (hits.length === 0) return { kind: "none" };
    return { kind: "method", allow: [...new Set(hits.map(({ route }) => route.method))] };
  };
}

function match(
  pattern: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) {
      const value = decode(segment);
      if (value === undefined || value === "") return undefined;
      params.set(part.slice(1, -1), value);
    } else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

export const ok = (body: unknown, headers: Answer["headers"] = {}): Answer => ({
  status: 200,
  body,
  headers,
});
export const noContent = (): Answer => ({ status: 204 });
