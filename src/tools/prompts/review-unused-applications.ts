import type { Prompt } from "./prompt.js";

export const reviewUnusedApplications: Prompt = {
  name: "review_unused_applications",
  title: "Review unused applications",
  description: "Find applications that nobody uses, and decide with the user what becomes of each.",
  arguments: [
    {
      name: "days",
      title: "Days without use",
      description: "Default 90, as long as Okta's log goes back",
      required: false,
      suggests: ["30", "60", "90"],
    },
    {
      name: "application",
      title: "Application",
      description: "Label of a single one to look at",
      required: false,
      suggests: "application",
    },
  ],
  task: ({ days, application }) =>
    `Review the applications that nobody has signed on to for ${days ?? '"90"'} days${application ? `, above all ${application}` : ""}.`,
  steps: [
    {
      without: "unused applications cannot be found",
      ways: [
        {
          tools: ["find_unused_applications"],
          text: ({ days }) =>
            `Call find_unused_applications with days ${days ?? '"90"'} as a number. Keep new applications and services apart, as the answer does, and repeat what it says of the log's limits.`,
        },
        {
          tools: ["list_applications", "get_logs"],
          text: () =>
            'Read the active applications (list_applications, fetch_all) and the sign-ons (get_logs, filter eventType eq "user.authentication.sso", fields target[].id, fetch_all); those without a sign-on are unused.',
        },
      ],
    },
    {
      without: "the applications' settings cannot be read",
      ways: [
        {
          tools: ["get_application"],
          text: ({ application }) =>
            `Read ${application ? `${application} and the most telling others` : "the most telling ones"} with get_application: what they are, and whether they serve machines or provisioning, which leave no sign-ons.`,
        },
      ],
    },
    {
      without: "applications cannot be deactivated",
      ways: [
        {
          tools: ["deactivate_application"],
          text: () =>
            "Show a table (label, kind, last use, users, groups, advice: keep, ask the owner, deactivate). Deactivate nothing by yourself: for each application the user names, deactivate_application with dry_run=true first, then without. activate_application takes it back.",
        },
      ],
    },
    {
      without: "no file can be written",
      ways: [
        {
          tools: ["export_records"],
          text: () => "If the user wants a file of all applications: export_records with list_applications.",
        },
      ],
    },
  ],
  report: "how many are unused, the table, what was decided for each, and what could not be judged",
};
