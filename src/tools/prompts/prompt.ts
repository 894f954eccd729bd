/** What a value typed for an argument can be completed from: the org's own names, or a fixed choice. */
export type Suggested = "user" | "group" | "application" | "policy" | readonly string[];

export interface PromptArgument {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly suggests?: Suggested;
  /** Values are separated by commas. */
  readonly several?: true;
}

/** The given arguments, each quoted as a JSON string in which everything can be seen; absent where none was given. */
export type Given = Readonly<Record<string, string | undefined>>;

/** One way to make a step: what to do, by tools that are all needed. */
export interface Way {
  readonly tools: readonly string[];
  readonly text: (given: Given) => string;
}

/** A step of a plan, by the first of its ways whose tools are on. */
export interface Step {
  /** For the user, where no way is open: `the account cannot be made`. */
  readonly without: string;
  readonly ways: readonly Way[];
}

/** A task an administrator starts by name: what it needs to know, and a plan over our tools. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  readonly task: (given: Given) => string;
  readonly steps: readonly Step[];
  /** How the outcome is to be told. */
  readonly report: string;
}

/** The steps that find the user whom an argument names, for every plan that is about one. */
export function findUserStep(argument: string): Step {
  return {
    without: "the user cannot be looked up; ask for the exact id or login",
    ways: [
      {
        tools: ["find_user"],
        text: (given) =>
          `Find the user with find_user, query ${given[argument]}. More than one match, or none that is exact: show the candidates and ask which one is meant.`,
      },
      {
        tools: ["list_users"],
        text: (given) =>
          `Find the user whose login, e-mail or name is ${given[argument]} with list_users (search or q). More than one match: show them and ask which one is meant.`,
      },
      {
        tools: ["get_user"],
        text: (given) =>
          `Read the user ${given[argument]} with get_user, which takes the exact id or login; ask for it where it finds nobody.`,
      },
    ],
  };
}
