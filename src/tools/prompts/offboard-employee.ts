import { findUserStep, type Prompt } from "./prompt.js";

export const offboardEmployee: Prompt = {
  name: "offboard_employee",
  title: "Offboard an employee",
  description: "See what a leaving employee has access to, and end it with the user's consent.",
  arguments: [
    {
      name: "user",
      title: "Employee",
      description: "Login, e-mail or name",
      required: true,
      suggests: "user",
    },
    {
      name: "action",
      title: "Action",
      description: "suspend keeps groups and applications, deactivate takes them; asked if not given",
      required: false,
      suggests: ["suspend", "deactivate"],
    },
  ],
  task: ({ user, action }) =>
    `Offboard the employee ${user}${action ? `, by this action: ${action}` : ""}. Nobody is deleted in this plan.`,
  steps: [
    findUserStep("user"),
    {
      without: "it cannot be told which groups are lost",
      ways: [
        {
          tools: ["list_user_groups"],
          text: () => "Read the user's groups with list_user_groups (fetch_all).",
        },
      ],
    },
    {
      without: "it cannot be told which applications are lost",
      ways: [
        {
          tools: ["list_applications"],
          text: () => 'Read the user\'s applications with list_applications, filter user.id eq "<id>".',
        },
      ],
    },
    {
      without: "recent activity cannot be told",
      ways: [
        {
          tools: ["get_logs"],
          text: () =>
            'Look with get_logs at the last days of the user (filter actor.id eq "<id>", sort_order DESCENDING): recent sign-ins, and changes made as an administrator. Mention what somebody has to take over.',
        },
      ],
    },
    {
      without: "the account cannot be suspended or deactivated",
      ways: [
        {
          tools: ["suspend_user", "deactivate_user"],
          text: ({ action }) =>
            `Show the user all of this, and ${action ? `confirm that ${action} is still wanted` : "ask whether to suspend (suspend_user: no sign-in, everything stays assigned) or to deactivate (deactivate_user: sessions and applications are taken away)"}. Call the tool with dry_run=true first, then without.`,
        },
        {
          tools: ["deactivate_user"],
          text: () =>
            "Show the user all of this and ask whether to deactivate; suspending is not possible here. Call deactivate_user with dry_run=true first, then without.",
        },
        {
          tools: ["suspend_user"],
          text: () =>
            "Show the user all of this and ask whether to suspend; deactivating is not possible here. Call suspend_user with dry_run=true first, then without.",
        },
      ],
    },
    {
      without: "groups cannot be taken away one by one",
      ways: [
        {
          tools: ["remove_user_from_group"],
          text: () =>
            "Only for groups that the user names: remove_user_from_group. Groups with rules, and those of a directory, cannot be left this way.",
        },
      ],
    },
    {
      without: "the result cannot be read back",
      ways: [{ tools: ["get_user"], text: () => "Read the status again with get_user." }],
    },
  ],
  report: "what was ended, what the employee still has, and what others have to take over",
};
