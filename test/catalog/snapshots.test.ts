/**
 * What a client sees of each tool, one JSON file for each in `snapshots/`. Names, arguments and words are the public
 * interface: a change fails here, and shows in review. To accept a wanted change, a new or a removed tool:
 * `npx vitest run test/catalog -u`, and delete the file of a tool that is gone.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { format } from "../../codegen/format.js";
import { descriptors } from "./tools.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(new URL("./snapshots", import.meta.url));
const texts = new Map<string, string>();

beforeAll(async () => {
  // Formatted like every other file, or the linter would object to what this test writes.
  const files = descriptors.map(({ name, title, description, inputSchema, annotations, scopes, safety }) => ({
    path: `${name}.json`,
    text: JSON.stringify({ name, title, description, inputSchema, annotations, scopes, safety }),
  }));
  for (const { path, text } of await format(files, project)) texts.set(path, text);
});

describe("the public JSON of a tool (wanted change? npx vitest run test/catalog -u)", () => {
  it.each(descriptors.map(({ name }) => name))("%s", async (name) => {
    await expect(texts.get(`${name}.json`)).toMatchFileSnapshot(`./snapshots/${name}.json`);
  });

  it("no snapshot is left of a tool that is gone", () => {
    const names = descriptors.map(({ name }) => `${name}.json`);
    expect(readdirSync(folder).filter((file) => !names.includes(file))).toEqual([]);
  });
});
