import { describe, expect, test } from "vitest";
import { INITIALIZE, startProcess } from "./support/process.js";

const TOKEN = "00abcdefghijklmnopqrstuvwxyz0123456789ABCD";

/** Something in the process that fails beside everything else, some time after its start. */
function withFault(code: string): Readonly<Record<string, string>> {
  const fault = `setTimeout(() => { ${code} }, 700)`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` };
}

const ERROR = `Object.assign(new Error("boom Bearer ${TOKEN}"), { headers: { authorization: "SSWS ${TOKEN}" } })`;

describe("a fault that nobody catches ends the server with code 1, and shows no secret:", () => {
  test.each([
    ["an exception", `throw ${ERROR}`],
    ["a rejection", `Promise.reject(${ERROR})`],
  ])("%s", async (_, code) => {
    const server = startProcess(["serve", "--demo"], withFault(code));
    server.send(INITIALIZE);
    const { code: exitCode } = await server.exit();
    expect(exitCode).toBe(1);
    expect(server.stderr()).toMatch(/^okta-mcp: Error: boom Bearer \[hidden\]\n( {4}at .*\n)+$/);
    for (const line of server.lines()) expect(JSON.parse(line)).toHaveProperty("jsonrpc", "2.0");
    expect(server.stdout()).not.toContain("boom");
  });
});

describe("a mistyped command line repeats no secret:", () => {
  test.each([
    ["a flag", ["serve", `--api-tokne=${TOKEN}`], /unknown option '--api-tokne=…'/],
    ["a command", [TOKEN], /unknown command|too many arguments/],
    [
      "an argument of a tool",
      ["call", "create_user", `--usre={"credentials":{"password":{"value":"${TOKEN}"}}}`],
      /unknown option '--usre=…'/,
    ],
    ["a setting that is none", ["serve", "--demo", "--demo-users", TOKEN], /is invalid/],
  ])("%s", async (_, words, text) => {
    const command = startProcess(words);
    expect((await command.exit()).code).toBe(2);
    expect(command.stderr()).toMatch(text);
    expect(command.stdout() + command.stderr()).not.toContain(TOKEN);
  });
});
