import { describe, expect, it } from "vitest";
import { assertCurrent, type CorrectionOutcome, correct } from "../../../codegen/contract/correct.js";
import { CORRECTIONS } from "../../../codegen/contract/corrections.js";
import { facts } from "../../../codegen/contract/facts.js";
import type { Document, JsonObject } from "../../../codegen/contract/openapi.js";
import { reads, ref, upstream, writes } from "./documents.js";

const query = (name: string, schema: JsonObject) => ({ name, in: "query", schema });
const inherits = (name: string, properties: JsonObject) => ({
  allOf: [ref(name), { type: "object", properties }],
});

/** What the corrections find upstream today; a test changes the part it is about. */
function document(change: { paths?: JsonObject; schemas?: JsonObject } = {}): Document {
  const log = [
    query("limit", { type: "integer" }),
    query("since", { type: "string" }),
    query("until", { type: "string" }),
  ];
  const paths = {
    "/logs": reads("listLogEvents", {}, { parameters: log }),
    "/users/{id}/groups": reads("listUserGroups", {}),
    "/policies/{id}/rules": reads(
      "listPolicyRules",
      {},
      { parameters: [query("limit", { type: "integer" })] },
    ),
    "/apps": writes("createApplication", ref("SamlApplication")),
    ...change.paths,
  };
  const name = { type: "string", readOnly: true };
  const schemas = {
    SamlApplication: inherits("Application", { name }),
    AutoLoginApplication: inherits("Application", { name }),
    SamlApplicationSettings: inherits("ApplicationSettings", { signOn: {} }),
    AutoLoginApplicationSettings: inherits("ApplicationSettings", { signOn: {} }),
    ...change.schemas,
  };
  return facts(upstream({ paths, schemas }));
}

const outcome = (outcomes: CorrectionOutcome[], id: string) =>
  outcomes.find((entry) => entry.id === id)?.status;

describe("the corrections", () => {
  const before = document();
  const { contract, corrections } = correct(before, CORRECTIONS);

  it("all apply to what Okta publishes", () => {
    expect(corrections.map(({ id, status }) => [id, status])).toEqual(
      CORRECTIONS.map(({ id }) => [id, "applied"]),
    );
    expect(() => assertCurrent(corrections)).not.toThrow();
  });

  it("bound the log query", () => {
    expect(contract.paths["/logs"]?.get?.parameters).toEqual([
      query("limit", { type: "integer", minimum: 0, maximum: 1000 }),
      query("since", { type: "string", format: "date-time" }),
      query("until", { type: "string", format: "date-time" }),
    ]);
  });

  it.each(["SamlApplication", "AutoLoginApplication"])("make the name of %s writable", (name) => {
    expect(contract.components.schemas[name]?.allOf?.[1]?.properties?.name).toEqual({ type: "string" });
  });

  it.each(["SamlApplicationSettings", "AutoLoginApplicationSettings"])(
    "open the app settings of %s",
    (name) => {
      expect(contract.components.schemas[name]?.allOf?.[1]?.properties?.app).toEqual({
        type: "object",
        additionalProperties: true,
      });
    },
  );

  it.each(["/users/{id}/groups", "/policies/{id}/rules"])("add a cursor to %s", (path) => {
    expect(contract.paths[path]?.get?.parameters?.at(-1)).toEqual(query("after", { type: "string" }));
  });

  it("leave the document they are given alone", () => {
    expect(before).toEqual(document());
  });
});

describe("a correction no longer applies", () => {
  it("when upstream has all of it right: the message says to remove it", () => {
    const after = { parameters: [query("after", { type: "string" })] };
    const paths = {
      "/users/{id}/groups": reads("listUserGroups", {}, after),
      "/policies/{id}/rules": reads("listPolicyRules", {}, after),
    };
    const { corrections } = correct(document({ paths }), CORRECTIONS);
    expect(outcome(corrections, "collection-cursors")).toBe("fixed");
    expect(() => assertCurrent(corrections)).toThrow(
      /collection-cursors: upstream has it right now.*Link header/,
    );
  });

  it.each<[string, string, { paths?: JsonObject; schemas?: JsonObject }, RegExp]>([
    [
      "a parameter",
      "log-query-bounds",
      { paths: { "/logs": reads("listLogEvents", {}) } },
      /listLogEvents, parameter since/,
    ],
    [
      "a property",
      "integration-app-name",
      { schemas: { SamlApplication: ref("Application") } },
      /SamlApplication\.name/,
    ],
    [
      "a schema",
      "integration-app-settings",
      { schemas: { SamlApplicationSettings: ref("A") } },
      /SamlApplicationSettings\.app/,
    ],
  ])("when its target vanished: %s", (_, id, change, message) => {
    const { corrections } = correct(document(change), CORRECTIONS);
    expect(outcome(corrections, id)).toBe("vanished");
    expect(() => assertCurrent(corrections)).toThrow(message);
  });

  it("and every one that fails is named at once", () => {
    const change = { paths: { "/logs": reads("listLogEvents", {}) }, schemas: { SamlApplication: ref("A") } };
    const { corrections } = correct(document(change), CORRECTIONS);
    expect(() => assertCurrent(corrections)).toThrow(/log-query-bounds.*integration-app-name/s);
  });
});

describe("a correction still applies", () => {
  it("when upstream has part of it right (2024.06.1)", () => {
    const times = { type: "string", format: "date-time" };
    const log = [query("limit", { type: "integer" }), query("since", times), query("until", times)];
    const paths = { "/logs": reads("listLogEvents", {}, { parameters: log }) };
    const { corrections } = correct(document({ paths }), CORRECTIONS);
    expect(
      corrections.find(({ id }) => id === "log-query-bounds")?.edits.map(({ result }) => result),
    ).toEqual(["changed", "already", "already"]);
    expect(() => assertCurrent(corrections)).not.toThrow();
  });

  it("to nothing, without harm, when no wanted operation depends on it", () => {
    const { corrections } = correct(facts(upstream({ paths: { "/it": reads("getIt", {}) } })), CORRECTIONS);
    expect(new Set(corrections.map(({ status }) => status))).toEqual(new Set(["unused"]));
    expect(() => assertCurrent(corrections)).not.toThrow();
  });
});
