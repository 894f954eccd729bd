import { describe, expect, it } from "vitest";
import type { AllowedOperation } from "../../../codegen/allowlist/types.js";
import { readModel } from "../../../codegen/read.js";
import { isOlder } from "../../../codegen/release.js";
import { allowed, allowlistOf, widgetContract } from "../widgets.js";

function toolOf(operation: AllowedOperation, version = "2025.01.1") {
  const contract = { ...widgetContract(), info: { title: "Widgets", version } };
  const [toolset] = readModel(contract, allowlistOf(operation), (name) => name).toolsets;
  return toolset?.tools[0];
}

describe("a contract of an older release is served, too", () => {
  it("a path parameter by the name it had", () => {
    const widgetNumber = { name: "widget_number", words: "Widget id", formerly: ["widgetId"] };
    const tool = toolOf({ ...allowed.get, arguments: { widgetNumber } });
    expect(tool?.arguments[0]).toMatchObject({
      name: "widget_number",
      role: { kind: "parameter", parameter: { name: "widgetId", place: "path" } },
    });
  });

  it("without a parameter that it does not have yet", () => {
    const colour = { words: "Colour", since: "2025.11.0" };
    const tool = toolOf({ ...allowed.get, arguments: { ...allowed.get.arguments, colour } });
    expect(tool?.arguments.map(({ name }) => name)).toEqual(["widget_id", "fields"]);
  });

  it("but a parameter it should have is missed", () => {
    const colour = { words: "Colour", since: "2025.01.1" };
    expect(() => toolOf({ ...allowed.get, arguments: { ...allowed.get.arguments, colour } })).toThrow(
      "getWidget has no parameter colour",
    );
  });

  it.each([
    ["2025.01.1", "2025.11.0", true],
    ["2025.11.0", "2025.11.0", false],
    ["2026.06.3", "2025.11.0", false],
    ["2025.9.1", "2025.11.0", true],
    ["2025.01.1", undefined, false],
  ])("%s is older than %s: %s", (version, than, want) => {
    expect(isOlder(version, than)).toBe(want);
  });
});
