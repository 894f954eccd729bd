import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hostileOrg, send } from "./support/hostile-org.js";

const directory = mkdtempSync(join(tmpdir(), "okta-mcp-attack-"));
afterAll(() => rmSync(directory, { recursive: true }));

const [AUDIT, LOG] = [join(directory, "audit.jsonl"), join(directory, "log.jsonl")];
const attack = hostileOrg({
  OKTA_AUDIT_LOG: AUDIT,
  OKTA_LOG_FILE: LOG,
  OKTA_LOG_LEVEL: "debug",
  OKTA_CONFIRM: "off",
});

/** What a forger would like to see on a line of its own. */
const FORGED =
  '{"time":"2026-01-01T00:00:00.000Z","id":"x","event":"outcome","tool":"forged","outcome":"done"}';
const FORGERIES: Readonly<Record<string, string>> = {
  "a line feed": `a\n${FORGED}\nb`,
  "a carriage return": `a\r${FORGED}\rb`,
  "both of them": `a\r\nokta-mcp: forged\r\n${FORGED}\r\nb`,
  "a line separator, U+2028": `a\u2028${FORGED}\u2028b`,
  "a paragraph separator, U+2029": `a\u2029${FORGED}\u2029b`,
  "a next line, U+0085": `a\u0085${FORGED}\u0085b`,
  "a vertical tab and a form feed": `a\u000b${FORGED}\u000c${FORGED}`,
  "colours and cursor movements of a terminal": `a\u001b[2K\u001b[1A\u001b[31m${FORGED}`,
  "a terminal's control sequence of one character": `a\u009b2K${FORGED}`,
  "a new title for the terminal": `a\u001b]0;forged\u0007b`,
  backspaces: `a${"\u0008".repeat(20)}${FORGED}`,
  "right-to-left override": `a\u202e${FORGED}`,
  "half a character": `a\ud83d${FORGED}`,
  "the end of a JSON string": `a","outcome":"done"}\n${FORGED}`,
};

/** Wherever one of many programs would begin a new line. */
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
/** What a terminal would obey, or not show. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function expectSound(text: string, isLine: (line: string) => boolean): void {
  expect(text).not.toMatch(UNSEEN);
  expect(text.endsWith("\n")).toBe(true);
  expect(
    text
      .split(LINE_END)
      .slice(0, -1)
      .filter((line) => !isLine(line)),
  ).toEqual([]);
}

/** A line as the program writes it: an object that was not made by the forger. */
function isOwn(line: string): boolean {
  const { time, tool } = JSON.parse(line);
  return typeof time === "string" && tool !== "forged";
}

describe.each(Object.entries(FORGERIES))("%s", (_, text) => {
  test("in arguments, names and errors starts no line of its own, nor hides one", async () => {
    const { server } = attack();
    const group = { id: "00g1", type: "OKTA_GROUP", profile: { name: text, description: text } };
    const error = {
      errorCode: text,
      errorSummary: text,
      errorId: text,
      errorCauses: [{ errorSummary: text }],
    };
    attack().answers(({ method }, response, count) => {
      if (method === "GET" || count % 2 === 0) return send(response, JSON.stringify(group));
      send(response, JSON.stringify(error), {}, 400);
    });
    for (let round = 0; round < 2; round++) {
      await server.call("list_groups", { q: text });
      await server.call("get_group", { group_id: text });
      await server.call("create_group", { group: { profile: { name: text } } });
      await server.call("update_group", { group_id: "00g1", changes: { profile: { name: `${text}2` } } });
      await server.call("delete_group", { group_id: "00g1" });
      await server.call("create_group", { [text]: text });
      await server.client.callTool({ name: text, arguments: {} }).catch(() => undefined);
    }
    const stderr = server.stderr();
    expectSound(stderr, (line) => line.startsWith("okta-mcp: "));
    expectSound(readFileSync(LOG, "utf8"), isOwn);
    expectSound(readFileSync(AUDIT, "utf8"), isOwn);
  });
});

test("something was written, to each of them", () => {
  const lines = readFileSync(AUDIT, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const attempts = lines.filter(({ event }) => event === "attempt").map(({ id }) => id);
  expect(attempts.length).toBeGreaterThanOrEqual(Object.keys(FORGERIES).length);
  expect(lines.filter(({ event }) => event === "outcome").map(({ id }) => id)).toEqual(attempts);
  expect(readFileSync(LOG, "utf8")).toContain("update_group");
  expect(attack().server.stderr()).toContain("update_group");
});
