import { findUserStep, type Prompt } from "./prompt.js";

export const investigateLockedOutUser: Prompt = {
  name: "investigate_locked_out_user",
  title: "Investigate a locked-out user",
  description: "Find out why somebody cannot sign in, and unlock them once it is known to be safe.",
  arguments: [
    { name: "user", title: "User", description: "Login, e-mail or name", required: true, suggests: "user" },
    {
      name: "hours",
      title: "Hours back",
      description: "How far to look back; default 24",
      required: false,
      suggests: ["24", "72", "168", "720"],
    },
  ],
  task: ({ user, hours }) =>
    `Find out why the user ${user} cannot sign in, looking back ${hours ?? '"24"'} hours, and whether it is a mistake or an attack.`,
  steps: [
    findUserStep("user"),
    {
      without: "status and last sign-in cannot be read",
      ways: [
        {
          tools: ["get_user"],
          text: () =>
            "Read status, statusChanged, lastLogin and passwordChanged with get_user. LOCKED_OUT, SUSPENDED, PASSWORD_EXPIRED, STAGED and DEPROVISIONED have different remedies; name the right one.",
        },
      ],
    },
    {
      without: "the failed sign-ins cannot be read",
      ways: [
        {
          tools: ["get_login_failures"],
          text: () =>
            "Call get_login_failures with the user's id and since: reasons, addresses and hours. One usual address and wrong passwords speak for a mistake or an old password in some device; many addresses, unknown countries or many users from one address speak for an attack (call it once more with that ip).",
        },
        {
          tools: ["get_logs"],
          text: () =>
            'Read the failed sign-ins with get_logs since then (filter actor.id eq "<id>" and outcome.result eq "FAILURE"): reasons, addresses, countries, hours. Judge whether it is a mistake or an attack.',
        },
      ],
    },
    {
      without: "what led to the lock cannot be read from the log",
      ways: [
        {
          tools: ["get_logs"],
          text: () =>
            'Read with get_logs the events user.account.lock, user.account.update_password and policy.evaluate_sign_on of this user (target.id or actor.id eq "<id>") to tell when and by what the lock came.',
        },
      ],
    },
    {
      without: "the lockout rules of the password policy cannot be read",
      ways: [
        {
          tools: ["list_policies", "get_policy"],
          text: () =>
            "Only if the lock itself is to be explained: list_policies type PASSWORD, then settings.password.lockout with get_policy.",
        },
      ],
    },
    {
      without: "the user cannot be unlocked",
      ways: [
        {
          tools: ["unlock_user"],
          text: () =>
            "Tell the user of this conversation what you found, and ask before unlocking. Only if the status is LOCKED_OUT and they agree: unlock_user. If it looks like an attack, advise against it, and say so plainly.",
        },
      ],
    },
  ],
  report: "the cause, the evidence for it with times in UTC, what was done, and what you advise",
};
