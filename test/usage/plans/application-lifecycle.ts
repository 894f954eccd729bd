import { expect } from "vitest";
import { assignmentIn } from "../../../src/sandbox/assignments.js";
import type { Org } from "../../../src/sandbox/index.js";
import { application } from "../objects.js";
import { applicationNamed, daysBefore } from "../steps.js";
import type { Item, Model, Usage, Usages } from "../usage.js";

const to = (tool: string, label: string) => async (model: Model) =>
  (await model.call(tool, { app_id: await applicationNamed(model, label) })).done;

const becomes =
  (label: string, status: string): Usage["check"] =>
  (told, { org }) => {
    expect(told).toBe(true);
    expect(application(org, label).status).toBe(status);
  };

const isGone =
  (...labels: string[]): Usage["check"] =>
  (_, { org }) => {
    const left = org.applications.all.map(({ body }) => body.label);
    expect(left.filter((label) => labels.includes(String(label)))).toEqual([]);
  };

const labels = (told: unknown) => (told as readonly Item[]).map(({ label }) => label).sort();

/** Labels of those without a sign-on for so many days, by the org's whole log; services never have one. */
function unused(org: Org, days: number): readonly unknown[] {
  const signOns = org.log.all.filter(
    ({ published, event }) =>
      event.eventType === "user.authentication.sso" && published > daysBefore(org.timestamp(), days),
  );
  const isUsed = (id: string) => signOns.some(({ event }) => JSON.stringify(event.target).includes(id));
  return org.applications.all
    .filter(({ id, body }) => !isUsed(id) && !JSON.stringify(body).includes('"application_type":"service"'))
    .map(({ body }) => body.label)
    .sort();
}

const isOff = (org: Org, label: unknown) => application(org, String(label)).status === "INACTIVE";

export const applicationLifecycle: Usages = {
  activate_application: [
    {
      sentence: "Turn the Print Server application on again",
      plan: to("activate_application", "Print Server"),
      check: becomes("Print Server", "ACTIVE"),
    },
    {
      sentence: "We need the Old CRM back for an audit, activate it",
      plan: to("activate_application", "Old CRM"),
      check: becomes("Old CRM", "ACTIVE"),
    },
    {
      sentence: "Is the Expense Tool inactive? If so, activate it",
      async plan(model) {
        const { items } = await model.call("list_applications", { q: "Expense Tool" });
        const off = items.filter(({ status }) => status === "INACTIVE");
        for (const { id } of off) await model.call("activate_application", { app_id: id });
        return off.length === 1;
      },
      check: becomes("Expense Tool 2015", "ACTIVE"),
    },
  ],
  deactivate_application: [
    {
      sentence: "Nobody may sign in to Legacy Payroll for now, switch it off",
      plan: to("deactivate_application", "Legacy Payroll"),
      check: becomes("Legacy Payroll", "INACTIVE"),
    },
    {
      sentence: "Deactivate the Travel Portal",
      cannotAsk: true,
      plan: to("deactivate_application", "Travel Portal"),
      check: becomes("Travel Portal", "INACTIVE"),
    },
    {
      sentence: "GitHub Enterprise has a security problem: deactivate it at once",
      plan: to("deactivate_application", "GitHub Enterprise"),
      check: becomes("GitHub Enterprise", "INACTIVE"),
    },
  ],
  delete_application: [
    {
      sentence: "Delete the application Old CRM, it has been off for years",
      plan: to("delete_application", "Old CRM"),
      check: isGone("Old CRM"),
    },
    {
      sentence: "Get rid of the Print Server application",
      cannotAsk: true,
      plan: to("delete_application", "Print Server"),
      check: isGone("Print Server"),
    },
    {
      sentence: "Switch the Cafeteria Menu off and delete it",
      async plan(model) {
        const app_id = await applicationNamed(model, "Cafeteria Menu");
        await model.call("deactivate_application", { app_id });
        return (await model.call("delete_application", { app_id })).done;
      },
      check: isGone("Cafeteria Menu"),
    },
  ],
  find_unused_applications: [
    {
      sentence: "Which applications has nobody used for a month?",
      plan: async ({ call }) => (await call("find_unused_applications", { days: 30 })).applications,
      check(told, { org }) {
        expect(labels(told)).toEqual(unused(org, 30).filter((label) => !isOff(org, label)));
        expect(told).toHaveLength(4);
      },
    },
    {
      sentence: "Which applications could we retire because nobody has used them for three months?",
      plan: async ({ call }) => (await call("find_unused_applications")).applications,
      check(told, { org }) {
        expect(labels(told)).toEqual(unused(org, 90).filter((label) => !isOff(org, label)));
        expect(told).toHaveLength(1);
      },
    },
    {
      sentence: "Which unused applications of the last 60 days, switched off or not, still have users?",
      async plan({ call }) {
        const { applications } = await call("find_unused_applications", { days: 60, include_inactive: true });
        return (applications as readonly Item[]).filter(({ users }) => Number(users) > 0);
      },
      check(told, { org }) {
        const withUsers = unused(org, 60).filter((label) => {
          const isAssigned = assignmentIn(org, application(org, String(label)).id);
          return org.users.all.some((user) => isAssigned(user));
        });
        expect(labels(told)).toEqual(withUsers);
        expect(told).toHaveLength(3);
      },
    },
  ],
};
