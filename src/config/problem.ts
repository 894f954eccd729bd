import { OktaMcpError } from "../errors.js";

/** One setting at fault. Neither text may hold any part of its value. */
export interface Problem {
  readonly variable: string;
  /** Follows the variable's name: `is missing`. */
  readonly what: string;
  /** A whole sentence. */
  readonly fix: string;
}

/** One `config_invalid` for all problems at once, so that the user mends them in one go. */
export function configInvalid(problems: readonly Problem[]): OktaMcpError {
  const [first] = problems;
  return new OktaMcpError(
    "config_invalid",
    problems.map(({ variable, what }) => `${variable} ${what}.`).join(" "),
    {
      field: problems.length === 1 ? first?.variable : undefined,
      next: [...new Set(problems.map(({ fix }) => fix))].join(" "),
    },
  );
}
