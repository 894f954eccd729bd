import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type BuiltContract, buildContract } from "../../../codegen/contract/build.js";
import { assertCurrent } from "../../../codegen/contract/correct.js";
import { loadDocument } from "../../../codegen/contract/load.js";
import type { Document } from "../../../codegen/contract/openapi.js";
import { operations } from "../../../codegen/contract/walk.js";

/** Okta's releases, where a developer has put them beside the repository. They are not part of it. */
const releases = fileURLToPath(new URL("../../../../shared/specs/", import.meta.url));
const files = existsSync(releases) ? readdirSync(releases).filter((name) => name.endsWith(".yaml")) : [];

const FORMERLY: Record<string, string[]> = { addGroup: ["createGroup"] };
const committed: Document = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../../specs/okta-management.json", import.meta.url)), "utf8"),
);
const wanted = operations(committed).map(({ operation: { operationId } }) => ({
  operationId,
  formerly: FORMERLY[operationId] ?? [],
}));

// Vitest takes a file without any suite for a mistake, so there is a (skipped) one in any case.
describe.skipIf(files.length === 0).each(files.length === 0 ? ["no release at hand"] : files)(
  "%s",
  (file) => {
    let built: BuiltContract;
    beforeAll(async () => {
      built = buildContract((await loadDocument(join(releases, file))).document, wanted);
    }, 30_000);

    it("gives every wanted operation, with every correction in force", () => {
      const ids = operations(built.contract).map(({ operation }) => operation.operationId);
      expect(ids.sort()).toEqual(wanted.map(({ operationId }) => operationId).sort());
      expect(() => assertCurrent(built.corrections)).not.toThrow();
    });

    it("lists policies as an array of 8 or more variants", () => {
      const ok =
        built.contract.paths["/api/v1/policies"]?.get?.responses["200"]?.content?.["application/json"].schema;
      expect(ok).toMatchObject({ type: "array", items: { oneOf: expect.any(Array) } });
      expect(ok?.items?.oneOf?.length).toBeGreaterThanOrEqual(8);
    });

    it("holds no markup", () => {
      expect(JSON.stringify(built.contract)).not.toMatch(/<[a-z/]|\(EA\)/);
    });
  },
);
