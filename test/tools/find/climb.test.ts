import { describe, expect, it } from "vitest";
import { OktaMcpError } from "../../../src/errors.js";
import { tell } from "../../../src/tools/find/answer.js";
import { type Batch, climb, type Level } from "../../../src/tools/find/climb.js";
import { parseQuery } from "../../../src/tools/find/query.js";

type Item = Readonly<Record<string, unknown>>;

const name = ({ name: text }: Item) => ({
  id: String(text),
  handles: [],
  names: [String(text)],
  isInactive: false,
});
const gives =
  (names: readonly string[], complete = true) =>
  async (): Promise<Batch> => ({
    items: names.map((each) => ({ name: each })),
    complete,
  });
const refuses = async (): Promise<Batch> => {
  throw new OktaMcpError("okta_rejected", "Okta rejected the request: Invalid search criteria.");
};
const never = async (): Promise<Batch> => {
  throw new Error("this level is not needed");
};
const levels = (...reads: Level["reads"]): Level[] =>
  reads.map((read, at) => ({
    reads: [read],
    suffices: (["exact", "part", "similar"] as const)[at] ?? "similar",
  }));

const query = parseQuery("Jane Smith");
const names = async (...reads: Level["reads"]) =>
  (await climb(levels(...reads), query, name)).candidates.map(({ named }) => named.id);

describe("searching level by level", () => {
  it("ends with what is exact", async () => {
    expect(await names(gives(["Jane Smith"]), never)).toEqual(["Jane Smith"]);
  });

  it("goes on from what does not fit at all, and ends with a beginning", async () => {
    expect(await names(gives(["Bob Jones"]), gives(["Jane Smithers"]), never)).toEqual(["Jane Smithers"]);
  });

  it("puts together what a level finds, each once, best first", async () => {
    const both = {
      reads: [gives(["Jane Smyth", "Jane Smithers"]), gives(["Jane Smyth"])],
      suffices: "similar",
    } as const;
    const { candidates } = await climb([both], query, name);
    expect(candidates.map(({ named, kind }) => [named.id, kind])).toEqual([
      ["Jane Smithers", "prefix"],
      ["Jane Smyth", "similar"],
    ]);
  });

  it("fails where Okta refuses the first level, and any failure of another kind", async () => {
    await expect(names(refuses)).rejects.toThrow("Okta rejected");
    await expect(names(gives([]), never)).rejects.toThrow("not needed");
  });

  it("fails only when nothing goes on any more", async () => {
    let isUnderWay = true;
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isUnderWay = false;
      return gives([])();
    };
    const level = { reads: [refuses, slow], suffices: "similar" } as const;
    await expect(climb([level], query, name)).rejects.toThrow("Okta rejected");
    expect(isUnderWay).toBe(false);
  });

  it("says it where Okta refuses to search for similar names, and none was found otherwise", async () => {
    const findings = await climb(levels(gives([]), gives([]), refuses), query, name);
    expect(findings).toMatchObject({ candidates: [], complete: false });
    const words = { thing: "user", narrower: "ask for more", none: "Nobody." } as const;
    expect(tell(findings, words, (item) => item)).toEqual({
      match: "none",
      candidates: [],
      note: "Nobody. Okta refused to search for similar names: Okta rejected the request: Invalid search criteria.",
    });
  });

  it("says that there is more where a close match was found in a part of it", async () => {
    const findings = await climb(levels(gives([]), gives(["Jane Smithers"], false)), query, name);
    const words = { thing: "user", narrower: "ask for more", none: "Nobody." } as const;
    expect(tell(findings, words, (item) => item)).toMatchObject({
      match: "close",
      note: expect.stringMatching(/Okta has more to look through than was read: ask for more\.$/),
    });
  });
});
