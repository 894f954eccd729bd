import type { Attempt, AuditEntry, AuditLog, AuditOutcome } from "../audit/audit-log.js";
import { OktaMcpError } from "../errors.js";
import type { OktaWriter } from "../http/client.js";
import type { OutgoingRequest } from "../http/outgoing-request.js";
import { presentable } from "../presentable.js";
import type { Change } from "./change.js";
import type { Ask, Confirmations } from "./confirmation.js";
import { dryRunResult } from "./dry-run.js";
import { checkStates, checkUnchanged, type Facts, readFacts, versionOf } from "./facts.js";
import type { ObjectTurns } from "./object-turns.js";
import { isObject } from "./paths.js";
import { questionOf } from "./question.js";
import type { OktaAnswer, Tool, ToolDescriptor, ToolResult } from "./tool.js";
import type { FieldChange } from "./update.js";

export interface GateOptions {
  readonly tool: ToolDescriptor & Pick<Tool, "consequence">;
  /** The call's arguments, checked. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly orgUrl: string;
  /** The client that sends. No tool ever holds it. */
  readonly okta: OktaWriter;
  /** Shared by all calls of the service. */
  readonly turns: ObjectTurns;
  readonly confirmations: Confirmations;
  /** Absent where the client cannot ask its user. */
  readonly ask?: Ask | undefined;
  readonly audit: AuditLog;
  /** Whose credentials the change is made with. */
  readonly who: () => Promise<Attempt["who"]>;
  readonly signal: AbortSignal;
}

/** A change, and what is known of it already. */
export interface Step extends Change {
  /** The subjects as they were read to make the change of. */
  readonly facts?: Facts;
  readonly changed?: readonly FieldChange[];
  /** Arguments of the call as they were read: what came in quotes is here without them. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Asks although the tool is not destructive. */
  readonly asks?: boolean;
  /** The change was made of what was read: it must still be so when it is sent. */
  readonly mustBeUnchanged?: boolean;
}

/** What became of a change: Okta's answer, or, of a dry run, what would have been sent. */
export type Passage = { readonly answer: OktaAnswer } | { readonly dryRun: ToolResult };

/** The one way to Okta for whatever changes something. */
export interface Gate {
  /** Whether the call only wants to see what would be sent. */
  readonly isDryRun: boolean;
  /**
   * State, dry run, consent, version, audit, and only then the request.
   * @throws OktaMcpError `precondition_failed`, `confirmation_*`, `conflict`, `audit_failed`: nothing was sent;
   *   else as sending does
   */
  pass(step: Step): Promise<Passage>;
}

export function createGate(options: GateOptions): Gate {
  const { tool, input, orgUrl, okta, turns, audit, signal } = options;
  const isDryRun = input.dry_run === true;

  return {
    isDryRun,
    async pass(step) {
      const seen = { ...options, input: { ...input, ...step.given } };
      const asks = step.asks === true || tool.safety === "destructive";
      const facts = await factsFor(step, asks || isDryRun);
      const { requires } = step;
      const checkNow = async (): Promise<void> => {
        if (requires && (step.facts || asks || isDryRun)) checkStates(requires, facts);
      };
      // Loaded here, since a server that is only asked for its list has no use for HTTP.
      const { previewRequest } = await import("../http/client.js");
      const request = await previewRequest(orgUrl, (client) => step.send(client));
      if (isDryRun) {
        await checkNow();
        return { dryRun: dryRunResult({ request, facts, changed: step.changed, asks }) };
      }
      const attempt = await attemptOf(seen, request, facts);
      await refusable(audit, attempt, checkNow);
      const confirmation = asks ? await consentTo(seen, step, facts, attempt) : "not_needed";
      const consented: Attempt = { ...attempt, confirmation };
      const isBound = asks || step.mustBeUnchanged === true;
      const check = async (): Promise<void> =>
        checkUnchanged(facts, await readFacts({ ...step, dependents: asks ? (step.dependents ?? []) : [] }));

      const [first] = facts.subjects;
      const send = async (hasWaited: boolean): Promise<Passage> => {
        // A code was given for this very version, which has just been read.
        if (step.mustBeUnchanged || confirmation === "elicitation" || (isBound && hasWaited))
          await refusable(audit, consented, check);
        await refusable(audit, consented, async () => {
          if (signal.aborted)
            throw new OktaMcpError("cancelled", "The call was cancelled. Nothing was sent.");
        });
        const entry = await audit.begin(consented);
        const client = isBound ? okta.checked(check) : okta;
        // On record stands what Okta answered; only the caller is told why.
        return { answer: await sendOnRecord(() => step.send(client), entry).catch(explained(step)) };
      };
      const turn = step.turn ?? (first && `${first.kind} ${first.id}`);
      return turn === undefined ? send(false) : turns(turn, send);
    },
  };
}

/** What has been read already is not read again, and what nobody is told is not read at all. */
async function factsFor({ subjects, dependents, facts }: Step, isTold: boolean): Promise<Facts> {
  const named = subjects.map(({ kind, id }) => ({ kind, id }));
  if (!isTold) return { subjects: facts?.subjects ?? named, dependents: [] };
  const read = await readFacts({ subjects: facts ? [] : subjects, ...(dependents && { dependents }) });
  return facts ? { ...read, subjects: facts.subjects } : read;
}

/** Names and paths hold text of the org as well. */
function shown<T extends object>(value: T): T {
  return presentable(value) as T;
}

async function attemptOf(
  { tool, input, orgUrl, who }: GateOptions,
  request: OutgoingRequest,
  { subjects }: Facts,
): Promise<Attempt> {
  const { confirm: _confirm, dry_run: _dryRun, ...given } = input;
  const { host, pathname, search } = new URL(request.url);
  return {
    tool: tool.name,
    objects: subjects.map(({ kind, id, name }) => ({ kind, id, ...(name !== undefined && shown({ name })) })),
    arguments: presentable(given),
    request: shown({ method: request.method, path: `${pathname}${search}` }),
    who: await who(),
    org: host || new URL(orgUrl).host,
    confirmation: "not_needed",
  };
}

async function consentTo(
  { tool, input, confirmations, ask, audit }: GateOptions,
  step: Step,
  facts: Facts,
  attempt: Attempt,
): Promise<Attempt["confirmation"]> {
  const hidden = new Set(["confirm", "dry_run", "changes"]);
  const options = Object.entries(input).filter(([name]) => !hidden.has(name) && !name.endsWith("_id"));
  const question = questionOf({ tool, facts, changed: step.changed, options: Object.fromEntries(options) });
  const version = versionOf(facts);
  const asked: Attempt = { ...attempt, confirmation: confirmations.how(ask) };
  return refusable(audit, asked, () =>
    confirmations.confirm({ tool: tool.name, input, question, version }, ask),
  );
}

/** A refusal is put on record, but for the question of a two-step confirmation: that attempt is still to come. */
async function refusable<T>(audit: AuditLog, attempt: Attempt, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof OktaMcpError && error.code !== "confirmation_required") {
      const outcome = error.code === "confirmation_declined" ? "declined" : "failed";
      await audit.refused(attempt, { outcome, code: error.code });
    }
    throw error;
  }
}

/** What Okta refuses for the state an object is in. */
const REFUSALS: ReadonlySet<string> = new Set(["okta_rejected", "forbidden", "conflict"]);

/** A refusal in the words of the state the object should have been in, where that is why. */
function explained({ requires, subjects, facts }: Step): (error: unknown) => Promise<never> {
  return async (error) => {
    if (requires && !facts && error instanceof OktaMcpError && REFUSALS.has(error.code)) {
      const now = await readFacts({ subjects }).catch(() => undefined);
      if (now?.subjects.every(({ object }) => object)) checkStates(requires, now);
    }
    throw error;
  };
}

/** What Okta may have done although its answer is none. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  "outcome_unknown",
  "okta_unavailable",
  "unexpected_response",
  "internal",
]);

async function sendOnRecord(send: () => Promise<OktaAnswer>, entry: AuditEntry): Promise<OktaAnswer> {
  try {
    const answer = await send();
    const { status, headers } = answer.response;
    await entry.complete({
      outcome: "done",
      ...objectId(answer.data),
      http_status: status,
      ...requestId(headers.get("x-okta-request-id") ?? undefined),
    });
    return answer;
  } catch (error) {
    await entry.complete(failure(error));
    throw error;
  }
}

function failure(error: unknown): AuditOutcome {
  if (!(error instanceof OktaMcpError)) return { outcome: "unknown", code: "internal" };
  const { code, okta, mayBeMade = false } = error;
  return {
    outcome: mayBeMade || DOUBTFUL.has(code) ? "unknown" : "failed",
    code,
    ...(okta && { http_status: okta.status }),
    ...requestId(okta?.requestId),
  };
}

/** Of what was made, only the answer knows it. */
function objectId(data: unknown): Pick<AuditOutcome, "object_id"> {
  return isObject(data) && typeof data.id === "string" ? shown({ object_id: data.id }) : {};
}

function requestId(id: string | undefined): Pick<AuditOutcome, "okta_request_id"> {
  return id === undefined ? {} : { okta_request_id: id };
}
