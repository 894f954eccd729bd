import { expect, test } from "vitest";
import { startProcess } from "./support/process.js";

test("the demo answers the three requests, readably, and ends well", async () => {
  const demo = startProcess(["demo"]);
  const { code } = await demo.exit(20_000);
  expect({ code, stderr: demo.stderr() }).toEqual({ code: 0, stderr: "" });
  const text = demo.lines().join("\n");
  expect(text).toMatch(/^Connected over stdio: \d\d tools, /);
  expect(text).toMatch(/ada\.byron@example\.com is ACTIVE, id 00u\w{17}, a member of: .*Engineering/);

  const failed = Number(/(\d+) failed login attempts:/.exec(text)?.[1]);
  const attempts = demo
    .lines()
    .filter((line) => /^ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S+@\S+ +[A-Z_]+ +[\d.]+$/.test(line));
  expect(failed).toBeGreaterThanOrEqual(12);
  expect(attempts).toHaveLength(failed);

  const unused = Number(/(\d+) of \d+ active applications had no sign-on in 30 days/.exec(text)?.[1]);
  const applications = demo.lines().filter((line) => / 0oa\w{17}$/.test(line));
  expect(unused).toBeGreaterThan(0);
  expect(applications).toHaveLength(unused);
});
