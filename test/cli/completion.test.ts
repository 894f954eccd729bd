import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { SHELLS } from "../../src/cli/completion/scripts.js";
import { completionLines, completionScript } from "../../src/cli/completion.js";
import { createProgram } from "../../src/cli/program.js";

const program = createProgram({ env: {}, version: "1.2.3", description: "x" });
const values = (...words: readonly string[]) =>
  completionLines(program, words).map((line) => line.split("\t")[0]);

describe("what can be typed", () => {
  test.each([
    ["a command", ["lo"], ["login", "logout"]],
    ["a shell", ["completion", "b"], ["bash"]],
    ["a tool", ["call", "get_pol"], ["get_policy", "get_policy_rule"]],
    [
      "a tool behind flags of call",
      ["call", "--demo", "--output", "json", "find_u"],
      ["find_unused_applications", "find_user"],
    ],
    ["an argument of a tool", ["call", "list_users", "--sort"], ["--sort-by", "--sort-order"]],
    ["an argument of a tool written with dashes", ["call", "list-users", "--sort-b"], ["--sort-by"]],
    ["a value of an argument", ["call", "list_users", "--detail", ""], ["summary", "full"]],
    ["a value behind =", ["call", "list_users", "--detail=s"], ["--detail=summary"]],
    [
      "a value behind a = that the shell has cut off",
      ["call", "list_users", "--detail", "=", "s"],
      ["summary"],
    ],
    [
      "the lists that can be exported",
      ["call", "export_records", "--tool", "list_g"],
      ["list_groups", "list_group_users", "list_group_apps"],
    ],
    ["a setting of a tool's call", ["call", "list_users", "--org"], ["--org-url"]],
    ["a value of a setting", ["serve", "--confirm", "s"], ["strict"]],
    ["a flag of serve, which needs no name", ["--read"], ["--read-only"]],
    ["a tool behind a switch", ["call", "--read-only", "find_u"], ["find_unused_applications", "find_user"]],
    ["a value of a switch", ["serve", "--read-only=f"], ["--read-only=false"]],
    ["a client", ["init", "--client", "c"], ["claude-desktop", "claude-code", "cursor", "codex"]],
  ])("%s", (_, words, wanted) => {
    expect(values(...words)).toEqual(wanted);
  });

  test.each([
    ["free text", ["call", "list_users", "--search", ""]],
    ["a flag that stands there already", ["call", "get_user", "--user-id", "x", "--user"]],
    ["a hidden command", ["complet", ""]],
    ["something unknown", ["call", "nobody_knows"]],
  ])("nothing for %s", (_, words) => {
    expect(values(...words)).toEqual([]);
  });

  test("the whole list of commands, but not the one that the scripts use", () => {
    expect(values("")).toContain("doctor");
    expect(values("")).not.toContain("complete");
  });

  test("each with what it is", () => {
    expect(completionLines(program, ["call", "delete_group"])).toEqual([
      "delete_group\tDelete group (destructive)",
    ]);
  });
});

describe("scripts", () => {
  test.each(SHELLS)("for %s ask the program, and run nothing that is typed", (shell) => {
    const script = completionScript(shell);
    expect(script).toContain("okta-mcp complete");
    expect(
      script
        .split("\n")
        .filter((line) => !line.startsWith("#"))
        .join("\n"),
    ).not.toMatch(/\beval\b|Invoke-Expression/);
  });

  test("for another shell there is none", () => {
    expect(() => completionScript("tcsh")).toThrow("This shell is not known.");
  });

  const bash = ["/bin/bash", "/usr/bin/bash"].find((path) => {
    try {
      return execFileSync(path, ["-c", "echo 1"]).length > 0;
    } catch {
      return false;
    }
  });

  test.skipIf(bash === undefined)("for bash hands the words over as they are, each as one", () => {
    const folder = mkdtempSync(join(tmpdir(), "okta-mcp-bash-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const spy = join(folder, "okta-mcp");
    writeFileSync(spy, '#!/bin/sh\nfor word in "$@"; do printf "<%s>\\tx\\n" "$word"; done\n');
    chmodSync(spy, 0o755);
    const typed = `COMP_WORDS=(okta-mcp call --search '$(touch "${folder}/run")' '') COMP_CWORD=4`;
    const shown = `${completionScript("bash")}\n${typed}\n_okta_mcp\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync(bash ?? "", ["--norc", "--noprofile", "-c", shown], {
      env: { PATH: `${folder}:/usr/bin:/bin` },
    }).toString();
    expect(output.split("\n").slice(0, -1)).toEqual([
      "<complete>",
      "<-->",
      "<call>",
      "<--search>",
      `<$(touch "${folder}/run")>`,
      "<>",
    ]);
  });
});
