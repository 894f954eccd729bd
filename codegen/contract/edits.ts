import type { Document, Operation, Parameter, Schema } from "./openapi.js";
import { operations } from "./walk.js";

/** "already": upstream has it right by now. "missing": what was to be corrected is no longer there. */
export type EditResult = "changed" | "already" | "missing";

/** One place of a correction. It is in force when the contract has one of the operations that depend on it. */
export interface Edit {
  target: string;
  operations: readonly string[];
  /** Writes into the contract it is given. */
  apply(contract: Document): EditResult;
}

/** Adds or tightens facts of one parameter's schema. */
export function parameterSchema(operationId: string, name: string, want: Schema): Edit {
  return {
    target: `${operationId}, parameter ${name}`,
    operations: [operationId],
    apply(contract) {
      const parameter = findOperation(contract, operationId)?.parameters?.find(
        (entry) => entry.name === name,
      );
      return parameter ? assign(parameter.schema, want) : "missing";
    },
  };
}

/** Adds a parameter that the document leaves out. */
export function addParameter(operationId: string, parameter: Parameter): Edit {
  return {
    target: `${operationId}, parameter ${parameter.name}`,
    operations: [operationId],
    apply(contract) {
      const operation = findOperation(contract, operationId);
      if (!operation) return "missing";
      const { parameters = [] } = operation;
      if (parameters.some(({ name, in: place }) => name === parameter.name && place === parameter.in))
        return "already";
      operation.parameters = [...parameters, structuredClone(parameter)];
      return "changed";
    },
  };
}

/** Makes a property of a component schema writable. */
export function writableProperty(
  schemaName: string,
  property: string,
  operationIds: readonly string[],
): Edit {
  return {
    target: `${schemaName}.${property}`,
    operations: operationIds,
    apply(contract) {
      const found = ownParts(contract, schemaName).find((part) => part.properties?.[property]);
      const schema = found?.properties?.[property];
      if (!schema) return "missing";
      if (schema.readOnly !== true) return "already";
      delete schema.readOnly;
      return "changed";
    },
  };
}

/** Adds a property to a component schema. */
export function addProperty(
  schemaName: string,
  property: string,
  schema: Schema,
  operationIds: readonly string[],
): Edit {
  return {
    target: `${schemaName}.${property}`,
    operations: operationIds,
    apply(contract) {
      const parts = ownParts(contract, schemaName);
      if (parts.some((part) => part.properties?.[property])) return "already";
      const holder = parts.find((part) => part.properties);
      if (!holder) return "missing";
      holder.properties = { ...holder.properties, [property]: structuredClone(schema) };
      return "changed";
    },
  };
}

function findOperation(contract: Document, operationId: string): Operation | undefined {
  return operations(contract).find(({ operation }) => operation.operationId === operationId)?.operation;
}

/** A component schema and the branches written inside it, without the ones it refers to. */
function ownParts(contract: Document, name: string): Schema[] {
  const schema = contract.components.schemas[name];
  return schema ? [schema, ...(schema.allOf ?? []).filter((branch) => branch.$ref === undefined)] : [];
}

function assign(schema: Schema, want: Schema): EditResult {
  const before = JSON.stringify(schema);
  Object.assign(schema, want);
  return JSON.stringify(schema) === before ? "already" : "changed";
}
