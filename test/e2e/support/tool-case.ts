import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Args, codeIn, type Json, type Session, startSession } from "./session.js";

/** One tool, and what it does in each of the situations that every tool is tried in. */
export interface ToolCase {
  readonly tool: string;
  readonly destructive?: true;
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
  const destructive = cases.filter((each) => each.destructive);
  if (destructive.length === 0) return;
  describe("with a client that cannot ask", () => {
    const session = sessionOf({ asking: false });
    describe.each(destructive)("$tool", (each) => runTwoSteps(each, session));
  });
}

function runAll(each: ToolCase, session: () => Session): void {
  const { tool, destructive = false, wrongType, missing, refused = [] } = each;

  test("does what it says", async () => {
    const args = await each.prepare(session());
    const asked = session().questions.length;
    const { isError, text, structured } = await session().call(tool, args);
    if (isError || !structured) throw new Error(text);
    expect(JSON.parse(text)).toEqual(structured);
    expect(session().questions.length - asked).toBe(destructive ? 1 : 0);
    await each.verify(session(), structured, args);
  });

  test("tells a wrong type, and sends nothing", async () => {
    const [args, line] = wrongType;
    expect(await sendingNothing(session(), tool, args)).toContain(`\n${line}\n`);
  });

  test("tells an unknown argument, and sends nothing", async () => {
    const args = { ...(await each.prepare(session())), surprise: 1 };
    expect(await sendingNothing(session(), tool, args)).toMatch(/\nsurprise: is not known here; known: \w+/);
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
    const first = await sendingNothing(session(), each.tool, args);
    const code = codeIn(first);
    expect(first).toContain(`${each.tool} {`);
    const { isError, text, structured } = await session().call(each.tool, { ...args, confirm: code });
    if (isError || !structured) throw new Error(text);
    await each.verify(session(), structured, args);
    expect(await sendingNothing(session(), each.tool, { ...args, confirm: code })).toMatch(
      /^confirmation_required: /,
    );
  });
}

/** The text of a failing call that must not reach the org, with a line break before its first fault. */
async function sendingNothing(session: Session, tool: string, args: Args): Promise<string> {
  const before = session.sandbox.requests.length;
  const text = await session.fail(tool, args);
  expect(session.sandbox.requests.slice(before)).toEqual([]);
  return text.replace(/^arguments_invalid: /, "arguments_invalid:\n");
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
