import { expect, test } from "vitest";
import { run } from "./support/command.js";

test("the demo answers its requests, readably, in good time", async () => {
  const started = performance.now();
  const { code, stdout: text, stderr } = await run(["demo"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(text).not.toContain(String.fromCharCode(27));
  expect(text).toMatch(/^Connected over stdio in \d+ ms: \d\d tools in about [\d,]+ tokens, /);

  // Each request with its place among all, each call with its time and size.
  const places = [...text.matchAll(/^(\d)\/(\d) > /gm)].map(([, step, all]) => [step, all]);
  expect(places).toEqual(places.map((_, at) => [`${at + 1}`, `${places.length}`]));
  expect(places.length).toBeGreaterThanOrEqual(3);
  const ended = [...text.matchAll(/^ +(?:answered|refused) in \d+ ms with about [\d,]+ tokens?$/gm)];
  expect(text).toContain(`${ended.length} calls, about `);
});

test("the demo creates, adds, previews, asks, and corrects a mistake", async () => {
  const { stdout: text } = await run(["demo"]);
  expect(text).toMatch(/refused in .*\n +arguments_invalid: .*\n(?:.*\n)*? +create_user .*\n +answered/);
  expect(text).toMatch(/ada\.byron@example\.com is ACTIVE, id 00u\w{17}, a member of: .*Engineering/);
  expect(text).toMatch(/= POST \S+\/lifecycle\/suspend would be sent\. Nothing was sent or changed\./);
  expect(text).toMatch(/\? Suspend user "ada\.byron@example\.com" \(ACTIVE.*\n(?: +\?.*\n)* +\? Yes, do it/);
  expect(text).toContain("= Done; she is SUSPENDED.");
  expect(text).not.toContain("Analytical-Engine");
});

test("the demo finds the failed sign-ins and the unused applications", async () => {
  const { stdout: text } = await run(["demo"]);
  const failed = Number(/= (\d+) failed or denied sign-ins/.exec(text)?.[1]);
  expect(failed).toBeGreaterThanOrEqual(12);
  const reasons = text.slice(text.indexOf("sign-ins, by reason:"), text.indexOf("= The events"));
  const counted = [...reasons.matchAll(/ {2}(\d+)$/gm)].map(([, count]) => Number(count));
  expect(counted.reduce((sum, each) => sum + each, 0)).toBe(failed);

  const unused = Number(/= (\d+) of \d+ applications had no sign-on in 30 days/.exec(text)?.[1]);
  expect(unused).toBeGreaterThan(0);
  expect(text.match(/ 0oa\w{17}$/gm)).toHaveLength(unused);
});
