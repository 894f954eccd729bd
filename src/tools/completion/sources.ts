/** Objects of the org whose names a value can be completed from. */
export type Named = "user" | "group" | "application" | "policy";

/** How names are read that start so: by a list tool, in one page. */
export interface NameSource {
  readonly tool: string;
  readonly arguments: (start: string) => Readonly<Record<string, unknown>>;
  /** Dotted path of the name; nothing else is read. */
  readonly field: string;
}

/** What clients take at most (MCP, Completion). */
export const MAX_VALUES = 100;

const q = (start: string) => (start === "" ? {} : { q: start });

export const SOURCES: Readonly<Record<Named, NameSource>> = {
  user: {
    tool: "list_users",
    // A SCIM string is a JSON string (RFC 7644, section 3.4.2.2), so no text can end it early.
    arguments: (start) => ({
      ...(start !== "" && { search: `profile.login sw ${JSON.stringify(start)}` }),
      limit: MAX_VALUES,
    }),
    field: "profile.login",
  },
  group: {
    tool: "list_groups",
    arguments: (start) => ({ ...q(start), limit: MAX_VALUES }),
    field: "profile.name",
  },
  application: {
    tool: "list_applications",
    arguments: (start) => ({ ...q(start), limit: MAX_VALUES }),
    field: "label",
  },
  // Okta lists policies by type, fifty at most; the one prompt that names one is about access policies.
  policy: {
    tool: "list_policies",
    arguments: (start) => ({ ...q(start), type: "ACCESS_POLICY" }),
    field: "name",
  },
};
