import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findGroup } from "../../src/tools/find-group.js";
import { type CompositeOrg, startCompositeOrg } from "./composite-org.js";
import { addGroup } from "./find/people.js";

let org: CompositeOrg;

beforeAll(async () => {
  const rateLimit = { perMinute: 100_000 };
  org = await startCompositeOrg(findGroup(), { events: 0, rateLimit });
  for (const name of ["Équipe Lyon", "Night Shift", "Night Shift Leads", "R&D (Berlin)", 'Say "hello"'])
    addGroup(org.sandbox.org, name);
});
afterAll(() => org.close());

async function find(query: string) {
  const before = org.sandbox.requests.length;
  const answer = await org.ok({ query });
  const groups = [answer.best, answer.candidates].flat().filter((each) => each !== undefined);
  const names = groups.map((each) => String(Object(each).name));
  return { match: answer.match, names, requests: org.sandbox.requests.length - before, answer };
}

describe("find_group finds the one that is meant, or lists those that may be", () => {
  it.each([
    ["Engineering", "exact", ["Engineering"], 1],
    ["engineering", "exact", ["Engineering"], 1],
    ["the Engineering group", "exact", ["Engineering"], 1],
    ["engineering team", "exact", ["Engineering"], 1],
    ["Eng", "close", ["Engineering"], 2],
    ["Enginering", "close", ["Engineering"], 3],
    ["Engineernig", "close", ["Engineering"], 3],
    ["remote workers", "exact", ["Remote Workers"], 1],
    ["remote-workers", "exact", ["Remote Workers"], 2],
    ["remote worker", "close", ["Remote Workers"], 2],
    ["workers remote", "close", ["Remote Workers"], 2],
    ["remtoe wrokers", "close", ["Remote Workers"], 3],
    ["VPN", "close", ["VPN Users"], 2],
    ["okta admins", "close", ["Okta Administrators"], 3],
    ["pilot", "close", ["MFA Pilot"], 2],
    ["human", "close", ["Human Resources"], 2],
    ["Workday", "several", ["Workday Finance", "Workday Staff"], 2],
    ["Finance", "exact", ["Finance"], 1],
    ["Night Shift", "exact", ["Night Shift"], 1],
    ["night", "several", ["Night Shift", "Night Shift Leads"], 2],
    ["equipe lyon", "exact", ["Équipe Lyon"], 3],
    ["R&D", "close", ["R&D (Berlin)"], 2],
    ['say "hello"', "exact", ['Say "hello"'], 2],
    ["Xqzkw", "none", [], 3],
    ['" or profile.name sw "', "none", [], 3],
    ["\\", "none", [], 0],
    ["../users", "close", ["VPN Users"], 3],
  ])("%j: %s %j", async (query, match, names, most) => {
    const { answer, requests, ...found } = await find(query);
    expect(found, JSON.stringify(answer)).toEqual({ match, names });
    expect(requests).toBeLessThanOrEqual(most);
  });

  it("finds a group by id with one request", async () => {
    const id = addGroup(org.sandbox.org, "Found by Id", "What it is for");
    const { requests, answer } = await find(id);
    expect(answer).toMatchObject({ match: "exact", candidates: [] });
    expect(answer.best).toEqual({
      id,
      name: "Found by Id",
      description: "What it is for",
      type: "OKTA_GROUP",
    });
    expect(requests).toBe(1);
  });

  it("tells groups of one name apart by where they come from", async () => {
    const imported = org.sandbox.org.groups.all.find(({ type }) => type === "APP_GROUP");
    addGroup(org.sandbox.org, "Workday Staff");
    expect((await find("workday staff")).answer).toMatchObject({
      match: "several",
      found: 2,
      candidates: expect.arrayContaining([
        expect.objectContaining({ type: "OKTA_GROUP" }),
        expect.objectContaining({ type: "APP_GROUP", application_id: imported?.source?.id }),
      ]),
    });
  });

  it("says what else to try where there is none", async () => {
    const { answer } = await find("Xqzkw");
    expect(answer.note).toMatch(/list_groups/);
  });
});
