import { logFilter } from "./expressions.js";
import type { ToolsetEntry } from "./types.js";
import { after, limit } from "./words.js";

export const logs: ToolsetEntry = {
  toolset: "logs",
  operations: [
    {
      operationId: "listLogEvents",
      tool: "get_logs",
      title: "Get system log events",
      description:
        'Read the org\'s system log: sign-ins, changes by administrators, use of applications. Okta keeps 90 days; without `since` it answers the last 7. Failed sign-ins: outcome.result eq "FAILURE" and eventType eq "user.session.start".',
      safety: "read",
      timeWindow: true,
      arguments: {
        since: "Start, ISO 8601, e.g. 2026-01-31T00:00:00Z",
        until: "End, ISO 8601; default now",
        filter: {
          words: 'SCIM expression, e.g. eventType eq "user.authentication.sso" and target.id eq "0oa…"',
          expression: logFilter,
        },
        q: "Words that must all occur in the event",
        sortOrder: "By time; default ASCENDING",
        limit: limit(),
        after,
      },
      view: [
        "published",
        "eventType",
        "displayMessage",
        "severity",
        "outcome.result",
        "outcome.reason",
        "actor.id",
        "actor.alternateId",
        "client.ipAddress",
        "client.geographicalContext.city",
        "client.geographicalContext.country",
        "target[].type",
        "target[].id",
        "target[].displayName",
      ],
    },
  ],
};
