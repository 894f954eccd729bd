import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ToolsetEntry } from "../allowlist/types.js";
import { CORRECTIONS, type Correction } from "../contract/corrections.js";
import { type Fetch, loadDocument } from "../contract/load.js";
import type { Document } from "../contract/openapi.js";
import { CONTRACT_FILE, UPSTREAM_URL } from "../contract/refresh.js";
import type { Adoption } from "./apply.js";
import { checkDrift, type Drift } from "./drift.js";
import { markdownReport } from "./markdown.js";
import { textReport } from "./report.js";
import { readSeen } from "./seen.js";

export const EXIT = { none: 0, breaking: 1, compatible: 2, failed: 3 } as const;

export interface DriftOptions {
  /** The project. */
  root: string;
  allowlist: readonly ToolsetEntry[];
  /** File or URL of an upstream document; Okta's current one when absent. */
  source?: string;
  json?: boolean;
  markdown?: boolean;
  apply?: boolean;
  write?: boolean;
  corrections?: readonly Correction[];
  tests?: readonly string[];
  fetch?: Fetch;
}

/**
 * Answers whether Okta's API has drifted from our contract: the report to print and the exit code (0 nothing changed
 * for our tools, 1 something breaks, 2 changed but compatible, 3 could not compare). Never throws.
 */
export async function drift(options: DriftOptions): Promise<{ text: string; exitCode: number }> {
  try {
    return await check(options);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    const message = error instanceof Error ? error.message : String(error);
    const text = options.json
      ? json({ outcome: "failed", error: { code, message } })
      : `Could not compare (${code}): ${message}`;
    return { text, exitCode: EXIT.failed };
  }
}

async function check(options: DriftOptions): Promise<{ text: string; exitCode: number }> {
  const { root, allowlist, source = UPSTREAM_URL, corrections = CORRECTIONS } = options;
  const contract: Document = JSON.parse(await readFile(join(root, "specs", CONTRACT_FILE), "utf8"));
  const loaded = await loadDocument(source, options.fetch);
  const seen = await readSeen(root);
  const { document } = loaded;
  const { drift: found, wanted } = checkDrift({ contract, document, allowlist, seen, corrections });
  const removable = new Set(found.removable.map(({ id }) => id));
  const appendix: Appendix = {};
  if (options.apply || options.write) {
    // Codegen comes with it, and with that the TypeScript compiler: a check alone does without.
    const { adopt, adoptionReport } = await import("./apply.js");
    appendix.adoption = await adopt({
      root,
      loaded,
      wanted,
      allowlist,
      corrections: corrections.filter(({ id }) => !removable.has(id)),
      write: options.write === true,
      ...(options.tests && { tests: options.tests }),
    });
    appendix.words = adoptionReport(appendix.adoption);
  }
  return { text: render(options, found, appendix), exitCode: EXIT[found.outcome] };
}

/** What follows from adopting the document, and that in words. */
interface Appendix {
  adoption?: Adoption;
  words?: string;
}

function render(
  { json: asJson, markdown }: DriftOptions,
  found: Drift,
  { adoption, words }: Appendix,
): string {
  if (asJson) return json({ ...found, ...(adoption && { adoption }) });
  if (markdown) return markdownReport(found, words);
  return [textReport(found), ...(words === undefined ? [] : [words])].join("\n\n");
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
