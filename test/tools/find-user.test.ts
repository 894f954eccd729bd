import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { findUser } from "../../src/tools/find-user.js";
import { createToolService } from "../../src/tools/service.js";
import { type CompositeOrg, NOW, startCompositeOrg } from "./composite-org.js";
import { addPerson } from "./find/people.js";
import { connectionTo, playAuth } from "./support.js";

let org: CompositeOrg;
const PEOPLE = [
  { first: "José", last: "Álvarez", login: "jalvarez@corp.test" },
  { first: "Sébastien", last: "Ducrot", login: "s.ducrot@corp.test", email: "seb@mail.test" },
  { first: "Renee", last: "Okonkwo", login: "renee.okonkwo@corp.test" },
  { first: "Zsófia", last: "O'Brien-Nagy", login: "zobrien" },
  { first: "Mary Ann", last: "Thistlewood", login: "mthistle@corp.test" },
  { first: "Pat", last: "Quimby", login: "pat.quimby@corp.test", status: "DEPROVISIONED" },
  { first: "Lukas", last: "Vogelsang", login: "lukas.vogelsang@corp.test" },
  { first: "Lukas", last: "Vogelsang", login: "lukas.vogelsang2@corp.test", status: "DEPROVISIONED" },
  { first: "Jörg", last: "Müllenheim", login: "joerg@corp.test", more: { displayName: "Joerg M." } },
  { first: 'Dwayne "Rock"', last: "Quote", login: "quoted@corp.test" },
  { first: "John", last: "Ironside", login: "john.ironside@corp.test" },
] as const;

beforeAll(async () => {
  org = await startCompositeOrg(findUser(), { events: 0, rateLimit: { perMinute: 100_000 } });
  for (const person of PEOPLE) addPerson(org.sandbox.org, person);
});
afterAll(() => org.close());

/** The answer in short: how it matched, whom, and how many requests that took. */
async function find(query: string) {
  const before = org.sandbox.requests.length;
  const answer = await org.ok({ query });
  const people = [answer.best, answer.candidates].flat().filter((each) => each !== undefined);
  const logins = people.map((each) => String(Object(each).login));
  return { match: answer.match, logins, requests: org.sandbox.requests.length - before, answer };
}

const JANE = "jane.smith@example.com";

describe("find_user finds the one who is meant", () => {
  it.each([
    ["Jane Smith", "exact", JANE, 1],
    ["jane smith", "exact", JANE, 1],
    ["Smith, Jane", "exact", JANE, 1],
    ["Smith Jane", "exact", JANE, 1],
    ["  Jane   Smith ", "exact", JANE, 1],
    ['"smith",', "exact", JANE, 1],
    ["smith", "exact", JANE, 1],
    ["Jane", "exact", JANE, 1],
    ["jane@", "close", JANE, 3],
    ["JANE.SMITH@example.com", "exact", JANE, 2],
    ["Jane Smith <jane.smith@example.com>", "exact", JANE, 2],
    ["jane.smith", "exact", JANE, 1],
    ["J. Smith", "exact", JANE, 1],
    ["j smith", "exact", JANE, 1],
    ["Smith, J.", "exact", JANE, 1],
    ["Jane M. Smith", "exact", JANE, 1],
    ["Jan Smi", "close", JANE, 2],
    ["jane.sm", "close", JANE, 2],
    ["jane.smith@exam", "close", JANE, 2],
    ["ane.smi", "close", JANE, 2],
    ["Jhon Ironsied", "close", "john.ironside@corp.test", 4],
    ["Jnae Smyth", "close", JANE, 4],
    ["Jane Smiht", "close", JANE, 4],
    ["smtih", "close", JANE, 4],
    ["jane.smiht@example.com", "close", JANE, 4],
    ["jose alvarez", "exact", "jalvarez@corp.test", 1],
    ["José Álvarez", "exact", "jalvarez@corp.test", 1],
    ["Jose Alvares", "close", "jalvarez@corp.test", 4],
    ["alvarez", "exact", "jalvarez@corp.test", 1],
    ["Sebastien Ducrot", "exact", "s.ducrot@corp.test", 1],
    ["seb@mail.test", "exact", "s.ducrot@corp.test", 2],
    ["Renée Okonkwo", "exact", "renee.okonkwo@corp.test", 1],
    ["okonkow", "close", "renee.okonkwo@corp.test", 4],
    ["zobrien", "exact", "zobrien", 1],
    ["O’Brien-Nagy", "exact", "zobrien", 1],
    ["Zsofia OBrien Nagy", "exact", "zobrien", 4],
    ["Mary Ann Thistlewood", "exact", "mthistle@corp.test", 1],
    ["Mary Thistlewood", "close", "mthistle@corp.test", 2],
    ["Ann Thistlewood", "close", "mthistle@corp.test", 2],
    ["Muellenheim", "close", "joerg@corp.test", 4],
    ["Joerg M.", "exact", "joerg@corp.test", 1],
    ['Dwayne "Rock" Quote', "exact", "quoted@corp.test", 4],
    ["CORP\\zobrien", "exact", "zobrien", 1],
    ["Jhon", "close", "john.ironside@corp.test", 4],
    ["Ironside\\", "exact", "john.ironside@corp.test", 1],
    ["Pat Quimby", "exact", "pat.quimby@corp.test", 1],
  ])("%j: %s", async (query, match, login, most) => {
    const { answer, requests, ...found } = await find(query);
    expect(found, JSON.stringify(answer)).toEqual({ match, logins: login === undefined ? [] : [login] });
    expect(requests).toBeLessThanOrEqual(most);
  });
});

describe("find_user and who is found by the same words", () => {
  it("lists namesakes with what tells them apart, the active one first, and chooses nobody", async () => {
    const { answer } = await find("Lukas Vogelsang");
    expect(answer).toMatchObject({
      match: "several",
      found: 2,
      candidates: [
        { login: "lukas.vogelsang@corp.test", name: "Lukas Vogelsang", status: "ACTIVE" },
        { login: "lukas.vogelsang2@corp.test", name: "Lukas Vogelsang", status: "DEPROVISIONED" },
      ],
      note: "Ask which user is meant; do not choose one.",
    });
    expect(answer).not.toHaveProperty("best");
  });

  it("takes the whole login of one of them for that one", async () => {
    expect(await find("lukas.vogelsang2@corp.test")).toMatchObject({
      match: "exact",
      logins: ["lukas.vogelsang2@corp.test"],
    });
  });

  it("takes what a login begins with, dot and all, for that one", async () => {
    expect(await find("lukas.vogelsang")).toMatchObject({
      match: "exact",
      logins: ["lukas.vogelsang@corp.test"],
    });
  });

  it("sees José in Jose, also where there is a Jose", async () => {
    addPerson(org.sandbox.org, { first: "Noémi", last: "Fabre", login: "nf1@corp.test" });
    addPerson(org.sandbox.org, { first: "Noemi", last: "Fabre", login: "nf2@corp.test" });
    const { match, logins } = await find("Noemi Fabre");
    expect(match).toBe("several");
    expect(logins.sort()).toEqual(["nf1@corp.test", "nf2@corp.test"]);
  });

  it("says that the one it found is deactivated", async () => {
    const { answer } = await find("Pat Quimby");
    expect(answer).toMatchObject({
      match: "exact",
      best: { status: "DEPROVISIONED" },
      note: "This user is deactivated.",
    });
  });

  it("puts the login before another's e-mail address, which it tells of", async () => {
    addPerson(org.sandbox.org, {
      first: "Shared",
      last: "Mailbox",
      login: "shared@corp.test",
      email: "zobrien@shared.test",
    });
    addPerson(org.sandbox.org, {
      first: "Zed",
      last: "Other",
      login: "zobrien@shared.test",
      email: "z@corp.test",
    });
    expect(await find("zobrien@shared.test")).toMatchObject({
      match: "exact",
      logins: ["zobrien@shared.test", "shared@corp.test"],
    });
  });

  it("asks for consent where one is like it and nothing more", async () => {
    const { answer } = await find("Jane Smyth");
    expect(answer).toMatchObject({ match: "close", best: { login: JANE }, candidates: [] });
    expect(answer.note).toMatch(
      /^Not what was written, but the only user found that is like it: ask whether/,
    );
  });

  it("finds somebody by id with one request, and nobody by the id of nobody", async () => {
    const { id } = org.sandbox.org.tokenOwner;
    expect(await find(id)).toMatchObject({ match: "exact", requests: 1, answer: { best: { id } } });
    expect(await find("00u00000000000000000")).toMatchObject({ match: "none", requests: 1 });
  });

  it("shows what is there, and no more of a long text than tells it", async () => {
    const title = "x".repeat(5_000);
    addPerson(org.sandbox.org, { first: "Verbose", last: "Title", login: "v@corp.test", more: { title } });
    const { answer } = await find("Verbose Title");
    const best = Object(answer.best);
    expect(best).not.toHaveProperty("department");
    expect(best).not.toHaveProperty("email");
    expect(best.title).toHaveLength(201);
  });

  it("says what else to try where there is nobody", async () => {
    const { answer, requests } = await find("Xqzkw Wvvpt");
    expect(answer).toMatchObject({ match: "none", candidates: [] });
    expect(answer.note).toMatch(/list_users/);
    expect(requests).toBeLessThanOrEqual(4);
  });
});

describe("find_user in an org of many", () => {
  const NAMESAKES = 230;

  it("shows ten of a great many, says how many more, and finds one of them by login", async () => {
    const large = await startCompositeOrg(findUser(), { events: 0, users: 95_000 });
    try {
      for (let at = 0; at < NAMESAKES; at++)
        addPerson(large.sandbox.org, { first: "Wendy", last: "Everyname", login: `wendy${at}@corp.test` });
      const started = large.sandbox.requests.length;
      const answer = await large.ok({ query: "Wendy Everyname" });
      expect(answer).toMatchObject({ match: "several", found: 200, at_least: true });
      expect(answer.candidates).toHaveLength(10);
      expect(answer.note).toMatch(/^Ask which user is meant; do not choose one\. 190 more fit/);
      expect(large.sandbox.requests.length - started).toBe(1);
      expect(JSON.stringify(answer).length).toBeLessThan(4_000);
      expect(await large.ok({ query: "wendy229@corp.test" })).toMatchObject({
        match: "exact",
        best: { login: "wendy229@corp.test" },
      });
      // One Jane Smith among all of them, misspelt.
      expect(await large.ok({ query: "Jnae Smyth" })).toMatchObject({
        match: "close",
        best: { login: JANE },
      });
    } finally {
      await large.close();
    }
  });
});

it("find_user is off without its scope, which find_group does not need", async () => {
  const auth = playAuth({ granted: ["okta.groups.read"] });
  const service = createToolService({
    catalog: createCatalog(),
    confirmations: createConfirmations({ now: () => NOW, randomCode: () => "code" }),
    askedScopes: ["okta.groups.read"],
    connect: async () => connectionTo(auth),
  });
  const { signal } = new AbortController();
  expect(service.list().map(({ name }) => name)).toContain("find_group");
  expect(service.list().map(({ name }) => name)).not.toContain("find_user");
  expect(await service.call({ name: "find_user", arguments: { query: "jane" }, signal })).toMatchObject({
    ok: false,
    error: { code: "forbidden", next: expect.stringContaining("okta.users.read") },
  });
  expect(await service.call({ name: "find_group", arguments: { query: "jane" }, signal })).toMatchObject({
    ok: true,
    result: { match: "none" },
  });
});
