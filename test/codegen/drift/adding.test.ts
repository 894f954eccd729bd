/** The guide in `codegen/README.md`, followed: operations from outside the allowlist, what reads in at most ten lines. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { allowlist } from "../../../codegen/allowlist/index.js";
import type { AllowedOperation, SubjectEntry } from "../../../codegen/allowlist/types.js";
import { wantedOperations } from "../../../codegen/allowlist/wanted.js";
import { buildContract } from "../../../codegen/contract/build.js";
import { CORRECTIONS } from "../../../codegen/contract/corrections.js";
import { loadDocument } from "../../../codegen/contract/load.js";
import type { Json, JsonObject } from "../../../codegen/contract/openapi.js";
import { formatContract } from "../../../codegen/contract/refresh.js";
import { withCopy } from "../../../codegen/drift/tree.js";
import { writeGenerated } from "../../../codegen/output.js";
import { apiToken } from "../../../src/auth/api-token.js";
import { createOktaClient } from "../../../src/http/client.js";
import { createContext } from "../../../src/tool/context.js";
import type { Tool } from "../../../src/tool/tool.js";
import { openGate } from "../../tool/open-gate.js";
import { reads, ref } from "../contract/documents.js";
import { inside, upstreamForm } from "./upstream-form.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const release = fileURLToPath(
  new URL("../../../../shared/specs/okta-management-2026.06.3.yaml", import.meta.url),
);

/** The line count is the point of this test. */
const ADDED: AllowedOperation = {
  operationId: "getDeviceAssurancePolicy",
  tool: "get_device_assurance",
  title: "Get device assurance policy",
  description: "Read one device assurance policy: what a device must have to be trusted.",
  safety: "read",
  arguments: { deviceAssuranceId: { name: "assurance_id", words: "Device assurance policy id" } },
  view: ["id", "name", "platform"],
};
const REMOVES: AllowedOperation = {
  operationId: "deleteDeviceAssurancePolicy",
  tool: "delete_device_assurance",
  title: "Delete device assurance policy",
  description: "Delete a device assurance policy for good.",
  safety: "destructive",
  consequence: "The policy is gone for good.",
  arguments: { deviceAssuranceId: { name: "assurance_id", words: "Device assurance policy id" } },
};
const ABOUT: SubjectEntry = {
  kind: "device assurance policy",
  arguments: ["assurance_id"],
  read: "getDeviceAssurancePolicy",
  name: "name",
  state: "platform",
  find: "list_device_assurances",
};
const entries = allowlist.map((entry) =>
  entry.toolset === "policies"
    ? {
        ...entry,
        operations: [...entry.operations, ADDED, REMOVES],
        subjects: [...(entry.subjects ?? []), ABOUT],
      }
    : entry,
);

/** A document in upstream's form that has the operations. */
function ownDocument(): JsonObject {
  const document = upstreamForm();
  const identifier = { name: "deviceAssuranceId", in: "path", required: true, schema: { type: "string" } };
  const security: Json = [{ apiToken: [] }, { oauth2: ["okta.deviceAssurance.read"] }];
  inside(document, "paths")["/api/v1/device-assurances/{deviceAssuranceId}"] = {
    ...reads("getDeviceAssurancePolicy", ref("DeviceAssurance"), { parameters: [identifier], security }),
    delete: {
      operationId: "deleteDeviceAssurancePolicy",
      parameters: [identifier],
      responses: { "204": { description: "Gone." } },
      security: [{ apiToken: [] }, { oauth2: ["okta.deviceAssurance.manage"] }],
    },
  };
  inside(document, "components", "schemas").DeviceAssurance = {
    type: "object",
    properties: {
      id: { type: "string", readOnly: true },
      name: { type: "string" },
      platform: { type: "string", enum: ["ANDROID", "IOS"] },
    },
  };
  return document;
}

/** Answers every request with an object that names what was asked for, as a sandbox that knows no such resource would. */
async function withServer<T>(run: (url: string, asked: string[]) => Promise<T>): Promise<T> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: request.url?.split("/").at(-1), name: "Phones", platform: "IOS" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    return await run(`http://127.0.0.1:${address.port}`, asked);
  } finally {
    server.close();
  }
}

/** What the generated tool answers, called as the runtime calls it. */
async function call(tool: Tool, input: unknown, url: string): Promise<unknown> {
  const orgUrl = "https://example.okta.com";
  const okta = createOktaClient({ orgUrl }, apiToken({ method: "api_token", token: "x" }, orgUrl), {
    fetch: (input, init) => {
      const request = new Request(input, init);
      return fetch(new URL(new URL(request.url).pathname, url), { method: request.method });
    },
  });
  const session = {
    status: async () => ({ org: orgUrl, method: "api_token", signed_in: true }),
    tools: () => [],
    rateLimits: () => [],
  };
  const context = createContext({
    tool: "get_thing",
    okta,
    gate: openGate(okta),
    session,
    orgUrl,
    signal: new AbortController().signal,
  });
  return tool.run(context, tool.input.parse(input));
}

const documents: [name: string, load: () => Promise<JsonObject>, isCorrected: boolean][] = [
  ["a document in upstream's form", async () => ownDocument(), true],
  ["Okta's document", async () => (await loadDocument(release)).document, false],
];

describe("adding an operation", () => {
  it("that reads takes at most ten lines of the allowlist", async () => {
    const text = await readFile(fileURLToPath(import.meta.url), "utf8");
    const [, lines = ""] = /^const ADDED[^{]*(\{\n[\s\S]*?\n\});$/m.exec(text) ?? [];
    expect(lines.split("\n").length).toBeGreaterThan(3);
    expect(lines.split("\n").length).toBeLessThanOrEqual(10);
  });

  it.each(documents)(
    "gives typed, validated tools that work, from %s",
    async (_, load, isCorrected) => {
      if (!isCorrected && !existsSync(release)) return;
      const wanted = wantedOperations(entries);
      const { contract } = buildContract(await load(), wanted, isCorrected ? [] : CORRECTIONS);
      await withCopy(root, async (copy) => {
        await writeFile(join(copy, "specs/okta-management.json"), formatContract(contract));
        const written = await writeGenerated(copy, entries);
        expect(written).toContain("generated/tools/policies.ts");
        expect(await typeErrors(copy)).toEqual([]);

        const module: { tools: readonly Tool[] } | Record<string, Tool> = await import(
          pathToFileURL(join(copy, "generated/tools/policies.ts")).href
        );
        const find = (name: string): Tool => {
          const tool = Object.values(module)
            .flat()
            .find((candidate) => candidate.name === name);
          if (!tool) throw new Error(`${name} was not generated`);
          return tool;
        };
        const tool = find(ADDED.tool);
        const removes = find(REMOVES.tool);
        expect(removes).toMatchObject({
          safety: "destructive",
          scopes: ["okta.deviceAssurance.manage"],
          inputSchema: { properties: { dry_run: { type: "boolean" }, confirm: { type: "string" } } },
        });
        expect(tool).toMatchObject({
          toolset: "policies",
          scopes: ["okta.deviceAssurance.read"],
          inputSchema: { required: ["assurance_id"], additionalProperties: false },
        });
        expect(tool.input.safeParse({}).success).toBe(false);
        expect(tool.input.safeParse({ assurance_id: "../users" }).success).toBe(false);
        await withServer(async (url, asked) => {
          const answer = await call(tool, { assurance_id: "dae3m8o4rWhwReDeM1c5" }, url);
          expect(answer).toEqual({ id: "dae3m8o4rWhwReDeM1c5", name: "Phones", platform: "IOS" });
          const done = await call(removes, { assurance_id: "dae3m8o4rWhwReDeM1c5" }, url);
          expect(done).toEqual({ done: true, assurance_id: "dae3m8o4rWhwReDeM1c5" });
          expect(asked).toEqual([
            "GET /api/v1/device-assurances/dae3m8o4rWhwReDeM1c5",
            "DELETE /api/v1/device-assurances/dae3m8o4rWhwReDeM1c5",
          ]);
        });
      });
    },
    120_000,
  );
});

/** The type errors of what codegen wrote and what it needs. */
async function typeErrors(copy: string): Promise<string[]> {
  const project = "tsconfig.generated.json";
  await writeFile(
    join(copy, project),
    JSON.stringify({ extends: "./tsconfig.json", include: ["generated"] }),
  );
  const command = [join("node_modules", "typescript", "bin", "tsc"), "-p", project, "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: copy, maxBuffer: 64_000_000 }, (_, stdout) =>
      resolve(stdout.split(/\r?\n/).filter((line) => line !== "")),
    );
  });
}
