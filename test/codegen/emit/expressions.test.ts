import { expect, it } from "vitest";
import type { ExpressionEntry } from "../../../codegen/allowlist/types.js";
import { emitTools } from "../../../codegen/emit/tools.js";
import { allowed } from "../widgets.js";
import { formatted, onlyToolset, widgetModel } from "./formatted.js";

const expression: ExpressionEntry = {
  properties: [{ names: ["name"], operators: ["eq"] }],
  others: true,
  instead: { made: "since" },
  example: 'name eq "x"',
  note: "See there.",
};

it("emits what an expression may name as a constant, and the list's expressions with it", async () => {
  const list = {
    ...allowed.list,
    arguments: { ...allowed.list.arguments, q: { words: "Search", expression } },
  };
  const [text = ""] = await formatted(emitTools(onlyToolset(widgetModel(list))));
  expect(text).toContain('import type { ExpressionGrammar } from "../../src/tool/list-source.js";');
  expect(text).toContain(`const listWidgetsQ: ExpressionGrammar = {
  properties: [{ names: ["name"], operators: ["eq"] }],
  others: true,
  instead: { made: "since" },
  example: 'name eq "x"',
  note: "See there.",
};`);
  expect(text).toContain('expressions: [{ argument: "q", text: input.q, grammar: listWidgetsQ }],');
});
