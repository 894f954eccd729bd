import { expect } from "vitest";
import type { Org } from "../../../src/sandbox/index.js";
import { logins, user } from "../objects.js";
import { only, userNamed } from "../steps.js";
import type { Model, Usage, Usages, World } from "../usage.js";

/** Finds the person, and does it. */
const toNamed = (tool: string, name: string) => async (model: Model) =>
  (await model.call(tool, { user_id: await userNamed(model, name) })).done;

const to =
  (tool: string, login: string, more: Readonly<Record<string, unknown>> = {}) =>
  async ({ call }: Model) =>
    call(tool, { user_id: login, ...more });

const becomes =
  (name: string, status: string): Usage["check"] =>
  (_, { org }: World) =>
    expect(user(org, name).status).toBe(status);

const isGone =
  (login: string): Usage["check"] =>
  (_, { org }) =>
    expect(org.userByLogin(login)).toBeUndefined();

const was = (name: string, status: string) => (org: Org) => expect(user(org, name).status).toBe(status);

export const userLifecycle: Usages = {
  activate_user: [
    {
      sentence: "Activate Adam Kowalski's account, he starts today",
      given: was("Adam Kowalski", "STAGED"),
      plan: toNamed("activate_user", "Adam Kowalski"),
      check: becomes("Adam Kowalski", "PROVISIONED"),
    },
    {
      sentence: "jamal.bianchi@example.com is coming back to us: reactivate the account",
      given: was("Jamal Bianchi", "DEPROVISIONED"),
      plan: to("activate_user", "jamal.bianchi@example.com"),
      check: becomes("Jamal Bianchi", "PROVISIONED"),
    },
    {
      sentence: "Activate adam.kowalski@example.com without an e-mail and give me the link",
      async plan(model) {
        const login = "adam.kowalski@example.com";
        return (await to("activate_user", login, { send_email: false })(model)).activationUrl;
      },
      check(told, world) {
        expect(told).toMatch(/^https:\/\/acme\.okta\.com\/welcome\/\w+$/);
        becomes("Adam Kowalski", "PROVISIONED")(told, world);
      },
    },
  ],
  deactivate_user: [
    {
      sentence: "Rosa Yilmaz has left the company: deactivate her account",
      plan: toNamed("deactivate_user", "Rosa Yilmaz"),
      check: becomes("Rosa Yilmaz", "DEPROVISIONED"),
    },
    {
      sentence: "Deactivate omar.johnson@example.com and let the administrators know by e-mail",
      plan: to("deactivate_user", "omar.johnson@example.com", { send_email: true }),
      check: becomes("Omar Johnson", "DEPROVISIONED"),
    },
    {
      sentence: "The contractor who works as Paralegal has finished: deactivate the account",
      cannotAsk: true,
      async plan({ call }) {
        const search = 'profile.title eq "Paralegal" and profile.userType eq "Contractor"';
        const { id } = only(await call("list_users", { search }));
        return (await call("deactivate_user", { user_id: id })).done;
      },
      check: becomes("Chloe Jansen", "DEPROVISIONED"),
    },
  ],
  suspend_user: [
    {
      sentence: "Suspend Hugo Pereira until the investigation is over",
      plan: toNamed("suspend_user", "Hugo Pereira"),
      check: becomes("Hugo Pereira", "SUSPENDED"),
    },
    {
      sentence: "quinn.lee@example.com is on leave: block sign-in for now",
      plan: to("suspend_user", "quinn.lee@example.com"),
      check: becomes("Quinn Lee", "SUSPENDED"),
    },
    {
      sentence: "Suspend the account of the Head of Legal",
      cannotAsk: true,
      async plan({ call }) {
        const { id } = only(await call("list_users", { search: 'profile.title eq "Head of Legal"' }));
        return (await call("suspend_user", { user_id: id })).done;
      },
      check: becomes("Xavier Silva", "SUSPENDED"),
    },
  ],
  unsuspend_user: [
    {
      sentence: "Let Keiko Johnson in again, the suspension is over",
      given: was("Keiko Johnson", "SUSPENDED"),
      plan: toNamed("unsuspend_user", "Keiko Johnson"),
      check: becomes("Keiko Johnson", "ACTIVE"),
    },
    {
      sentence: "Unsuspend fiona.wang@example.com",
      given: was("Fiona Wang", "SUSPENDED"),
      plan: to("unsuspend_user", "fiona.wang@example.com"),
      check: becomes("Fiona Wang", "ACTIVE"),
    },
    {
      sentence: "Lift the suspension of everyone in Customer Support",
      given: was("Chen Zhang", "SUSPENDED"),
      async plan({ call }) {
        const search = 'status eq "SUSPENDED" and profile.department eq "Customer Support"';
        const { items } = await call("list_users", { search });
        for (const { id } of items) await call("unsuspend_user", { user_id: id });
        return items.length;
      },
      check(told, { org }) {
        expect(told).toBe(1);
        expect(
          logins(
            org,
            ({ status, profile }) => status === "SUSPENDED" && profile.department === "Customer Support",
          ),
        ).toEqual([]);
      },
    },
  ],
  unlock_user: [
    {
      sentence: "Emma Fernandez has locked herself out, please unlock her",
      given: was("Emma Fernandez", "LOCKED_OUT"),
      plan: toNamed("unlock_user", "Emma Fernandez"),
      check: becomes("Emma Fernandez", "ACTIVE"),
    },
    {
      sentence: "Unlock jonas.foster@example.com",
      given: was("Jonas Foster", "LOCKED_OUT"),
      plan: to("unlock_user", "jonas.foster@example.com"),
      check: becomes("Jonas Foster", "ACTIVE"),
    },
    {
      sentence: "Unlock all accounts that are locked out",
      most: { calls: 4, tokens: 1_000, because: "three accounts are locked out" },
      async plan({ call }) {
        const { items } = await call("list_users", { search: 'status eq "LOCKED_OUT"', fields: ["id"] });
        for (const { id } of items) await call("unlock_user", { user_id: id });
        return items.length;
      },
      check(told, { org }) {
        expect(told).toBeGreaterThan(1);
        expect(logins(org, ({ status }) => status === "LOCKED_OUT")).toEqual([]);
      },
    },
  ],
  delete_deactivated_user: [
    {
      sentence: "Delete the deactivated account yara.singh@example.com for good",
      plan: to("delete_deactivated_user", "yara.singh@example.com"),
      check: isGone("yara.singh@example.com"),
    },
    {
      sentence: "Jamal Bianchi asks us to forget him: remove his old account",
      plan: toNamed("delete_deactivated_user", "Jamal Bianchi"),
      check: isGone("jamal.bianchi@example.com"),
    },
    {
      sentence: "Delete everything of julia.diaz@example.com, who has left",
      cannotAsk: true,
      given: was("Julia Diaz", "ACTIVE"),
      async plan({ call }) {
        const user_id = "julia.diaz@example.com";
        await call("deactivate_user", { user_id });
        return (await call("delete_deactivated_user", { user_id })).done;
      },
      check: isGone("julia.diaz@example.com"),
    },
  ],
};
