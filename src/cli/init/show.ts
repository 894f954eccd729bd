import { withoutCredentials } from "../../presentable/credentials.js";
import type { Colors } from "../terminal/colors.js";
import { diffLines, paintedDiff } from "../terminal/diff.js";
import type { Change } from "./plan.js";

/** The change of a file as a difference, with the secrets of every server in it hidden. */
export function changeLines({ client, file, before, after }: Change, colors: Colors): string[] {
  const lines = diffLines(before, after);
  const title = `${client.title}: ${file}`;
  if (lines.length === 0) return [colors.bold(title), colors.dim("  is so already.")];
  const note = before === "" ? " (new)" : "";
  const hidden = lines.map((line) => ({ ...line, text: withoutSecrets(line.text) }));
  return [`${colors.bold(title)}${note}`, ...paintedDiff(hidden, colors)];
}

/** `"GITHUB_TOKEN": "…"` and `API_KEY = '…'`, but no reference: there is nothing secret in one. */
const ASSIGNED =
  /((?:token|secret|password|key|credentials?|authorization)["']?\s*[:=]\s*)(["'])(?!\$\{)(?:\\.|(?!\2).)*\2/gi;

/** A value that is a reference, by whatever name the line gives it. */
const REFERENCE = /["']\$\{[\w:-]+\}["'],?\s*$/;

export function withoutSecrets(line: string): string {
  if (REFERENCE.test(line)) return line;
  return withoutCredentials(line.replace(ASSIGNED, "$1$2[hidden]$2"));
}
