import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JournalEntry } from "../../../src/sandbox/index.js";
import { type Args, codeIn, type Json, type Session, startSession } from "./session.js";

/** One tool, and what it does in each of the situations that every tool is tried in. */
export interface ToolCase {
  readonly tool: string;
  readonly destructive?: true;
  /** It asks first although it is not destructive, for the state of what it is about. */
  readonly asks?: true;
  /** Good arguments, after whatever they need has been made ready. */
  prepare(session: Session): Promise<Args> | Args;
  /** Holds the result, and what other tools now say, against what the tool promises. */
  verify(session: Session, result: Json, args: Args): Promise<void> | void;
  /** Arguments with a wrong type, and the line that tells so. */
  readonly wrongType: readonly [args: Args, line: string];
  /** For each identifier it takes: changed arguments under which Okta finds nothing. */
  readonly missing?: readonly Args[];
  /** Arguments that Okta refuses, and what the error text must match. */
  readonly refused?: readonly (readonly [
    prepare: (session: Session) => Promise<Args> | Args,
    text: RegExp,
  ])[];
}

/** Tries each tool in every situation, through a client that can ask its user; destructive ones again without. */
export function runToolCases(cases: readonly ToolCase[]): void {
  describe("with a client that can ask its user", () => {
    const session = sessionOf({ asking: true });
    describe.each(cases)("$tool", (each) => runAll(each, session));
  });
  const asking = cases.filter(asksFirst);
  if (asking.length === 0) return;
  describe("with a client that cannot ask", () => {
    const session = sessionOf({ asking: false });
    describe.each(asking)("$tool", (each) => runTwoSteps(each, session));
  });
}

export function asksFirst({ destructive, asks }: ToolCase): boolean {
  return destructive === true || asks === true;
}

function runAll(each: ToolCase, session: () => Session): void {
  const { tool, wrongType, missing, refused = [] } = each;

  test("does what it says", async () => {
    const args = await each.prepare(session());
    const asked = session().questions.length;
    const { isError, text, structured } = await session().call(tool, args);
    if (isError || !structured) throw new Error(text);
    expect(JSON.parse(text)).toEqual(structured);
    expect(session().questions.length - asked).toBe(asksFirst(each) ? 1 : 0);
    const { untrusted, ...result } = structured;
    // All but the bare word that something is done holds text that others wrote.
    expect(untrusted).toBe(result.done === true ? undefined : true);
    await each.verify(session(), result, args);
  });

  test("tells a wrong type, and sends nothing", async () => {
    const [args, line] = wrongType;
    expect(await sendingNothing(session(), tool, args)).toContain(`\n${line}\n`);
  });

  test("tells an unknown argument, and sends nothing", async () => {
    const args = { ...(await each.prepare(session())), surprise: 1 };
    expect(await sendingNothing(session(), tool, args)).toMatch(
      /\nsurprise: is not known here; (did you mean .*\? K|k)nown: \w+/,
    );
  });

  if (missing) {
    test.each(missing)("tells a missing object: %j", async (change) => {
      const args = { ...(await each.prepare(session())), ...change };
      expect(await session().fail(tool, args)).toMatch(
        /^not_found: .*\n(.*\n)*Okta: HTTP 404, errorCode E0000007, errorId/,
      );
    });
  }

  if (refused.length > 0) {
    test.each(refused)("tells what Okta refuses: %#", async (prepare, pattern) => {
      expect(await session().fail(tool, await prepare(session()))).toMatch(pattern);
    });
  }
}

function runTwoSteps(each: ToolCase, session: () => Session): void {
  test("does nothing at first, then what it says", async () => {
    const args = await each.prepare(session());
    const start = session().sandbox.requests.length;
    const code = codeIn(await session().fail(each.tool, args));
    expect(code).toBeDefined();
    expect(writesOf(session(), start)).toEqual([]);
    const { isError, text, structured } = await session().call(each.tool, { ...args, confirm: code });
    if (isError || !structured) throw new Error(text);
    const { untrusted: _, ...result } = structured;
    await each.verify(session(), result, args);
    const before = session().sandbox.requests.length;
    expect((await session().call(each.tool, { ...args, confirm: code })).text).toMatch(REPLAYED);
    expect(writesOf(session(), before)).toEqual([]);
  });
}

/** By a code that is used up: the question anew, no object to ask about any more, or nothing left to change. */
const REPLAYED = /^(confirmation_required|not_found|precondition_failed): |"changed":\[\]/;

/** The text of a failing call that must not reach the org, with a line break before its first fault. */
async function sendingNothing(session: Session, tool: string, args: Args): Promise<string> {
  const before = session.sandbox.requests.length;
  const text = await session.fail(tool, args);
  expect(session.sandbox.requests.slice(before)).toEqual([]);
  return text.replace(/^arguments_invalid: /, "arguments_invalid:\n");
}

/** What the org was sent since then that was more than a read. */
export function writesOf({ sandbox }: Pick<Session, "sandbox">, since: number): readonly JournalEntry[] {
  return sandbox.requests.slice(since).filter(({ method }) => method !== "GET");
}

/** A session for the tests of this block. */
export function sessionOf(options: Parameters<typeof startSession>[0]): () => Session {
  let session: Session | undefined;
  beforeAll(async () => {
    session = await startSession(options);
  });
  afterAll(() => session?.close());
  return () => {
    if (!session) throw new Error("The session has not been started yet.");
    return session;
  };
}
