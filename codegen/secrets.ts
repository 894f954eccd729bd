import { SECRET_NAME, type SecretEntry } from "./allowlist/secrets.js";
import type { Document, Operation, Schema } from "./contract/openapi.js";
import { JSON_CONTENT } from "./contract/openapi.js";
import { resolveSchema, schemaName } from "./contract/reference.js";
import { operations } from "./contract/walk.js";
import { CodegenError } from "./problems.js";

/** Which properties are secret: the redaction table. */
export interface SecretTable {
  /** Dotted path suffixes in order, each with the reason. */
  properties: ReadonlyMap<string, string>;
  /** Names that are secret only in an object that has a certain property, by that property. */
  beside: ReadonlyMap<string, readonly string[]>;
}

/** As many names as a path is told from others by. */
const MAX_STEPS = 3;

/** Dotted path -> the property's schema, of one operation's bodies. */
type Properties = ReadonlyMap<string, Schema>;

/**
 * Contract + curated entries -> redaction table.
 * @throws CodegenError naming every entry that is not, or no longer, as the contract has it
 */
export function readSecrets(contract: Document, curated: readonly SecretEntry[]): SecretTable {
  const bodies = new Map(
    operations(contract).map(({ operation }) => [operation.operationId, propertiesOf(operation, contract)]),
  );
  const problems = curated.flatMap((entry) => staleness(entry, bodies));
  if (problems.length > 0) throw new CodegenError(problems);
  const derived = [...bodies.values()].flatMap((properties) => [...properties].flatMap(derive));
  const listed = curated.filter(({ beside }) => beside === undefined);
  const found = new Map([...derived, ...listed.map(({ path, reason }) => [path, reason] as const)]);
  const beside = new Map<string, string[]>();
  for (const entry of curated) {
    if (entry.beside !== undefined)
      beside.set(entry.beside, [...(beside.get(entry.beside) ?? []), entry.path].sort());
  }
  return { properties: new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1))), beside };
}

/** What the contract says itself: a password by its format, or a name that leaves no doubt. */
function derive([path, schema]: readonly [string, Schema]): [string, string][] {
  const steps = path.split(".");
  const name = steps.at(-1) ?? "";
  const isPassword = schema.format === "password";
  if (!isPassword && (!SECRET_NAME.test(name) || !isFreeText(schema))) return [];
  // A name like `value` means nothing without its parent's.
  const suffix = SECRET_NAME.test(name) ? name : steps.slice(-2).join(".");
  return [[suffix, isPassword ? "The contract gives it the format password." : "Its name tells."]];
}

/** Neither one of a few known words nor a point in time. */
function isFreeText({ type, enum: values, format, items }: Schema): boolean {
  if (type === "array") return items !== undefined && isFreeText(items);
  return type === "string" && values === undefined && !format?.startsWith("date");
}

function staleness(entry: SecretEntry, bodies: ReadonlyMap<string, Properties>): string[] {
  const where = `codegen/allowlist/secrets.ts: ${entry.path}`;
  if ("beyondContract" in entry) {
    const known = [...bodies].find(([, properties]) => holds(properties, entry))?.[0];
    return known ? [`${where}: the contract knows it now, in ${known}: name its operations`] : [];
  }
  const inForce = entry.operations.filter((operationId) => bodies.has(operationId));
  return inForce
    .filter((operationId) => !holds(bodies.get(operationId) ?? new Map(), entry))
    .map(
      (operationId) => `${where}: ${operationId} does not have it: find where it went, or remove the entry`,
    );
}

function holds(properties: Properties, { path, beside }: SecretEntry): boolean {
  return [...properties.keys()].some((candidate) => {
    if (candidate !== path && !candidate.endsWith(`.${path}`)) return false;
    return beside === undefined || properties.has(candidate.slice(0, -path.length) + beside);
  });
}

/**
 * Every property in the bodies of an operation. Schemas are entered once for each way there that can be told from
 * others, so paths begin anywhere, and circles end.
 */
function propertiesOf({ requestBody, responses }: Operation, contract: Document): Properties {
  const { schemas } = contract.components;
  const found = new Map<string, Schema>();
  const entered = new Set<string>();
  const enter = (name: string, steps: readonly string[]): void => {
    const key = [name, ...steps].join(" ");
    const target = schemas[name];
    if (entered.has(key) || !target) return;
    entered.add(key);
    visit(target, steps);
  };
  const visit = (schema: Schema, steps: readonly string[]): void => {
    for (const reference of [schema.$ref, ...Object.values(schema.discriminator?.mapping ?? {})]) {
      if (reference !== undefined) enter(schemaName(reference), steps);
    }
    for (const branch of [schema.allOf, schema.oneOf, schema.anyOf].flatMap((list) => list ?? [])) {
      visit(branch, steps);
    }
    if (schema.items) visit(schema.items, steps);
    if (typeof schema.additionalProperties === "object") visit(schema.additionalProperties, steps);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const path = [...steps, name].slice(-MAX_STEPS);
      found.set(path.join("."), resolveSchema(property, schemas));
      visit(property, path);
    }
  };
  for (const body of [requestBody, ...Object.values(responses)]) {
    const schema = body?.content?.[JSON_CONTENT].schema;
    if (schema) visit(schema, []);
  }
  return found;
}
