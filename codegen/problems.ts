/** A fault in allowlist or contract that codegen's user can mend: one line each, all of them at once. */
export class CodegenError extends Error {
  override readonly name = "CodegenError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
