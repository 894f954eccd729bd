import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowlist } from "../../../codegen/allowlist/index.js";
import { CORRECTIONS } from "../../../codegen/contract/corrections.js";
import type { JsonObject } from "../../../codegen/contract/openapi.js";
import { type DriftOptions, drift } from "../../../codegen/drift/command.js";
import { inside, upstreamForm } from "./upstream-form.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const PROFILE = ["components", "schemas", "UserProfile", "properties"];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "okta-mcp-drift-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Checks a document that differs from the committed contract as a test says. */
async function check(change: (document: JsonObject) => void, more: Partial<DriftOptions> = {}) {
  const document = upstreamForm();
  change(document);
  const source = join(folder, "upstream.json");
  await writeFile(source, JSON.stringify(document));
  return drift({ root, allowlist, source, corrections: [], ...more });
}

const narrow = (document: JsonObject) => {
  inside(document, ...PROFILE, "title").maxLength = 1;
};
const widen = (document: JsonObject) => {
  inside(document, ...PROFILE).favouriteColour = { type: "string" };
};

describe("drift answers by exit code", () => {
  it("0: nothing changed", async () => {
    expect(await check(() => {})).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining("nothing changed"),
    });
  });

  it("1: something breaks", async () => {
    const { exitCode, text } = await check(narrow);
    expect(exitCode).toBe(1);
    expect(text).toContain("POST /api/v1/users, body, profile.title: limit tightened");
  });

  it("2: compatible", async () => {
    const { exitCode, text } = await check(widen);
    expect(exitCode).toBe(2);
    expect(text).toContain("profile.favouriteColour: new field");
  });

  it("2: corrections upstream has made are named as removable", async () => {
    const { exitCode, text } = await check(() => {}, { corrections: CORRECTIONS });
    expect(exitCode).toBe(2);
    for (const { id } of CORRECTIONS) expect(text).toContain(`    ${id}: `);
  });

  it.each<[string, (document: JsonObject) => void, Partial<DriftOptions>, RegExp]>([
    [
      "the document is no OpenAPI",
      (document) => Reflect.deleteProperty(document, "openapi"),
      {},
      /^Could not compare \(not_openapi\)/,
    ],
    [
      "a file is missing",
      () => {},
      { source: "no-such-file.yaml" },
      /^Could not compare \(source_unreadable\)/,
    ],
    [
      "the network is down",
      () => {},
      {
        source: "https://okta.example/spec.yaml",
        fetch: () => Promise.reject(new Error("getaddrinfo ENOTFOUND")),
      },
      /^Could not compare \(source_unreadable\): https:\/\/okta\.example\/spec\.yaml could not be fetched: getaddrinfo ENOTFOUND/,
    ],
    [
      "a correction finds nothing to correct",
      (document) =>
        Reflect.deleteProperty(inside(document, "components", "schemas", "SamlApplication"), "allOf"),
      { corrections: CORRECTIONS },
      /^Could not compare \(correction_stale\)[\s\S]*integration-app-name/,
    ],
  ])("3: %s", async (_, change, more, words) => {
    const { exitCode, text } = await check(change, more);
    expect(exitCode).toBe(3);
    expect(text).toMatch(words);
  });

  it("3, as JSON", async () => {
    const { text } = await check(() => {}, { source: "no-such-file.yaml", json: true });
    expect(JSON.parse(text)).toMatchObject({ outcome: "failed", error: { code: "source_unreadable" } });
  });
});

describe("drift of operations", () => {
  const GROUPS = ["paths", "/api/v1/groups", "post"];

  it("knows a renamed one by method and path", async () => {
    const { text } = await check((document) => {
      inside(document, ...GROUPS).operationId = "makeGroup";
    });
    expect(text).toContain("POST /api/v1/groups: the operation `addGroup` is now called `makeGroup`");
  });

  it("tells which tool loses one", async () => {
    const { exitCode, text } = await check((document) => {
      Reflect.deleteProperty(inside(document, "paths", "/api/v1/groups"), "post");
    });
    expect(exitCode).toBe(1);
    expect(text).toContain("  create_group\n    POST /api/v1/groups: the operation `addGroup` is gone");
  });

  it("lists new ones where our tools work, and no others", async () => {
    const answer = { responses: { "204": { description: "" } } };
    const { exitCode, text } = await check((document) => {
      const paths = inside(document, "paths");
      paths["/api/v1/groups/{groupId}/colour"] = { put: { operationId: "paintGroup", ...answer } };
      paths["/api/v1/groups/{groupId}/shade"] = {
        put: { operationId: "shadeGroup", deprecated: true, ...answer },
      };
      paths["/api/v1/kites"] = { post: { operationId: "createKite", ...answer } };
      // Seen when the contract was adopted.
      paths["/api/v1/users/{userId}/factors"] = { get: { operationId: "listFactors", ...answer } };
    });
    expect(exitCode).toBe(0);
    expect(text).toContain("    paintGroup: PUT /api/v1/groups/{groupId}/colour");
    expect(text).not.toMatch(/createKite|shadeGroup|listFactors/);
  });
});

describe("drift in other forms", () => {
  it("JSON has every place", async () => {
    const { text } = await check(narrow, { json: true });
    const { outcome, changes } = JSON.parse(text);
    expect(outcome).toBe("breaking");
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      rule: "limit-tightened",
      tools: expect.arrayContaining(["create_user", "get_user"]),
    });
    expect(changes[0].places.length).toBeGreaterThan(4);
  });

  it("Markdown keeps the breaking ones open and folds the rest when it is long", async () => {
    const { text } = await check(
      (document) => {
        narrow(document);
        for (let index = 0; index < 30; index++)
          inside(document, ...PROFILE)[`new${index}`] = { type: "string" };
      },
      { markdown: true },
    );
    const [open, folded] = text.split("<details>");
    expect(open).toMatch(/^## Okta management API .*breaks our tools \(1 breaking, 30 compatible, 0 notes\)/);
    expect(open).toContain("profile.title`: limit tightened");
    expect(folded).toContain("<summary>Compatible (30)</summary>");
    expect(folded).toContain("</details>");
  });

  it("Markdown is cut between lines where GitHub would refuse it, and says so", async () => {
    const { text } = await check(
      (document) => {
        for (let index = 0; index < 900; index++)
          inside(document, ...PROFILE)[`new${index}`] = { type: "string" };
      },
      { markdown: true },
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/<\/details>\n\n\d+ lines left out: run npm run drift\.\n$/);
  });
});

describe("a dry adoption", () => {
  it("shows what would follow, and leaves the tree as it was", async () => {
    const state = () =>
      promisify(execFile)("git", ["status", "--porcelain", "specs", "generated", "test/catalog"], {
        cwd: root,
      });
    const contract = await readFile(join(root, "specs/okta-management.json"), "utf8");
    const before = (await state()).stdout;
    const { exitCode, text } = await check(
      (document) => {
        const [type] = (
          inside(document, "paths", "/api/v1/policies", "get").parameters as JsonObject[]
        ).filter(({ name }) => name === "type");
        Object.assign(type ?? {}, { schema: { type: "string", enum: ["ACCESS_POLICY", "BRAND_NEW"] } });
      },
      { apply: true, json: true, tests: ["test/catalog/snapshots.test.ts"] },
    );
    expect(exitCode).toBe(1);
    const { adoption } = JSON.parse(text);
    expect(adoption.codegen).toEqual([]);
    expect(adoption.snapshots).toEqual([
      { tool: "list_policies", lines: expect.arrayContaining(['+ "BRAND_NEW"', '- "PASSWORD"']) },
    ]);
    expect(adoption.failingTests).toEqual([
      expect.stringMatching(/^test\/catalog\/snapshots\.test\.ts: .*list_policies$/),
    ]);
    expect(adoption.files).toContain("generated/catalog.ts");
    expect(await readFile(join(root, "specs/okta-management.json"), "utf8")).toBe(contract);
    expect((await state()).stdout).toBe(before);
  }, 120_000);

  it("names the lines to mend where codegen itself fails", async () => {
    const { text } = await check(
      (document) => {
        Reflect.deleteProperty(inside(document, "paths", "/api/v1/groups"), "post");
      },
      { apply: true, json: true, tests: [] },
    );
    expect(JSON.parse(text).adoption.codegen).toEqual([
      expect.stringMatching(
        /^codegen\/allowlist\/groups\.ts:\d+: create_group: the contract has no operation addGroup$/,
      ),
    ]);
  }, 60_000);
});
