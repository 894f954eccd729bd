import { at, type Item, type Stage } from "./stage.js";

const LOGIN = "ada.byron@example.com";

/** A request of an administrator, and the calls by which a model would answer it. */
export interface Scene {
  readonly request: string;
  play(stage: Stage): Promise<void>;
}

export const SCENES: readonly Scene[] = [
  {
    request: "Create the user Ada Byron and add her to the Engineering group.",
    async play(stage) {
      const profile = {
        login: LOGIN,
        email: LOGIN,
        firstName: "Ada",
        lastName: "Byron",
        department: "Engineering",
      };
      stage.remark("The model forgets that the profile stands within the user; the refusal says so.");
      await stage.refused("create_user", { profile });
      const user = await stage.call("create_user", {
        user: { profile, credentials: { password: { value: "Analytical-Engine-1843" } } },
      });
      const { best } = await stage.call("find_group", { query: "Engineering" });
      await stage.call("add_user_to_group", { group_id: at(best, "id"), user_id: user.id });
      const groups = await stage.call("list_user_groups", { user_id: user.id });
      const names = (groups.items as readonly Item[]).map((each) => at(each, "profile.name"));
      stage.answer(`${LOGIN} is ${user.status}, id ${user.id}, a member of: ${names.join(", ")}.`);
    },
  },
  {
    request: "What would happen if her account were suspended?",
    async play(stage) {
      const dry = await stage.call("suspend_user", { user_id: LOGIN, dry_run: true });
      stage.answer(`${at(dry, "request.method")} ${at(dry, "request.path")} would be sent. ${dry.note}`);
    },
  },
  {
    request: "Suspend it.",
    async play(stage) {
      const done = await stage.call("suspend_user", { user_id: LOGIN });
      const { status } = await stage.call("get_user", { user_id: LOGIN, fields: ["status"] });
      stage.answer(done.done === true ? `Done; she is ${status}.` : "Not done.");
    },
  },
  {
    request: "Show all failed login attempts of the last 24 hours.",
    async play(stage) {
      const failures = await stage.call("get_login_failures", {});
      stage.answer(
        `${failures.total} failed or denied sign-ins${failures.complete === false ? ", or more" : ""}, by reason:`,
      );
      stage.table(
        [
          ["reason", "reason"],
          ["event", "event_type"],
          ["times", "count"],
        ],
        failures.by_reason as readonly Item[],
      );
      stage.answer("The events that say most:");
      stage.table(
        [
          ["time", "time"],
          ["user", "user"],
          ["reason", "reason"],
          ["IP", "ip"],
        ],
        failures.events as readonly Item[],
      );
    },
  },
  {
    request: "Which applications were not used in the past month?",
    async play(stage) {
      const found = await stage.call("find_unused_applications", { days: 30 });
      const applications = found.applications as readonly Item[];
      stage.answer(`${found.unused} of ${found.checked} applications had no sign-on in 30 days:`);
      stage.table(
        [
          ["application", "label"],
          ["last use", "last_use"],
          ["users", "users"],
          ["id", "id"],
        ],
        applications,
      );
    },
  },
];
