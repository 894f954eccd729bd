import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VARIABLES, type Variable } from "../src/config/variables.js";
import { descriptors } from "../src/tools/composites.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it.each(Object.entries<Variable>(VARIABLES))(
    "has the row of %s as the program knows it",
    (name, variable) => {
      const { what, option, default: standard } = variable;
      const flag = option
        ? ` \`--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\` `
        : " ";
      expect(readme).toContain(`| \`${name}\` |${flag}| ${what} |${standard ? ` ${standard} ` : " "}|`);
    },
  );

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
