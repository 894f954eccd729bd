import type { Prompt } from "./prompt.js";

export const onboardEmployee: Prompt = {
  name: "onboard_employee",
  title: "Onboard an employee",
  description: "Create the account of a new employee, with profile and groups, and check the result.",
  arguments: [
    { name: "first_name", title: "First name", description: "Given name", required: true },
    { name: "last_name", title: "Last name", description: "Family name", required: true },
    {
      name: "email",
      title: "E-mail",
      description: "Work address; the login, unless one is given",
      required: true,
    },
    { name: "login", title: "Login", description: "If it is not the e-mail address", required: false },
    { name: "department", title: "Department", description: "As the org writes it", required: false },
    { name: "job_title", title: "Job title", description: "For the profile", required: false },
    {
      name: "manager",
      title: "Manager",
      description: "Login of the manager",
      required: false,
      suggests: "user",
    },
    {
      name: "groups",
      title: "Groups",
      description: "Names of groups to join, separated by commas",
      required: false,
      suggests: "group",
      several: true,
    },
  ],
  task: ({ first_name, last_name, email, login, department, job_title, manager, groups }) =>
    [
      `Onboard a new employee: first name ${first_name}, last name ${last_name}, e-mail ${email}, login ${login ?? email}`,
      department && `department ${department}`,
      job_title && `title ${job_title}`,
      manager && `manager ${manager}`,
      groups && `groups ${groups}`,
    ]
      .filter(Boolean)
      .join(", "),
  steps: [
    {
      without: "it cannot be checked whether the person has an account already",
      ways: [
        {
          tools: ["find_user"],
          text: ({ email, login }) =>
            `See with find_user whether ${login ?? email} exists already, also deactivated. If so, stop and ask.`,
        },
        {
          tools: ["list_users"],
          text: ({ email, login }) =>
            `See with list_users (search over profile.login and profile.email) whether ${login ?? email} exists already, also deactivated. If so, stop and ask.`,
        },
      ],
    },
    {
      without: "the org's required and custom profile attributes are not known; Okta refuses what is missing",
      ways: [
        {
          tools: ["get_user_profile_attributes"],
          text: () =>
            "Read get_user_profile_attributes: ask the user for every required attribute that is not given above, and put what is given into the attributes the org has for it.",
        },
      ],
    },
    {
      without: "groups cannot be looked up",
      ways: [
        {
          tools: ["find_group"],
          text: ({ groups }) =>
            groups
              ? `Find each group named in ${groups} with find_group. Ask where a name fits several or none.`
              : "Ask which groups the employee joins; find each with find_group.",
        },
        {
          tools: ["list_groups"],
          text: ({ groups }) =>
            groups
              ? `Find each group named in ${groups} with list_groups (q). Ask where a name fits several or none.`
              : "Ask which groups the employee joins; find each with list_groups (q).",
        },
      ],
    },
    {
      without: "the account cannot be created",
      ways: [
        {
          tools: ["create_user"],
          text: () =>
            "Call create_user with dry_run=true and show the user the profile. Set no password: Okta e-mails an activation link. Once the user agrees, call it without dry_run.",
        },
      ],
    },
    {
      without: "the employee cannot be put into groups",
      ways: [
        {
          tools: ["add_user_to_group"],
          text: () => "Add the new user to each agreed group with add_user_to_group.",
        },
      ],
    },
    {
      without: "the result cannot be read back in full",
      ways: [
        {
          tools: ["get_user", "list_user_groups"],
          text: () => "Check with get_user and list_user_groups that all is as agreed.",
        },
        { tools: ["get_user"], text: () => "Check with get_user that all is as agreed." },
      ],
    },
  ],
  report: "login, id, status, groups, and what is left to be done by hand",
};
