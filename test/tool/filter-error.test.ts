import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/cli/connect.js";
import { readConfig } from "../../src/config.js";
import { OktaMcpError } from "../../src/errors.js";
import { createLogger } from "../../src/log/logger.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { explainingExpressions } from "../../src/tool/expression-refusal.js";
import type { ExpressionGrammar } from "../../src/tool/list-source.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { createToolService, type ToolService } from "../../src/tools/service.js";
import { failureOf } from "../failure.js";

const grammar: ExpressionGrammar = {
  properties: [
    { names: ["status", "profile.*"], operators: ["eq", "gt", "lt"] },
    { names: ["profile.email"], operators: ["co"] },
  ],
  instead: { published: "the argument since" },
  example: 'status eq "ACTIVE"',
  note: "Look elsewhere.",
};
const refusal = (errorCode: string, summary = "Invalid search criteria.", causes: string[] = []) =>
  new OktaMcpError("okta_rejected", `Okta rejected the request: ${summary}`, {
    okta: { status: 400, errorCode, ...(causes.length > 0 && { causes }) },
  });
const request = {
  after: undefined,
  limit: 1,
  since: undefined,
  until: undefined,
  signal: new AbortController().signal,
};

/** The error of a list with this search, whose request fails so. */
function explained(text: string | undefined, failure: OktaMcpError = refusal("E0000031")) {
  const source = explainingExpressions({
    expressions: [
      { argument: "search", text, grammar },
      { argument: "filter", text: undefined, grammar },
    ],
    page: () => Promise.reject(failure),
  });
  return failureOf(() => source.page(request));
}

describe("what is wrong with a property or an operator", () => {
  test.each<[string, string, string]>([
    ["a property in another case", 'Status eq "A"', "1: Status is no property here, write status."],
    ["one without its path", 'email eq "a"', "1: email is no property here, write profile.email."],
    [
      "one of the profile that nobody can know",
      'nick eq "a"',
      "1: nick is no property here, write profile.nick.",
    ],
    ["a misspelt one", 'statuss eq "A"', "1: statuss is no property here, write status."],
    ["one that is refused", 'published gt "2026"', "1: published is not taken: use the argument since."],
    ["an operator", 'status co "A"', "8: co is not taken with status, only eq, gt, lt."],
    [
      "ne, which has another way",
      'status ne "A"',
      '8: ne is not taken with status: write (status lt "X" or status gt "X").',
    ],
    [
      "an operator of one property more",
      'profile.email sw "a"',
      "15: sw is not taken with profile.email, only eq, gt, lt, co.",
    ],
  ])("%s", async (_, text, wanted) => {
    expect((await explained(text)).message).toBe(
      `Okta rejected the request: Invalid search criteria. In search, at character ${wanted}`,
    );
  });

  test("all of it is told at once, in order", async () => {
    expect((await explained("Status = ACTIVE or (email eq 'x')")).message).toContain(
      'In search, at character 1: Status is no property here, write status; at character 8: write eq as the operator; at character 10: the value needs double quotes; at character 21: email is no property here, write profile.email; at character 30: write straight double quotes (") around the value.',
    );
  });

  test("nothing that is known", async () => {
    expect((await explained('profile.nick eq "A"')).message).toContain("Of search no fault is known");
  });
});

test("the error keeps Okta's words, and says what is taken, with an example", async () => {
  const error = await explained("status", refusal("E0000031", undefined, ["Invalid search syntax."]));
  expect(error).toMatchObject({
    code: "okta_rejected",
    field: "search",
    okta: { errorCode: "E0000031", causes: ["Invalid search syntax."] },
    next: 'search takes status, profile.* (eq, gt, lt); profile.email (also co). Example: status eq "ACTIVE". Look elsewhere.',
  });
});

describe("is left alone", () => {
  test.each<[string, string | undefined, OktaMcpError]>([
    ["a list without an expression", undefined, refusal("E0000031")],
    [
      "a refusal of the parameter, not of what it says",
      'status eq "A"',
      refusal("E0000033", "No search and filter"),
    ],
    ["a refusal about something else", "status", refusal("E0000001", "Api validation failed: limit")],
    [
      "a failure of another kind",
      "status",
      new OktaMcpError("not_found", "No filter", { okta: { status: 404 } }),
    ],
  ])("%s", async (_, text, failure) => {
    expect(await explained(text, failure)).toBe(failure);
  });

  test("but not a refusal with another code that names the filter", async () => {
    const error = await explained("status", refusal("E0000001", "Api validation failed: filter"));
    expect(error.message).toContain("In search, at character 7");
  });
});

describe("on the org", () => {
  let sandbox: Sandbox;
  let service: ToolService;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const config = readConfig({ OKTA_ORG_URL: sandbox.url, OKTA_API_TOKEN: sandbox.apiToken }, {}, () => "");
    service = createToolService({
      catalog: createCatalog(),
      confirmations: createConfirmations({ now: Date.now, randomCode: () => "code" }),
      askedScopes: undefined,
      connect: () => connect(config, { version: "0", log: createLogger([], (value) => value) }),
    });
  });

  afterAll(async () => {
    await service.close();
    await sandbox.close();
  });

  const call = async (name: string, args: object) => {
    const outcome = await service.call({ name, arguments: args, signal: new AbortController().signal });
    return outcome?.ok ? "ok" : String(outcome?.error.toText());
  };

  /** The tool, the mistake, what the error must say, and the expression after doing what it says. */
  const mistakes: [tool: string, argument: string, wrong: string, said: string, right: string][] = [
    ["list_users", "search", "profile.department = 'Sales'", "write eq", 'profile.department eq "Sales"'],
    [
      "list_users",
      "search",
      'department eq "Sales"',
      "write profile.department",
      'profile.department eq "Sales"',
    ],
    [
      "list_users",
      "search",
      'profile.department co "Sal"',
      "only eq, gt, ge, lt, le, sw, pr",
      'profile.department sw "Sal"',
    ],
    [
      "list_users",
      "search",
      'status ne "ACTIVE"',
      "(status lt",
      '(status lt "ACTIVE" or status gt "ACTIVE")',
    ],
    ["list_users", "search", "created gt 2026-01-01", "as dates do", 'created gt "2026-01-01"'],
    ["list_users", "filter", 'status == "ACTIVE"', "write eq", 'status eq "ACTIVE"'],
    ["list_groups", "search", 'profile.name like "Eng"', "write co", 'profile.name co "Eng"'],
    ["list_groups", "search", 'name sw "Eng"', "write profile.name", 'profile.name sw "Eng"'],
    ["list_groups", "filter", 'type = "OKTA_GROUP"', "write eq", 'type eq "OKTA_GROUP"'],
    ["list_applications", "filter", "status eq ACTIVE", "double quotes", 'status eq "ACTIVE"'],
    [
      "get_logs",
      "filter",
      'eventType eq "a" && severity pr',
      "write and",
      'eventType eq "a" and severity pr',
    ],
  ];
  test.each(mistakes)("%s, %s: %s", async (tool, argument, wrong, said, right) => {
    const text = await call(tool, { [argument]: wrong });
    expect(text).toMatch(/^okta_rejected: .*\nField: \w+\nOkta: HTTP 400, errorCode E0000031/);
    expect(text).toContain(said);
    expect(await call(tool, { [argument]: right })).toBe("ok");
  });

  test.each([...new Set(mistakes.map(([tool, argument]) => `${tool} ${argument}`))])(
    "the example for %s is taken",
    async (which) => {
      const [tool = "", argument = ""] = which.split(" ");
      const text = await call(tool, { [argument]: "(" });
      const example = / Example: (.*?")\.(?: |$)/m.exec(text)?.[1];
      expect(example).toBeDefined();
      expect(await call(tool, { [argument]: example })).toBe("ok");
    },
  );

  test("a filter of the time says what there is instead", async () => {
    expect(await call("get_logs", { filter: 'published gt "2026-01-01"' })).toContain(
      "published is not taken: use the arguments since and until.",
    );
  });

  test("reading all of a list explains it, too", async () => {
    const text = await call("get_logs", { filter: "eventType", fetch_all: true });
    expect(text).toContain("In filter, at character 10: the operator is missing at the end.");
  });
});
