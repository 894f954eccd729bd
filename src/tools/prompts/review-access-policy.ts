import type { Prompt } from "./prompt.js";

export const reviewAccessPolicy: Prompt = {
  name: "review_access_policy",
  title: "Review an access policy",
  description: "Explain who gets in by an access policy and how, and name what is too open.",
  arguments: [
    {
      name: "policy",
      title: "Policy",
      description: "Name or id of an access policy",
      required: true,
      suggests: "policy",
    },
    {
      name: "concern",
      title: "Concern",
      description: "What the review is about, e.g. access from abroad",
      required: false,
    },
  ],
  task: ({ policy, concern }) =>
    `Review the access policy ${policy}${concern ? `, with this concern in mind: ${concern}` : ""}.`,
  steps: [
    {
      without: "the policy cannot be read",
      ways: [
        {
          tools: ["list_policies", "get_policy"],
          text: ({ policy }) =>
            `Find ${policy} with list_policies (type ACCESS_POLICY, q), or by its id with get_policy, and read it whole. Several of this name: ask.`,
        },
        {
          tools: ["get_policy"],
          text: ({ policy }) =>
            `Read ${policy} with get_policy, which takes an id; ask for it where you have none.`,
        },
      ],
    },
    {
      without: "the rules cannot be read, so little can be said",
      ways: [
        {
          tools: ["list_policy_rules"],
          text: () =>
            "Read its rules with list_policy_rules, detail full, fetch_all. The first rule by priority that fits decides; the last catches everybody else.",
        },
      ],
    },
    {
      without: "group ids in the rules stay without names",
      ways: [
        {
          tools: ["get_group"],
          text: () => "Give the groups that the rules include or exclude their names with get_group.",
        },
      ],
    },
    {
      without: "it cannot be told how the policy is used",
      ways: [
        {
          tools: ["get_logs"],
          text: () =>
            'Where it helps, see with get_logs how it decided lately (filter eventType eq "policy.evaluate_sign_on" and target.id eq "<policy id>").',
        },
      ],
    },
    {
      without: "nothing can be changed here",
      ways: [
        {
          tools: ["update_policy_rule"],
          text: () =>
            "Judge each active rule: who, from where, with which authenticators, how often asked again; rules without a second factor, from any network, for everybody; exclusions; rules that never come into play behind wider ones; inactive rules. Propose changes, and make none before the user has chosen: update_policy_rule with dry_run=true first, then without.",
        },
        {
          tools: [],
          text: () =>
            "Judge each active rule: who, from where, with which authenticators, how often asked again; rules without a second factor, from any network, for everybody; exclusions; rules that never come into play behind wider ones; inactive rules. Propose changes: this server cannot make them.",
        },
      ],
    },
  ],
  report: "a table of the rules in order, in plain words, then the findings by weight, each with its remedy",
};
