import { z } from "zod";
import { getUser, listUsers } from "../../generated/operations/users.js";
import * as argument from "../../generated/schemas/arguments.js";
import { type JsonObject, valueAt } from "../tool/paths.js";
import type { Tool, ToolContext } from "../tool/tool.js";
import { descriptors } from "./composites.js";
import { tell } from "./find/answer.js";
import { byKey, climb, type Level, searches } from "./find/climb.js";
import { localPart, parseQuery, type Query } from "./find/query.js";
import type { Named } from "./find/rank.js";
import { userExpressions } from "./find/user-expressions.js";

const input = z.strictObject({ query: argument.text.max(120) });

const ID = /^00u[A-Za-z0-9]{17}$/;
const WHOLE_ADDRESS = /^[^@]+@[^@]+\.[^@.]+$/;

const WORDS = {
  thing: "user",
  narrower: "ask for the whole name, the login or the e-mail address",
  none: 'Nobody has a name, login or e-mail address like it. For other attributes use list_users, such as search: profile.employeeNumber eq "10042".',
} as const;

/** A user by plain words: exact, then prefix, then similar names; deactivated ones included. Never chooses for the user. */
export const findUser = (): Tool<typeof input> => ({
  ...descriptors.find_user,
  input,
  async run(context, { query: written }) {
    const query = parseQuery(written);
    return tell(await climb(levels(context, query), query, nameUser), WORDS, showUser);
  },
});

function levels(context: ToolContext, query: Query): readonly Level[] {
  const { text } = query;
  const { okta, signal } = context;
  const key = () => byKey(() => getUser(okta, { path: { id: text } }, signal));
  if (ID.test(text)) return [{ reads: [key], suffices: "similar" }];
  const [exact = [], beginning = [], similar = []] = userExpressions(query).map((expressions) =>
    searches(context, expressions, (expression, { after, limit, signal }) =>
      listUsers(okta, { query: { search: expression, after, limit } }, signal),
    ),
  );
  // Nothing goes on behind a whole address, and the search may not know yet who was made a moment ago.
  const isWhole = WHOLE_ADDRESS.test(text) && argument.idOrLogin.safeParse(text).success;
  return [
    { reads: isWhole ? [key, ...exact] : exact, suffices: "exact" },
    ...(isWhole ? [] : [{ reads: beginning, suffices: "part" } as const]),
    { reads: similar, suffices: "similar" },
  ];
}

function nameUser(user: JsonObject): Named {
  const { id, first, last, display, login, email } = factsOf(user);
  const names = [
    `${first} ${last}`,
    display,
    `${last} ${first}`,
    first,
    last,
    localPart(login),
    localPart(email),
  ];
  return {
    id,
    handles: [id, login, email].filter((handle) => handle !== ""),
    names: names.filter((name) => name.trim() !== ""),
    isInactive: user.status === "DEPROVISIONED",
  };
}

function showUser(user: JsonObject): JsonObject {
  const { id, first, last, display, login, email } = factsOf(user);
  return {
    id,
    login,
    name: `${first} ${last}`.trim() || display,
    email: email === login ? undefined : email,
    title: valueAt(user, "profile.title"),
    department: valueAt(user, "profile.department"),
    status: user.status,
    last_login: user.lastLogin,
  };
}

/** Empty where there is none: Okta lets an org make the names optional. */
function factsOf(user: JsonObject) {
  const text = (path: string): string => {
    const value = valueAt(user, path);
    return typeof value === "string" ? value : "";
  };
  return {
    id: text("id"),
    first: text("profile.firstName"),
    last: text("profile.lastName"),
    display: text("profile.displayName"),
    login: text("profile.login"),
    email: text("profile.email"),
  };
}
