import { expect, test } from "vitest";
import { nearestNames } from "../src/nearest.js";

const NAMES = ["list_users", "get_user", "list_groups", "get_group", "get_logs", "delete_policy_rule"];

test.each<[string, string]>([
  ["list_user", "list_users"],
  ["listUsers", "list_users"],
  ["users_list", "list_users"],
  ["lst_users", "list_users"],
  ["GET_LOGS", "get_logs"],
  ["get_log*", "get_logs"],
  ["delete_rule", "delete_policy_rule"],
])("%s is nearest to %s", (misspelt, nearest) => {
  expect(nearestNames(misspelt, NAMES)[0]).toBe(nearest);
});

test.each(["", "*", "xyz", "00token"])("nothing is near to %j", (misspelt) => {
  expect(nearestNames(misspelt, NAMES)).toEqual([]);
});

test("the best come first, and only so many", () => {
  expect(nearestNames("get_groups", NAMES, 2)).toEqual(["get_group", "list_groups"]);
});
