import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

const Step = z.object({
  run: z.string().optional(),
  uses: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const Workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()).optional(),
      strategy: z.object({ matrix: z.unknown() }).optional(),
      steps: z.array(Step),
    }),
  ),
});
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));

const workflows = ["ci", "spec-drift"].map((name) => ({
  name,
  ...Workflow.parse(parse(read(`.github/workflows/${name}.yml`))),
}));
const [ci, drift] = workflows;
const steps = (workflow = ci) => Object.values(workflow?.jobs ?? {}).flatMap((job) => job.steps);

/** The npm scripts a text runs: `npm run x`, `npm test`. */
function scriptsIn(text: string): string[] {
  const found = [...text.matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(test))/g)];
  return found.map(([, script, test]) => script ?? test ?? "");
}

describe.each(workflows)("$name", ({ permissions, ...workflow }) => {
  const all = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("may only read, unless a job says otherwise", () => {
    expect(permissions).toEqual({ contents: "read" });
  });

  it("runs scripts that there are", () => {
    const used = all.flatMap(({ run }) => scriptsIn(run ?? ""));
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("uses GitHub's own actions, at a version", () => {
    const used = all.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^actions\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/.test(action))).toEqual([]);
  });

  it("puts no expression into a script, where words of others would be commands", () => {
    expect(all.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });
});

describe("CI", () => {
  it("tries every Node we support on every system", () => {
    expect(ci?.jobs.check?.strategy?.matrix).toEqual({
      os: ["ubuntu-latest", "macos-latest", "windows-latest"],
      node: [20, 22, 24],
    });
    expect(Object.keys(ci?.on ?? {})).toEqual(["push", "pull_request"]);
  });

  it("takes the steps of .ci/run, in their order", () => {
    const local = [...read(".ci/run").matchAll(/^step (npm .*)$/gm)].map(([, command]) => command);
    const remote = steps().flatMap(({ run }) => (run?.startsWith("npm ") ? [run] : []));
    expect(local.length).toBeGreaterThan(4);
    expect(remote).toEqual(local);
  });
});

describe("spec drift", () => {
  it("runs weekly and by hand, and writes no more than a branch and its pull request", () => {
    expect(drift?.on).toMatchObject({
      schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* [0-6]$/) }],
      workflow_dispatch: {},
    });
    expect(drift?.jobs.drift?.permissions).toEqual({ contents: "write", "pull-requests": "write" });
  });

  it("labels by severity, with one branch for the one pull request", () => {
    const text = steps(drift)
      .map(({ run }) => run)
      .join("\n");
    for (const label of ["drift: breaking", "drift: compatible"])
      expect(text).toContain(`gh label create "${label}"`);
    expect(text).toContain("gh pr list --head");
    expect(text).toContain("gh pr edit");
  });
});
