import { OktaMcpError } from "../../errors.js";
import type { Outcome } from "../../tool/call.js";
import { visibleText } from "../../visible-text.js";
import type { ToolService } from "../service.js";
import { isTemplate, KINDS, match, type ResourceKind, shown } from "./kinds.js";

export type { ResourceKind } from "./kinds.js";

export interface Resources {
  /** Those with an address of their own, whose tool is listed at present. */
  list(): readonly ResourceKind[];
  /** Those whose address has variables, the same. */
  templates(): readonly ResourceKind[];
  /**
   * What the tool behind the address answers: with the same checks, scopes, choice of fields and redaction. Never
   * rejects; an address that no kind has is `not_found`.
   */
  read(uri: string, signal: AbortSignal): Promise<Outcome>;
}

/** The org's objects under addresses, read by the tools that read them anyway. */
export function createResources(service: Pick<ToolService, "list" | "call">): Resources {
  const on = () => {
    const tools = new Set(service.list().map(({ name }) => name));
    return KINDS.filter(({ tool }) => tools.has(tool));
  };
  return {
    list: () => on().filter((kind) => !isTemplate(kind)),
    templates: () => on().filter(isTemplate),
    async read(uri, signal) {
      for (const kind of KINDS) {
        const values = match(kind, uri);
        if (!values) continue;
        const named = Object.entries(kind.arguments).map(([variable, name]) => [name, values[variable]]);
        const call = { name: kind.tool, arguments: Object.fromEntries(named), signal };
        const outcome = (await service.call(call)) ?? unknown(uri);
        return outcome.ok ? { ok: true, result: shown(kind, outcome.result) } : outcome;
      }
      return unknown(uri);
    },
  };
}

function unknown(uri: string): Outcome {
  const addresses = KINDS.map((kind) => kind.uri).join(", ");
  return {
    ok: false,
    error: new OktaMcpError("not_found", `There is no resource ${visibleText(uri, 200)}.`, {
      next: `Addresses are ${addresses}.`,
    }),
  };
}
