import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import {
  ElicitRequestSchema,
  type ElicitResult,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/index.js";
import { PROGRAM } from "./program.js";

export type Args = Readonly<Record<string, unknown>>;
/** A JSON object of an answer; tests look into it freely and fail on what they do not find. */
export type Json = Record<string, unknown>;

export interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: Json | undefined;
}

/** How the client's user answers a question. */
export type Answering = (question: string) => ElicitResult | Promise<ElicitResult>;

export const YES: ElicitResult = { action: "accept", content: { confirm: true } };

/** A client connected over stdio to the built server. */
export interface Connected {
  readonly client: Client;
  /** The questions the user was asked. */
  readonly questions: readonly string[];
  /** The addresses the client was asked to open. */
  readonly pages: readonly string[];
  /** How often the server has said that its list of tools is another. */
  listChanges(): number;
  toolNames(): Promise<readonly string[]>;
  stderr(): string;
  call(tool: string, args?: Args): Promise<Answer>;
  /** The result of a call that must succeed; a client that cannot ask confirms by code. */
  ok(tool: string, args?: Args): Promise<Json>;
  /** The text of a call that must fail. */
  fail(tool: string, args?: Args): Promise<string>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The client has elicitation; its user says yes to everything, unless told otherwise. */
  readonly asking?: boolean | Answering;
  /** The client has URL elicitation, and opens every page. */
  readonly opening?: boolean;
}

export async function connect({
  args = [],
  env = {},
  asking = false,
  opening = false,
}: ConnectOptions): Promise<Connected> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...args],
    env: { ...env },
    stderr: "pipe",
  });
  let stderr = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const elicitation = { ...(asking !== false && { form: {} }), ...(opening && { url: {} }) };
  const client = new Client(
    { name: "e2e", version: "1" },
    { capabilities: asking !== false || opening ? { elicitation } : {} },
  );
  const questions: string[] = [];
  const pages: string[] = [];
  let listChanges = 0;
  if (asking !== false || opening) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      if (params.mode === "url") {
        pages.push(params.url);
        return { action: "accept" };
      }
      questions.push(params.message);
      return typeof asking === "function" ? asking(params.message) : YES;
    });
  }
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    listChanges += 1;
  });
  await client.connect(transport);

  const call = async (name: string, input: Args = {}): Promise<Answer> => {
    const result = await client.callTool({ name, arguments: { ...input } });
    const [first] = result.content as { text: string }[];
    return {
      isError: result.isError === true,
      text: first?.text ?? "",
      structured: result.structuredContent as Json | undefined,
    };
  };
  return {
    client,
    questions,
    pages,
    listChanges: () => listChanges,
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    stderr: () => stderr,
    call,
    async ok(tool, input = {}) {
      const first = await call(tool, input);
      const code = codeIn(first.text);
      const { isError, text, structured } =
        first.isError && code ? await call(tool, { ...input, confirm: code }) : first;
      if (isError || !structured) throw new Error(`${tool} failed: ${text}`);
      return structured;
    },
    async fail(tool, input = {}) {
      const { isError, text } = await call(tool, input);
      if (!isError) throw new Error(`${tool} was expected to fail, but answered ${text}`);
      return text;
    },
    close: () => client.close(),
  };
}

/** The code of a `confirmation_required`. */
export function codeIn(text: string): string | undefined {
  return /^confirmation_required: .*confirm: "([\w-]+)"/s.exec(text)?.[1];
}

/** A client, and the org behind its server: state and journal are open to the test. */
export interface Session extends Connected {
  readonly sandbox: Sandbox;
}

export interface SessionOptions extends Omit<ConnectOptions, "args"> {
  readonly sandbox?: SandboxOptions;
}

export async function startSession({ sandbox: options, ...rest }: SessionOptions = {}): Promise<Session> {
  const sandbox = await startSandbox(options);
  const env = { OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken, ...rest.env };
  const connected = await connect({ ...rest, env });
  return {
    ...connected,
    sandbox,
    async close() {
      await connected.close();
      await sandbox.close();
    },
  };
}
