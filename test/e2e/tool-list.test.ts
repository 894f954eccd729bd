import { describe, expect, test } from "vitest";
import { descriptors } from "../../generated/catalog.js";
import { generatedCases as cases } from "./cases/index.js";
import { startSession } from "./support/session.js";
import { asksFirst, sessionOf } from "./support/tool-case.js";

const session = sessionOf({ asking: true });

/** The generated tools as the server lists them; those written by hand have tests of their own. */
async function listed() {
  const { tools } = await session().client.listTools();
  return tools.filter(({ name }) => Object.hasOwn(descriptors, name));
}

describe("the tables of cases", () => {
  test("cover exactly the generated tools, all of which are listed", async () => {
    const tools = await listed();
    expect(tools.map(({ name }) => name)).toEqual(Object.keys(descriptors));
    expect(cases.map(({ tool }) => tool).sort()).toEqual(tools.map(({ name }) => name).sort());
  });

  test("take for asking what is listed as destructive", async () => {
    const tools = await listed();
    const destructive = tools
      .filter(({ annotations }) => annotations?.destructiveHint)
      .map(({ name }) => name);
    const asking = cases.filter(asksFirst).map(({ tool }) => tool);
    // update_user asks for credentials alone, which its case leaves as they are.
    expect([...asking, "update_user"].sort()).toEqual(destructive.sort());
  });

  test("try a missing object wherever a tool takes an id", async () => {
    const tools = await listed();
    const takingIds = tools.filter(({ inputSchema }) =>
      /"\w+_id":/.test(JSON.stringify(inputSchema.properties)),
    );
    expect(
      cases
        .filter(({ missing }) => missing)
        .map(({ tool }) => tool)
        .sort(),
    ).toEqual(takingIds.map(({ name }) => name).sort());
  });
});

test("every tool tells when Okta does not take the credentials", async () => {
  const refused = await startSession({ asking: true, env: { OKTA_API_TOKEN: "00-not-a-token" } });
  try {
    for (const { tool, prepare } of cases) {
      const text = await refused.fail(tool, await prepare(session()));
      expect(text, tool).toMatch(/^auth_failed: .*\nOkta: HTTP 401, errorCode E0000011, errorId \w+/);
      expect(text, tool).not.toContain("00-not-a-token");
    }
  } finally {
    await refused.close();
  }
});
