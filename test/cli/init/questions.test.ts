import { describe, expect, test } from "vitest";
import { CLIENTS } from "../../../src/cli/clients/clients.js";
import { askSettings, askWhichClients } from "../../../src/cli/init/questions.js";
import { OktaMcpError } from "../../../src/errors.js";
import { CTRL_C, ENTER, person } from "../prompt-streams.js";

const DOWN = `${String.fromCharCode(27)}[B`;

describe("the questions for the settings", () => {
  test("are asked for what is missing alone, and an address that is no org's again", async () => {
    const user = person();
    const tried: string[] = [];
    const settings = askSettings({ OKTA_CLIENT_ID: "0oa1" }, user, async (url) => {
      tried.push(url);
      if (url !== "https://acme.okta.com") throw new OktaMcpError("unexpected_response", "No org.");
    });
    await user.types("Address", `https://example.com${ENTER}`);
    await user.types("Address", `https://acme.okta.com/${ENTER}`);
    await user.types("How shall it sign in", ENTER);
    await user.types("Scopes", ENTER);
    expect(await settings).toEqual({
      OKTA_ORG_URL: "https://acme.okta.com/",
      OKTA_AUTH: "device",
      OKTA_CLIENT_ID: "0oa1",
      OKTA_SCOPES: expect.stringContaining("okta.users.manage"),
    });
    expect(tried).toEqual(["https://example.com", "https://acme.okta.com"]);
    expect(user.seen()).toContain("No org.");
  });

  test("do not show a token that is typed", async () => {
    const user = person();
    const settings = askSettings({ OKTA_ORG_URL: "https://acme.okta.com" }, user);
    await user.types("How shall it sign in", `${DOWN}${DOWN}${DOWN}${ENTER}`);
    await user.types("API token", `00secret${ENTER}`);
    expect(await settings).toMatchObject({ OKTA_AUTH: "api_token", OKTA_API_TOKEN: "00secret" });
    expect(user.seen()).not.toContain("00secret");
  });

  test("end with Ctrl-C", async () => {
    const user = person();
    const settings = askSettings({}, user);
    const ended = expect(settings).rejects.toMatchObject({ code: "cancelled" });
    await user.types("Address", CTRL_C);
    await ended;
  });
});

test("the clients that are here are chosen beforehand", async () => {
  const user = person();
  const there = CLIENTS.filter(({ name }) => name === "cursor" || name === "codex");
  const chosen = askWhichClients(user, there);
  await user.types("Which clients", ENTER);
  expect((await chosen).map(({ name }) => name)).toEqual(["cursor", "codex"]);
});
