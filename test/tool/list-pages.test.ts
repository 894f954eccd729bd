import { describe, expect, test } from "vitest";
import { readPages } from "../../src/tool/list-pages.js";
import type { ListSource, PageRequest } from "../../src/tool/list-source.js";
import { failureOf } from "../failure.js";
import { answer, collect, itemsOf, ORG, playList, runOptions } from "./lists.js";

const items = itemsOf(Array.from({ length: 50 }, () => 1));
const options = (more: { wanted?: number; signal?: AbortSignal } = {}) => ({
  ...runOptions(),
  limit: 10,
  wanted: Number.POSITIVE_INFINITY,
  ...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("reading ahead", () => {
  test("asks for the next page before the present one is handed out", async () => {
    const { source, requests } = playList(() => items);
    const pages = readPages(source, { limit: 10 }, options());
    await pages.next();
    expect(requests.map(({ after }) => after)).toEqual([undefined, "9"]);
    await pages.return(undefined);
  });

  test("asks for nothing beyond what is wanted", async () => {
    const { source, requests } = playList(() => items);
    let pages = 0;
    for await (const _ of readPages(source, { limit: 10 }, options({ wanted: 20 }))) if (++pages === 2) break;
    await settled();
    expect(requests).toHaveLength(2);
  });

  test("gives the page read ahead up when the caller stops", async () => {
    const { source, requests } = playList(() => items);
    for await (const _ of readPages(source, { limit: 10 }, options())) break;
    expect(requests[1]?.signal.aborted).toBe(true);
  });

  test("a page read ahead that fails is no failure for those who do not want it", async () => {
    const { source } = playList(() => items);
    const failing: ListSource = {
      page: (request) => (request.after ? Promise.reject(new Error("page 2")) : source.page(request)),
    };
    for await (const _ of readPages(failing, { limit: 10 }, options())) break;
    // An unhandled rejection would fail the run.
    await settled();
    await expect(collect(readPages(failing, { limit: 10 }, options()))).rejects.toThrow("page 2");
  });
});

describe("cancelling", () => {
  test("between pages, nothing more is asked", async () => {
    const { source, requests } = playList(() => items);
    const controller = new AbortController();
    const pages = readPages(source, { limit: 10 }, options({ wanted: 1, signal: controller.signal }));
    await pages.next();
    controller.abort();
    expect((await failureOf(() => pages.next())).code).toBe("cancelled");
    expect(requests).toHaveLength(1);
  });

  test("during a request, the request is given up", async () => {
    const controller = new AbortController();
    const seen: PageRequest[] = [];
    const hanging: ListSource = {
      page: (request) => {
        seen.push(request);
        return new Promise((_, reject) =>
          request.signal.addEventListener("abort", () => reject(new Error("given up"))),
        );
      },
    };
    const first = readPages(hanging, {}, options({ signal: controller.signal })).next();
    controller.abort();
    await expect(first).rejects.toThrow("given up");
    expect(seen).toHaveLength(1);
  });
});

describe("what no list answers is an unexpected response:", () => {
  const reading = (page: (request: PageRequest) => ReturnType<typeof answer>) =>
    failureOf(() => collect(readPages({ page: async (request) => page(request) }, {}, options())));

  test("a next link to another host", async () => {
    const headers = { link: '<https://evil.example.com/api/v1/users?after=x>; rel="next"' };
    const error = await reading(() => ({ data: [{ id: "1" }], response: new Response(null, { headers }) }));
    expect(error.code).toBe("unexpected_response");
  });

  test("a next link to the same page", async () => {
    expect((await reading(() => answer([{ id: "1" }], "again"))).message).toMatch(/same page/);
  });

  test("empty pages without end", async () => {
    let asked = 0;
    const error = await reading(() => answer([], `page-${++asked}`));
    expect(error.code).toBe("unexpected_response");
    expect(asked).toBeLessThanOrEqual(21);
  });
});

test("the org's address decides what a next link may lead to", async () => {
  const page = async () => answer([{ id: "1" }], "2");
  const other = { ...options({ wanted: 0 }), orgUrl: "https://other.okta.com" };
  expect(ORG).not.toBe(other.orgUrl);
  expect((await failureOf(() => readPages({ page }, {}, other).next())).code).toBe("unexpected_response");
});
