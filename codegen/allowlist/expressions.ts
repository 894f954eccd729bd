import type { ExpressionEntry, ExpressionOperator } from "./types.js";

/**
 * What Okta's expressions may name, by endpoint and parameter. Okta's document says it in prose only, beside each
 * parameter; `pr` and the order of text (`lt "X" or gt "X"` for what `ne` is elsewhere) are in its guide on user queries.
 */

const ordered = ["eq", "gt", "ge", "lt", "le"] as const;
const searched = [...ordered, "sw", "pr"] as const;
const all: readonly ExpressionOperator[] = [...searched, "ne", "co", "ew"];

export const userSearch: ExpressionEntry = {
  properties: [
    {
      names: ["id", "status", "created", "activated", "statusChanged", "lastUpdated", "type.id", "profile.*"],
      operators: searched,
    },
    {
      names: ["profile.firstName", "profile.lastName", "profile.email", "profile.login"],
      operators: ["co"],
    },
  ],
  example: 'profile.department eq "Sales" and lastUpdated gt "2026-01-01T00:00:00.000Z"',
  note: "get_user_profile_attributes names the org's profile attributes.",
};

export const userFilter: ExpressionEntry = {
  properties: [
    {
      names: ["id", "status", "profile.login", "profile.email", "profile.firstName", "profile.lastName"],
      operators: ["eq"],
    },
    { names: ["lastUpdated"], operators: ordered },
  ],
  example: 'status eq "LOCKED_OUT" and lastUpdated gt "2026-01-01T00:00:00.000Z"',
  note: "search takes every profile attribute.",
};

export const groupSearch: ExpressionEntry = {
  properties: [
    {
      names: ["id", "type", "created", "lastUpdated", "lastMembershipUpdated", "source.id", "profile.*"],
      operators: searched,
    },
    { names: ["profile.name", "profile.description"], operators: ["co"] },
  ],
  example: 'type eq "OKTA_GROUP" and profile.name sw "Eng"',
};

export const groupFilter: ExpressionEntry = {
  properties: [
    { names: ["id", "type"], operators: ["eq"] },
    { names: ["lastUpdated", "lastMembershipUpdated"], operators: ordered },
  ],
  example: 'type eq "OKTA_GROUP" and lastUpdated gt "2026-01-01T00:00:00.000Z"',
  note: "search takes profile.name and every other profile attribute.",
};

export const applicationFilter: ExpressionEntry = {
  properties: [
    {
      names: [
        "id",
        "status",
        "name",
        "user.id",
        "group.id",
        "credentials.signing.kid",
        "settings.slo.enabled",
      ],
      operators: ["eq"],
    },
  ],
  example: 'status eq "ACTIVE"',
  note: "q finds an application by its label.",
};

export const logFilter: ExpressionEntry = {
  properties: [
    {
      names: [
        "eventType",
        "outcome.result",
        "outcome.reason",
        "severity",
        "displayMessage",
        "actor.id",
        "actor.alternateId",
        "actor.displayName",
        "target.id",
        "target.type",
        "target.alternateId",
        "target.displayName",
        "client.ipAddress",
        "client.geographicalContext.country",
        "transaction.id",
        "authenticationContext.externalSessionId",
        "debugContext.debugData.*",
      ],
      operators: all,
    },
  ],
  others: true,
  instead: { published: "the arguments since and until" },
  example: 'eventType eq "user.session.start" and outcome.result eq "FAILURE"',
};
