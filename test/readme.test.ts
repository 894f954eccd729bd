import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { flagName, VARIABLES, type Variable } from "../src/config/variables.js";
import { ERROR_CODES } from "../src/errors.js";
import { descriptors } from "../src/tools/composites.js";
import { expectSection } from "./readme-sections.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

const table = (heads: readonly string[], rows: readonly string[]) =>
  [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---|").join("")}`, ...rows].join("\n");

describe("the README", () => {
  it("lists every setting as the program knows it", () => {
    const rows = Object.entries<Variable>(VARIABLES).map(
      ([name, { what, option, isSwitch, default: standard = "" }]) => {
        const flag = option ? `\`--${flagName(option)}${isSwitch ? "[=false]" : ""}\`` : "";
        return `| \`${name}\` | ${flag} | ${what} | ${standard} |`;
      },
    );
    expectSection("settings", table(["Variable", "Flag", "What it is", "Default"], rows));
  });

  it("lists every error with its cause and what to do", () => {
    const rows = Object.entries(ERROR_CODES).map(
      ([code, { cause, fix }]) => `| \`${code}\` | ${cause} | ${fix} |`,
    );
    expectSection("errors", table(["Message begins with", "Cause", "What to do"], rows));
  });

  it("names no variable that the program does not read", () => {
    // The tool table names a policy type that looks like one.
    const [before = "", after = ""] = readme.split(/<!-- tools: begin[\s\S]*tools: end -->/);
    const named = new Set((before + after).match(/OKTA_[A-Z_]+/g));
    expect([...named].filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it.each(Object.keys(descriptors))("names the composite tool %s", (tool) => {
    expect(readme).toContain(`\`${tool}\``);
  });
});
