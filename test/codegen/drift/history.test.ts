/**
 * What drift says of Okta's own releases, one file for each step in `history/`, read and judged by hand. A wanted
 * change: `npx vitest run test/codegen/drift/history -u`, and read the difference.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { allowlist } from "../../../codegen/allowlist/index.js";
import { wantedOperations } from "../../../codegen/allowlist/wanted.js";
import { buildContract } from "../../../codegen/contract/build.js";
import { loadDocument } from "../../../codegen/contract/load.js";
import type { Document, JsonObject } from "../../../codegen/contract/openapi.js";
import { indexOperations } from "../../../codegen/contract/slice.js";
import { operationsInAreas } from "../../../codegen/drift/candidates.js";
import { checkDrift } from "../../../codegen/drift/drift.js";
import { markdownReport } from "../../../codegen/drift/markdown.js";
import { textReport } from "../../../codegen/drift/report.js";
import { generate } from "../../../codegen/generate.js";

const VERSIONS = ["2024.06.1", "2025.01.1", "2025.11.0", "2026.03.0", "2026.06.3"];
const STEPS = VERSIONS.slice(1).map((version, index) => [VERSIONS[index] ?? "", version] as const);

/** Okta's releases, where a developer has put them beside the repository. They are not part of it. */
const file = (version: string) =>
  fileURLToPath(new URL(`../../../../shared/specs/okta-management-${version}.yaml`, import.meta.url));
const isAtHand = VERSIONS.every((version) => existsSync(file(version)));
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

/** The allowlist as it would have been at the time of a release: with the ids that were current then. */
function allowlistOf(document: JsonObject): typeof allowlist {
  const upstream = indexOperations(document);
  const current = new Map(
    wantedOperations(allowlist).map(({ operationId, formerly = [] }) => [
      operationId,
      [operationId, ...formerly].find((id) => upstream.has(id)) ?? operationId,
    ]),
  );
  const then = (operationId: string) => current.get(operationId) ?? operationId;
  return allowlist.map(({ toolset, operations, subjects = [], support = [] }) => ({
    toolset,
    operations: operations.map(({ formerly, dependents = [], ...entry }) => ({
      ...entry,
      operationId: then(entry.operationId),
      ...(dependents.length > 0 && {
        dependents: dependents.map((each) => ({ ...each, list: then(each.list) })),
      }),
    })),
    subjects: subjects.map((subject) => ({ ...subject, read: then(subject.read) })),
    support: support.map(({ operationId }) => ({ operationId: then(operationId) })),
  }));
}

describe.skipIf(!isAtHand)("Okta's releases", () => {
  const documents = new Map<string, JsonObject>();
  const of = (version: string) => documents.get(version) ?? {};
  const contractOf = (version: string): Document =>
    buildContract(of(version), wantedOperations(allowlistOf(of(version)))).contract;

  beforeAll(async () => {
    for (const version of VERSIONS) documents.set(version, (await loadDocument(file(version))).document);
  }, 60_000);

  it.each(VERSIONS)(
    "%s generates, with every invariant of the model",
    async (version) => {
      const wanted = wantedOperations(allowlist);
      const { files } = await generate(buildContract(of(version), wanted).contract, readme);
      expect(files.length).toBeGreaterThan(15);
    },
    60_000,
  );

  it.each(STEPS)("from %s to %s", async (from, to) => {
    const contract = contractOf(from);
    const seen = operationsInAreas(of(from), contract);
    const { drift } = checkDrift({ contract, document: of(to), allowlist: allowlistOf(of(from)), seen });
    await expect(markdownReport(drift)).toMatchFileSnapshot(`./history/${from}-${to}.md`);
  });

  it.each(VERSIONS)("%s against itself: nothing at all", (version) => {
    const contract = contractOf(version);
    const seen = operationsInAreas(of(version), contract);
    const { drift } = checkDrift({
      contract,
      document: of(version),
      allowlist: allowlistOf(of(version)),
      seen,
    });
    expect(textReport(drift)).toBe(
      `Okta management API ${version} -> ${version}: nothing changed for our tools (0 breaking, 0 compatible, 0 notes)`,
    );
  });

  it("knows createGroup again as addGroup, without being told", () => {
    const contract = contractOf("2024.06.1");
    const { drift } = checkDrift({
      contract,
      document: of("2025.01.1"),
      allowlist: allowlistOf(of("2024.06.1")),
      seen: {},
    });
    expect(drift.changes.filter(({ rule }) => rule.startsWith("operation-"))).toMatchObject([
      {
        severity: "compatible",
        words: "the operation `createGroup` is now called `addGroup`, at the same method and path",
        tools: ["create_group"],
      },
    ]);
  });
});
