import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

const README = new URL("../README.md", import.meta.url);

/**
 * Holds a section of the README, between comments that name it, to what the program knows; with UPDATE_README set, it
 * is written instead.
 */
export function expectSection(name: string, text: string): void {
  const page = readFileSync(README, "utf8");
  const section = new RegExp(`(<!-- ${name}: begin [^>]*-->\n\n)[\\s\\S]*(\n\n<!-- ${name}: end -->)`);
  expect(page, `README.md has no section ${name}`).toMatch(section);
  const renewed = page.replace(section, (_, begin: string, end: string) => begin + text + end);
  if (process.env.UPDATE_README) writeFileSync(README, renewed);
  else expect(page, `the section ${name} is stale: UPDATE_README=1 npm test renews it`).toBe(renewed);
}
