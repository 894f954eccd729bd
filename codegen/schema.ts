import type { Scalar, Schema } from "./contract/openapi.js";
import type { ObjectNode, PropertyModel, ReferenceNode, SchemaNode, VariantModel } from "./model.js";
import { namedResolver, type Resolver } from "./view.js";

const PREFIX = "#/components/schemas/";

/** Where a schema stands in an inheritance by discriminator: the property, and the values that mean this schema. */
interface Narrowing {
  property: string;
  values: string[];
}

/**
 * Reads the contract's schemas into {@link SchemaNode}s. One reader serves one direction, because the named
 * schemas it meets are collected on the way.
 */
export class SchemaReader implements Resolver {
  /** Named schemas met so far, each after those it refers to. */
  readonly named = new Map<string, SchemaNode>();
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #narrowings = new Map<string, Narrowing>();
  readonly #open = new Set<string>();

  constructor(schemas: Readonly<Record<string, Schema>>) {
    this.#schemas = schemas;
    for (const { discriminator } of Object.values(schemas)) {
      for (const [value, target] of Object.entries(discriminator?.mapping ?? {})) {
        this.#addVariant(nameOf(target), discriminator?.propertyName ?? "", [value]);
      }
    }
  }

  read(schema: Schema): SchemaNode {
    if (schema.$ref !== undefined) return this.#reference(nameOf(schema.$ref));
    return withNullable(this.#readShape(schema), schema.nullable);
  }

  resolve(node: SchemaNode): Exclude<SchemaNode, ReferenceNode> {
    return namedResolver(this.named).resolve(node);
  }

  #reference(name: string): SchemaNode {
    // An open name is a schema that contains itself: `validate.ts` refuses those that a body would need.
    if (!this.named.has(name) && !this.#open.has(name)) {
      this.#open.add(name);
      this.named.set(name, this.#narrow(name, this.#readNamed(name)));
      this.#open.delete(name);
    }
    return { kind: "reference", name };
  }

  #readNamed(name: string): SchemaNode {
    const schema = this.#schema(name);
    // A variant that adds nothing to its base is still that variant, not the union that the base stands for.
    if (schema.allOf && this.#narrowings.has(name))
      return withNullable(this.#object(schema), schema.nullable);
    return this.read(schema);
  }

  #schema(name: string): Schema {
    const schema = this.#schemas[name];
    if (!schema) throw new Error(`the contract has no schema ${name}`);
    return schema;
  }

  #readShape(schema: Schema): SchemaNode {
    if (schema.discriminator?.mapping) return this.#discriminated(schema, schema.discriminator.mapping);
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices) {
      return { kind: "union", variants: choices.map((choice) => ({ values: [], node: this.read(choice) })) };
    }
    if (schema.allOf) {
      const [only, ...others] = schema.allOf;
      return only && others.length === 0 && !addsToObject(schema) ? this.read(only) : this.#object(schema);
    }
    if (schema.enum) return enumNode(schema.enum, schema.type);
    switch (schema.type) {
      case "string":
        return defined({
          kind: "string" as const,
          format: schema.format,
          pattern: schema.pattern,
          minLength: schema.minLength,
          maxLength: schema.maxLength,
        });
      case "integer":
      case "number":
        return defined({
          kind: "number" as const,
          integer: schema.type === "integer",
          minimum: schema.minimum,
          maximum: schema.maximum,
        });
      case "boolean":
        return { kind: "boolean" };
      case "array":
        return defined({
          kind: "array" as const,
          items: schema.items ? this.read(schema.items) : { kind: "any" as const },
          minItems: schema.minItems,
          maxItems: schema.maxItems,
        });
    }
    return schema.type === "object" || schema.properties ? this.#object(schema) : { kind: "any" };
  }

  /**
   * Two forms of the document mean "one of the mapped schemas": oneOf/anyOf beside the discriminator, where only
   * the listed ones are allowed, and a base schema that its variants extend by allOf, where all mapped ones are.
   */
  #discriminated(schema: Schema, mapping: Readonly<Record<string, string>>): SchemaNode {
    const listed = (schema.oneOf ?? schema.anyOf)?.map((choice) => choice.$ref);
    const variants = new Map<string, string[]>();
    for (const [value, target] of Object.entries(mapping)) {
      if (listed && !listed.includes(target)) continue;
      const name = nameOf(target);
      variants.set(name, [...(variants.get(name) ?? []), value]);
    }
    const property = schema.discriminator?.propertyName ?? "";
    for (const [name, values] of variants) this.#addVariant(name, property, values);
    return {
      kind: "union",
      discriminator: property,
      variants: [...variants].map(
        ([name, values]): VariantModel => ({ values, node: this.#reference(name) }),
      ),
    };
  }

  #object(schema: Schema): ObjectNode {
    const parts = this.#parts(schema);
    const properties = new Map<string, PropertyModel>();
    const required = new Set(parts.flatMap((part) => part.required ?? []));
    let additional: ObjectNode["additional"] = "closed";
    for (const part of parts) {
      for (const [name, property] of Object.entries(part.properties ?? {})) {
        properties.set(name, {
          name,
          required: false,
          // Every branch of an allOf holds, so what one calls read-only is.
          readOnly: this.#isReadOnly(property) || properties.get(name)?.readOnly === true,
          node: this.read(property),
        });
      }
      if (part.additionalProperties === true || part["x-okta-extensible"]) additional = "open";
      else if (typeof part.additionalProperties === "object" && additional !== "open") {
        const node = this.read(part.additionalProperties);
        additional = node.kind === "any" ? "open" : node;
      }
    }
    // An object of which the document declares nothing is one whose keys it does not know.
    if (properties.size === 0 && additional === "closed") additional = "open";
    return {
      kind: "object",
      properties: [...properties.values()].map((property) => ({
        ...property,
        required: required.has(property.name),
      })),
      additional,
    };
  }

  /** An allOf's branches, flat: inherited ones first, so that a later declaration of a property wins. */
  #parts(schema: Schema): Schema[] {
    if (schema.$ref !== undefined) return this.#parts(this.#schema(nameOf(schema.$ref)));
    return [...(schema.allOf ?? []).flatMap((branch) => this.#parts(branch)), schema];
  }

  #isReadOnly(schema: Schema): boolean {
    if (schema.readOnly) return true;
    if (schema.$ref !== undefined) return this.#isReadOnly(this.#schema(nameOf(schema.$ref)));
    return (schema.allOf ?? []).some((branch) => this.#isReadOnly(branch));
  }

  /** A mapping may stand at the variants' base, or only where one of them is asked for. */
  #addVariant(name: string, property: string, values: readonly string[]): void {
    const known = this.#narrowings.get(name);
    if (known && known.property !== property) {
      throw new Error(`schema ${name} is a variant by ${known.property} and by ${property}`);
    }
    this.#narrowings.set(name, { property, values: [...new Set([...(known?.values ?? []), ...values])] });
    const read = this.named.get(name);
    if (read) this.named.set(name, this.#narrow(name, read));
  }

  /** A variant's discriminator is one of its own values, and must be there. */
  #narrow(name: string, node: SchemaNode): SchemaNode {
    const narrowing = this.#narrowings.get(name);
    if (!narrowing || node.kind !== "object") return node;
    const discriminator: PropertyModel = {
      name: narrowing.property,
      required: true,
      readOnly: false,
      node: { kind: "string", values: narrowing.values },
    };
    const others = node.properties.filter((property) => property.name !== narrowing.property);
    return { ...node, properties: [discriminator, ...others] };
  }
}

/** Whether a schema says more of an object than its one `allOf` branch does. */
function addsToObject(schema: Schema): boolean {
  const { properties, required, additionalProperties } = schema;
  return Boolean(properties ?? required ?? additionalProperties ?? schema["x-okta-extensible"]);
}

/** An enum; a nullable one has null among its values (OpenAPI 3.0.3). */
function enumNode(all: readonly Scalar[], type: Schema["type"]): SchemaNode {
  const values = all.filter((value) => value !== null);
  const isNumber = type === "integer" || type === "number";
  const node: SchemaNode = isNumber
    ? { kind: "number", integer: type === "integer", values: values.map(Number) }
    : { kind: "string", values: values.map(String) };
  return withNullable(node, values.length < all.length);
}

function nameOf(reference: string): string {
  if (!reference.startsWith(PREFIX))
    throw new Error(`the contract refers to ${reference}, which is no schema`);
  return reference.slice(PREFIX.length);
}

function withNullable<N extends SchemaNode>(node: N, nullable: boolean | undefined): N {
  return nullable ? { ...node, nullable: true } : node;
}

/** The object without its undefined members, so that nodes compare and print cleanly. */
function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
