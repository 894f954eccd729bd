import { expect, onTestFinished, test } from "vitest";
import { type Args, startSession } from "./support/session.js";

/** A model's first try, what the error text tells it, and the second try that follows from it. */
test.each<[string, Args, readonly string[], Args]>([
  [
    "create_group",
    { profile: { name: "Night shift" } },
    ["profile: is not known here; did you mean group.profile?"],
    { group: { profile: { name: "Night shift" } } },
  ],
  [
    "create_application",
    { application: { signOnMode: "bookmark", label: "Wiki", url: "https://wiki.example.com" } },
    [
      'most like BOOKMARK, which still needs name: "bookmark"; settings: object of ',
      "application.url: is not known here; did you mean application.settings.app.url?",
      "describe_schema tool=create_application variant=BOOKMARK shows every field.",
    ],
    {
      application: JSON.stringify({
        signOnMode: "BOOKMARK",
        name: "bookmark",
        label: "Wiki",
        settings: { app: { url: "https://wiki.example.com" } },
      }),
    },
  ],
  [
    "list_users",
    { search: "department = 'Sales'", limit: "3" },
    [
      "In search, at character 1: department is no property here, write profile.department; at character 12: write eq as the operator; at character 14: write straight double quotes",
      'Example: profile.department eq "Sales" and ',
    ],
    { search: 'profile.department eq "Sales"', limit: "3", fields: "id" },
  ],
])("%s is right at the second try", async (tool, first, told, second) => {
  const session = await startSession({});
  onTestFinished(() => session.close());
  const text = await session.fail(tool, first);
  for (const words of told) expect(text).toContain(words);
  await session.ok(tool, second);
});
