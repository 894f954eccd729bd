import type { Model } from "../model.js";
import { sentences } from "../sentences.js";

const BEGIN = "<!-- tools: begin (written by `npm run codegen`) -->";
const END = "<!-- tools: end -->";

/**
 * The README with its tool table renewed between the markers.
 * @throws Error when a marker is missing
 */
export function emitDocs(readme: string, model: Model): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md lacks the markers ${BEGIN} and ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${toolTable(model)}\n\n${readme.slice(end)}`;
}

function toolTable(model: Model): string {
  const rows = model.toolsets.flatMap(({ tools }) =>
    tools.map(({ name, toolset, description, safety, scopes, operation }) => {
      const call = `\`${operation.method.toUpperCase()} ${operation.path}\``;
      return `| \`${name}\` | ${toolset} | ${safety} | \`${scopes.join("` `")}\` | ${call} | ${cell(firstSentence(description))} |`;
    }),
  );
  return [
    "| Tool | Toolset | Safety | Scope | Okta API | What it does |",
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** The first sentence, as far as a colon in it. */
function firstSentence(text: string): string {
  const [first = text] = sentences(text);
  return first.replace(/:\s.*$/, ".");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
