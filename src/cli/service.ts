import { type AuditLog, createAuditLog, noAudit } from "../audit/audit-log.js";
import type { Config } from "../config.js";
import type { Log } from "../log/log.js";
import { createConfirmations, type WaitingCodes } from "../tool/confirmation.js";
import { createCatalog } from "../tools/catalog.js";
import { loggedService } from "../tools/logged-service.js";
import { createToolService, type ToolService } from "../tools/service.js";
import { connect } from "./connect.js";

export interface OpenedService {
  readonly service: ToolService;
  readonly audit: AuditLog;
  /** Breaks off what is under way, and closes all there is to close. */
  close(): Promise<void>;
}

export interface OpenServiceOptions {
  readonly version: string;
  readonly log: Log;
  /** Where codes of confirmations wait; the memory of this process unless given. */
  readonly waiting?: WaitingCodes;
  /** Told of what a call that nobody hears any more has done; the log's warnings unless given. */
  readonly warn?: (text: string) => void;
  /** Told of each code that is given out. */
  readonly onCode?: (code: string) => void;
}

/**
 * The tools as they are served and as commands call them: the same checks, selection, confirmations, redaction and audit.
 * @throws OktaMcpError `config_invalid` for a selection of tools that cannot be meant
 */
export function openService(config: Config, options: OpenServiceOptions): OpenedService {
  const { version, log, waiting, warn = log.warn, onCode = () => undefined } = options;
  const catalog = createCatalog(config);
  const audit = openAudit(config, log);
  const tools = createToolService({
    catalog,
    confirmations: createConfirmations({
      mode: config.confirm,
      now: Date.now,
      randomCode() {
        const code = Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString("base64url");
        onCode(code);
        return code;
      },
      ...(waiting && { waiting }),
    }),
    audit,
    warn,
    connect: (onWait) => connect(config, { version, log, onWait }),
    askedScopes: "scopes" in config.auth ? config.auth.scopes : undefined,
  });
  return {
    service: loggedService(tools, log),
    audit,
    async close() {
      await tools.close();
      await audit.close();
    },
  };
}

function openAudit({ auditFile: path }: Config, log: Log): AuditLog {
  if (path === undefined) return noAudit;
  return createAuditLog({ path, log, now: () => new Date(), randomId: () => crypto.randomUUID() });
}
