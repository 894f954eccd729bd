import { type ErrorCode, OktaMcpError } from "../errors.js";
import { failureName } from "../failure-name.js";
import { type LineFile, lineFile } from "../line-file.js";
import type { Logger } from "../log/logger.js";
import { visibleText } from "../visible-text.js";
import { type AuditRecord, auditLine } from "./line.js";

/** A change that is about to be sent. */
export interface Attempt {
  readonly tool: string;
  readonly objects: readonly { readonly kind: string; readonly id: string; readonly name?: string }[];
  /** Without secrets. */
  readonly arguments: unknown;
  readonly request: { readonly method: string; readonly path: string };
  /** Whose credentials: how they signed in, and as which app and user; of an API token its fingerprint. */
  readonly who: {
    readonly method: string;
    readonly client_id?: string;
    readonly credential?: string;
    readonly subject?: string;
  };
  /** Host of the org. */
  readonly org: string;
  /** How consent was asked for; `unavailable`: the client cannot ask, and nothing else would do. */
  readonly confirmation: "elicitation" | "code" | "off" | "unavailable" | "not_needed";
}

/** How it ended. */
export interface AuditOutcome {
  readonly outcome: "done" | "failed" | "unknown" | "declined";
  readonly code?: ErrorCode;
  /** Of the object that Okta answered: what was made has it from there alone. */
  readonly object_id?: string;
  readonly http_status?: number;
  readonly okta_request_id?: string;
}

/** The attempt's line is safe on the disk. */
export interface AuditEntry {
  /** Adds how it ended; false when that could not be written, and never rejects. */
  complete(outcome: AuditOutcome): Promise<boolean>;
}

/**
 * Who has changed what, and how it ended, in JSON Lines. A change has two lines with the same `id`, an `attempt` from
 * before the request and an `outcome` from after it: an attempt alone says that nobody knows.
 */
export interface AuditLog {
  /** @throws OktaMcpError `audit_failed` when the line is not safe on the disk: nothing may be sent then */
  begin(attempt: Attempt): Promise<AuditEntry>;
  /** An attempt that ended before anything was sent, in one line. Never rejects. */
  refused(attempt: Attempt, outcome: AuditOutcome): Promise<void>;
  /** Takes up the file that is at the path now, after a rotation. Never rejects. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export interface AuditOptions {
  /** Absolute; the directory must be there. */
  readonly path: string;
  /** Told of what could not be written. */
  readonly log: Pick<Logger, "error">;
  readonly now: () => Date;
  readonly randomId: () => string;
  readonly file?: LineFile;
}

/** Where no audit log is asked for. */
export const noAudit: AuditLog = {
  begin: async () => ({ complete: async () => true }),
  refused: async () => undefined,
  reopen: async () => undefined,
  close: async () => undefined,
};

/** Opens nothing before the first attempt, or `reopen`. */
export function createAuditLog(options: AuditOptions): AuditLog {
  const { path, log, now, randomId, file = lineFile({ path, durable: true }) } = options;

  const write = async (id: string, event: string, record: AuditRecord): Promise<void> =>
    file.append(auditLine({ time: now().toISOString(), id, event, ...record }));

  const told = (error: unknown, what: string): false => {
    log.error(`The audit log could not be written (${failureName(error)}): ${what}.`);
    return false;
  };

  return {
    async begin(attempt) {
      const id = randomId();
      try {
        await write(id, "attempt", { ...attempt });
      } catch (error) {
        told(error, `${attempt.tool} was refused`);
        throw auditFailed(path, error);
      }
      return {
        complete: ({ ...outcome }) =>
          write(id, "outcome", { tool: attempt.tool, ...outcome }).then(
            () => true,
            (error: unknown) => told(error, `how ${attempt.tool} ended is missing for the attempt ${id}`),
          ),
      };
    },
    async refused(attempt, outcome) {
      await write(randomId(), "refused", { ...attempt, ...outcome }).catch((error: unknown) =>
        told(error, `that ${attempt.tool} was refused is missing`),
      );
    },
    async reopen() {
      await file.reopen().catch((error: unknown) => told(error, "changes are refused until it can be"));
    },
    close: () => file.close(),
  };
}

function auditFailed(path: string, cause: unknown): OktaMcpError {
  return new OktaMcpError(
    "audit_failed",
    `The audit log ${visibleText(path, 300)} could not be written (${failureName(cause)}). The change was not sent.`,
    { cause },
  );
}
