import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./npm.js";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const ours = JSON.parse(read("package.json"));

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** Instructions in their order, continued lines joined. */
function parse(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = "", rest = ""] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
      return { name, rest };
    });
}

const instructions = parse(read("Dockerfile"));
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
const restOf = (list: readonly Instruction[], wanted: string) =>
  list.filter(({ name }) => name === wanted).map(({ rest }) => rest);

describe("the image", () => {
  it("is understood line by line", () => {
    expect(instructions.filter(({ name }) => name === "")).toEqual([]);
    expect(restOf(instructions, "FROM")).toHaveLength(2);
  });

  it("is run by no root, from an image without a shell", () => {
    expect(restOf(lastStage, "FROM")).toEqual([
      expect.stringMatching(/distroless\/nodejs\d+-debian\d+:nonroot$/),
    ]);
    expect(restOf(lastStage, "USER")).toEqual(["nonroot"]);
    expect(restOf(lastStage, "RUN")).toEqual([]);
  });

  it("holds what the package holds, and nothing else", () => {
    expect(restOf(lastStage, "COPY")).toEqual(["--from=build /app ./"]);
    expect(restOf(lastStage, "ADD")).toEqual([]);
    expect(restOf(instructions, "RUN").join("\n")).toMatch(/npm pack .*tar -xzf \S+ -C \/app/);
  });

  it("knows no setting and no secret", () => {
    expect(restOf(instructions, "ENV")).toEqual([]);
    expect(restOf(instructions, "ARG")).toEqual([]);
    expect(restOf(instructions, "RUN").join("\n")).not.toMatch(/OKTA_|token|secret|password/i);
  });

  it("starts the program, and asks it for its version to see how it is", () => {
    const program = ours.bin["okta-mcp"];
    expect(restOf(lastStage, "ENTRYPOINT").map((rest) => JSON.parse(rest))).toEqual([
      ["/nodejs/bin/node", program],
    ]);
    const [check = ""] = restOf(lastStage, "HEALTHCHECK");
    expect(JSON.parse(check.replace(/^.*CMD /, ""))).toEqual(["/nodejs/bin/node", program, "--version"]);
  });

  it("has the name that the registry looks for", () => {
    expect(restOf(lastStage, "LABEL").join()).toContain(
      `io.modelcontextprotocol.server.name="${ours.mcpName}"`,
    );
  });

  it("is built by the Node line of its last stage, which we support", () => {
    const [, build] = /^node:(\d+)-slim AS build$/.exec(restOf(instructions, "FROM")[0] ?? "") ?? [];
    const [, run] = /nodejs(\d+)/.exec(restOf(lastStage, "FROM")[0] ?? "") ?? [];
    expect(build).toBe(run);
    expect(Number(run)).toBeGreaterThanOrEqual(20);
  });
});

describe("what the build is sent", () => {
  const lines = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it("is nothing, but what its COPY instructions name", () => {
    expect(lines[0]).toBe("*");
    const copied = restOf(instructions, "COPY")
      .filter((rest) => !rest.startsWith("--from"))
      .flatMap((rest) => rest.split(" ").slice(0, -1));
    expect(lines.slice(1).sort()).toEqual(copied.map((path) => `!${path}`).sort());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
