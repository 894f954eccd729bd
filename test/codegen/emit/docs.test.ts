import { describe, expect, it } from "vitest";
import { emitDocs } from "../../../codegen/emit/docs.js";
import { allowed } from "../widgets.js";
import { widgetModel } from "./formatted.js";

const BEGIN = "<!-- tools: begin (written by `npm run codegen`) -->";
const END = "<!-- tools: end -->";
const model = widgetModel(allowed.list, allowed.get, allowed.create);

describe("emitDocs", () => {
  it("renews the table between the markers, and nothing else", () => {
    expect(emitDocs(`# T\n${BEGIN}\nold\n${END}\nRest`, model)).toBe(`# T
${BEGIN}

| Tool | Toolset | Safety | Scope | Okta API | What it does |
|---|---|---|---|---|---|
| \`list_widgets\` | groups | read | \`okta.widgets.read\` | \`GET /widgets\` | Find widgets, e.g. Those that turn. |
| \`get_widget\` | groups | read | \`okta.widgets.read\` | \`GET /widgets/{widgetId}\` | Read one widget \\| its parts. |
| \`create_widget\` | groups | write | \`okta.widgets.manage\` | \`POST /widgets\` | Create a widget. |

${END}
Rest`);
  });

  it("changes nothing the second time", () => {
    const once = emitDocs(`${BEGIN}${END}`, model);
    expect(emitDocs(once, model)).toBe(once);
  });

  it.each([
    ["no marker", "# T"],
    ["no end", BEGIN],
    ["the end first", `${END}${BEGIN}`],
  ])("refuses a README with %s", (_, readme) => {
    expect(() => emitDocs(readme, model)).toThrow("README.md lacks the markers");
  });
});
