import { type AuditLog, noAudit } from "../audit/audit-log.js";
import type { AuthProvider } from "../auth/provider.js";
import { OktaMcpError } from "../errors.js";
import type { OktaWriter } from "../http/client.js";
import type { Wait } from "../http/pace.js";
import type { KnownLimit } from "../http/rate-limits.js";
import { callTool, type Outcome } from "../tool/call.js";
import type { Ask, Confirmations } from "../tool/confirmation.js";
import { createContext } from "../tool/context.js";
import { createGate } from "../tool/gate.js";
import { createObjectTurns } from "../tool/object-turns.js";
import { grantSteps, missingScopes } from "../tool/scopes.js";
import type { Progress, Tool, ToolDescriptor } from "../tool/tool.js";
import { createCallsUnderWay } from "./calls-under-way.js";
import type { Catalog } from "./catalog.js";
import { createOfflineContext } from "./offline-context.js";
import { refuseOff } from "./selection.js";
import { createSession, whoIs } from "./session.js";

/** The connection to one org, made when the first call needs it. */
export interface Connection {
  readonly orgUrl: string;
  readonly okta: OktaWriter;
  readonly auth: AuthProvider;
  /** What is known of the org's rate limits; absent where nothing keeps to them. */
  readonly rateLimits?: () => readonly KnownLimit[];
  close(): Promise<void>;
}

export interface CallRequest {
  name: string;
  arguments: unknown;
  signal: AbortSignal;
  /** Shown to the user; absent where the client did not ask for it. */
  progress?: (progress: Progress) => void;
  /** Asks the user; absent where the client has no way to. */
  ask?: Ask;
  /** Told the arguments once they are good, as a log may have them; not called for a call that is refused before. */
  onChecked?: (told: Readonly<Record<string, unknown>>) => void;
}

/** What a protocol adapter serves: tools to list, and calls to make. Knows nothing of MCP. */
export interface ToolService {
  /** The tools the sign-in has the scopes for; before it, those the scopes asked for would allow. */
  list(): readonly ToolDescriptor[];
  /** Undefined for a name that no tool has. Never rejects otherwise: failures are outcomes. */
  call(request: CallRequest): Promise<Outcome | undefined>;
  /** Whether a call would go through without anybody signing in first; asks Okta nothing. Never rejects. */
  isSignedIn(): Promise<boolean>;
  /** Calls back when `list` has changed. */
  onListChanged(listener: () => void): void;
  /** Breaks off the calls under way, and tells of what they leave behind. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  catalog: Catalog;
  confirmations: Confirmations;
  /** Where changes are put on record; nowhere unless given. */
  audit?: AuditLog;
  /** Told of what a call that nobody hears any more has done. */
  warn?: (text: string) => void;
  /** @param onWait to be told when requests are held back */
  connect: (onWait: (wait: Wait) => void) => Promise<Connection>;
  /** The scopes the configuration asks for; undefined where none limit the credentials. */
  askedScopes: readonly string[] | undefined;
}

/** For calls that are broken off to write down where they are. */
const GRACE_MS = 1_000;

export function createToolService(options: ServiceOptions): ToolService {
  const { catalog, confirmations, audit = noAudit, connect, askedScopes, warn = () => undefined } = options;
  const calls = createCallsUnderWay({ warn });
  const turns = createObjectTurns();
  let isClosed = false;
  let listener: (() => void) | undefined;
  let auth: AuthProvider | undefined;
  let connection: Promise<Connection> | undefined;

  const missing = (scopes: readonly string[]) => missingScopes(scopes, auth?.grantedScopes() ?? askedScopes);
  const list = () => catalog.descriptors.filter(({ scopes }) => missing(scopes).length === 0);

  let listed = names(list());
  const tellChanges = (): void => {
    const now = names(list());
    if (now !== listed) listener?.();
    listed = now;
  };

  const open = async (): Promise<Connection> => {
    const opened = await connect(calls.tell);
    auth = opened.auth;
    auth.onScopesChanged(tellChanges);
    tellChanges();
    return opened;
  };

  const connected = (): Promise<Connection> => {
    if (isClosed) throw shuttingDown();
    connection ??= open().catch((error: unknown) => {
      // The next call tries again.
      connection = undefined;
      throw error;
    });
    return connection;
  };

  /** For tools that read by way of another: its scopes count as if it were called itself. */
  const findTool = async (name: string): Promise<Tool | undefined> => {
    const tool = await catalog.loadList(name);
    if (tool) refuseWithout(missing(tool.scopes), name);
    return tool;
  };

  return {
    list,
    async call({ name, arguments: input, ask, onChecked, ...request }) {
      const tool = await catalog.load(name);
      if (!tool) return refuseOff(catalog.off, name);
      const described = tool.body && catalog.descriptors.some(isDescriber) ? name : undefined;
      return calls.run(tool, request, (underWay) =>
        callTool(tool, input, {
          described,
          onChecked,
          guard: () => refuseWithout(missing(tool.scopes), name),
          context: async (checked) => {
            if (tool.offline) return createOfflineContext(name, underWay);
            const { okta, orgUrl, auth: provider, rateLimits } = await connected();
            const session = createSession(provider, orgUrl, catalog.descriptors, missing, rateLimits);
            const { signal } = underWay;
            const who = () => whoIs(provider);
            const { reveals } = tool;
            const gate = createGate({
              tool,
              input: checked,
              orgUrl,
              okta,
              turns,
              confirmations,
              ask,
              audit,
              who,
              signal,
            });
            return createContext({
              tool: name,
              okta,
              gate,
              reveals,
              described,
              session,
              orgUrl,
              findTool,
              ...underWay,
            });
          },
        }),
      );
    },
    async isSignedIn() {
      try {
        const { auth: provider } = await connected();
        return provider.interactive === undefined || (await provider.status()).signedIn;
      } catch {
        return false;
      }
    },
    onListChanged(changed) {
      listener = changed;
    },
    async close() {
      isClosed = true;
      await calls.end(GRACE_MS);
      await (await connection?.catch(() => undefined))?.close();
    },
  };
}

function isDescriber({ name }: ToolDescriptor): boolean {
  return name === "describe_schema";
}

function refuseWithout(scopes: readonly string[], tool: string): void {
  if (scopes.length === 0) return;
  throw new OktaMcpError("forbidden", `${tool} is off: the scope ${scopes.join(", ")} is not granted.`, {
    next: grantSteps(scopes),
  });
}

function shuttingDown(): OktaMcpError {
  return new OktaMcpError("cancelled", "The server is shutting down. Nothing was sent.");
}

function names(list: readonly ToolDescriptor[]): string {
  return list.map(({ name }) => name).join();
}
