import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildContract } from "./build.js";
import { assertCurrent } from "./correct.js";
import type { Correction } from "./corrections.js";
import { isObject, objectAt, sortKeys } from "./json.js";
import { type Fetch, loadDocument } from "./load.js";
import type { Document } from "./openapi.js";
import { indexOperations, type WantedOperation } from "./slice.js";
import { operations } from "./walk.js";

/** Okta's current management document, the variant the contract is built from. */
export const UPSTREAM_URL =
  "https://raw.githubusercontent.com/okta/okta-management-openapi-spec/master/dist/current/management-oneOfInheritance-noExamples.yaml";

export const CONTRACT_FILE = "okta-management.json";
export const SOURCE_FILE = "source.json";

interface Counts {
  operations: number;
  schemas: number;
}

/** Where the contract comes from: `specs/source.json`. */
export interface ContractSource {
  /** Upstream's `info.version`. */
  version: string;
  url: string;
  /** Of the upstream text, hex. */
  sha256: string;
  /** Day this text was first adopted, YYYY-MM-DD in UTC. */
  date: string;
  counts: { contract: Counts; upstream: Counts };
  /** Applied corrections, id -> reason. */
  corrections: Record<string, string>;
}

export interface RefreshOptions {
  /** File path or http(s) URL of the upstream document. */
  source: string;
  wanted: readonly WantedOperation[];
  /** Folder that receives the two files. */
  directory: string;
  /** Those of `corrections.ts` when absent. */
  corrections?: readonly Correction[];
  fetch?: Fetch;
  now?: () => Date;
}

/**
 * Rewrites the contract and its source record from an upstream document. Nothing is written unless all of it can
 * be; repeated with the same text, no byte changes. A file's path is never recorded, Okta's public address is.
 *
 * @throws ContractError for an unusable document, a missing operation or a stale correction.
 */
export async function refresh(
  options: RefreshOptions,
): Promise<{ contract: Document; source: ContractSource }> {
  const { directory, wanted, now = () => new Date() } = options;
  const loaded = await loadDocument(options.source, options.fetch);
  const { contract, corrections } = buildContract(loaded.document, wanted, options.corrections);
  assertCurrent(corrections);
  const sourcePath = join(directory, SOURCE_FILE);
  const source: ContractSource = {
    version: contract.info.version,
    url: loaded.url ?? UPSTREAM_URL,
    sha256: loaded.sha256,
    date: (await adoptedOn(sourcePath, loaded.sha256)) ?? now().toISOString().slice(0, 10),
    counts: {
      contract: {
        operations: operations(contract).length,
        schemas: Object.keys(contract.components.schemas).length,
      },
      upstream: {
        operations: indexOperations(loaded.document).size,
        schemas: Object.keys(objectAt(objectAt(loaded.document, "components"), "schemas")).length,
      },
    },
    corrections: Object.fromEntries(
      corrections.filter(({ status }) => status === "applied").map(({ id, reason }) => [id, reason]),
    ),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, CONTRACT_FILE), formatContract(contract));
  await writeFile(sourcePath, `${JSON.stringify(sortKeys(source), undefined, 2)}\n`);
  return { contract, source };
}

/** The contract as it is committed: one fact a line, so that a refresh reads as a difference of facts. */
export function formatContract(contract: Document): string {
  return `${JSON.stringify(sortKeys(contract), undefined, 1)}\n`;
}

/** The recorded day, when the record is of this very text. A missing or unreadable record is simply rewritten. */
async function adoptedOn(path: string, sha256: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(record) && record.sha256 === sha256 && typeof record.date === "string"
    ? record.date
    : undefined;
}
