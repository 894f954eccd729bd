import { describe, expect, it } from "vitest";
import { nextCursor, parseLinks } from "../../src/http/links.js";
import { failureOf } from "../failure.js";

const ORG = "https://acme.okta.com";
const next = (link: string | string[]) => {
  const headers = new Headers();
  for (const each of [link].flat()) headers.append("link", each);
  return nextCursor({ headers }, ORG);
};

describe("the next cursor", () => {
  it.each<[string, string | string[], string | undefined]>([
    [
      "Okta's two headers",
      [`<${ORG}/api/v1/users?limit=2>; rel="self"`, `<${ORG}/api/v1/users?after=c1&limit=2>; rel="next"`],
      "c1",
    ],
    ["the last page", `<${ORG}/api/v1/users?limit=2>; rel="self"`, undefined],
    ["an encoded cursor", `<${ORG}/api/v1/logs?after=a%2Bb%3D%3D>; rel="next"`, "a+b=="],
    ["a relation without quotes, in capitals", `<${ORG}/x?after=c>;REL=NEXT`, "c"],
    ["one of several relations", `<${ORG}/x?after=c>; rel="last next"`, "c"],
    ["a relative address", '</api/v1/users?after=c>; rel="next"', "c"],
    [
      "commas and semicolons inside",
      `<${ORG}/x?a=1,2;3&after=c>; title="a, b; rel=\\"x\\""; rel="next"`,
      "c",
    ],
    ["no link at all", [], undefined],
    ["an empty header", "", undefined],
    ["empty list members", `, ,<${ORG}/x?after=c>; rel="next",`, "c"],
    ["only the first rel counts", `<${ORG}/x?after=c>; rel="self"; rel="next"`, undefined],
  ])("%s", (_, link, cursor) => {
    expect(next(link)).toBe(cursor);
  });

  it.each([
    ["another host", '<https://evil.example/api/v1/users?after=c>; rel="next"'],
    ["another scheme", '<http://acme.okta.com/x?after=c>; rel="next"'],
    ["another port", '<https://acme.okta.com:8443/x?after=c>; rel="next"'],
    ["a host that begins alike", '<https://acme.okta.com.evil.example/x?after=c>; rel="next"'],
    ["no cursor", `<${ORG}/x?limit=2>; rel="next"`],
    ["an empty cursor", `<${ORG}/x?after=>; rel="next"`],
    ["an unclosed target", `<${ORG}/x?after=c; rel="next"`],
    ["an unclosed quote", `<${ORG}/x?after=c>; rel="next`],
    ["no target", 'rel="next"'],
    ["no URL", '<https://[>; rel="next"'],
    ["text between target and relation", `<${ORG}/x?after=c> x; rel="next"`],
    ["text before the target", `x <${ORG}/x?after=c>; rel="next"`],
    ["text after the relation", `<${ORG}/x?after=c>; rel="next" x`],
  ])("is refused for %s", async (_, link) => {
    expect(await failureOf(() => next(link))).toMatchObject({ code: "unexpected_response" });
  });
});

it("a long hostile header is read in linear time", () => {
  const header = `<a>${"; x".repeat(200_000)}`;
  const started = performance.now();
  expect(parseLinks(header)).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(500);
});
