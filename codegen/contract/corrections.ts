import { addParameter, addProperty, type Edit, parameterSchema, writableProperty } from "./edits.js";
import type { Parameter, Schema } from "./openapi.js";

/** What Okta's document gets wrong and no general rule can know. */
export interface Correction {
  id: string;
  /** What is wrong and how it is known. */
  reason: string;
  edits: readonly Edit[];
}

const APPLICATION_BODIES = ["createApplication", "replaceApplication"];
const AFTER: Parameter = { name: "after", in: "query", schema: { type: "string" } };
const OPEN_OBJECT: Schema = { type: "object", additionalProperties: true };

export const CORRECTIONS: readonly Correction[] = [
  {
    id: "log-query-bounds",
    reason:
      "The bounds of listLogEvents' limit and its times stand in prose, in the format of the parameters.",
    edits: [
      parameterSchema("listLogEvents", "limit", { type: "integer", minimum: 0, maximum: 1000 }),
      parameterSchema("listLogEvents", "since", { type: "string", format: "date-time" }),
      parameterSchema("listLogEvents", "until", { type: "string", format: "date-time" }),
    ],
  },
  {
    id: "integration-app-name",
    reason:
      "An instance of an integration network app carries its definition's key as name, which create and replace " +
      "need; the document knows only the name Okta makes up for a custom app, and calls it read-only.",
    edits: [
      writableProperty("SamlApplication", "name", APPLICATION_BODIES),
      writableProperty("AutoLoginApplication", "name", APPLICATION_BODIES),
    ],
  },
  {
    id: "integration-app-settings",
    reason:
      "Settings of integration network apps stand in settings.app and differ by app; the document declares them " +
      "only in separate schemas that no operation refers to.",
    edits: [
      addProperty("SamlApplicationSettings", "app", OPEN_OBJECT, APPLICATION_BODIES),
      addProperty("AutoLoginApplicationSettings", "app", OPEN_OBJECT, APPLICATION_BODIES),
    ],
  },
  {
    id: "collection-cursors",
    reason:
      "Okta pages every collection by a Link header; the document leaves out the cursor that follows it.",
    edits: [addParameter("listUserGroups", AFTER), addParameter("listPolicyRules", AFTER)],
  },
];
