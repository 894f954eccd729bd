import { ContractError } from "./errors.js";
import { isObject, listAt, objectAt } from "./json.js";
import type {
  Content,
  Document,
  Json,
  JsonObject,
  Operation,
  Parameter,
  Response,
  SecurityRequirement,
  SecurityScheme,
} from "./openapi.js";
import { JSON_CONTENT, METHODS } from "./openapi.js";
import { lifecycle, schemaFacts } from "./schema-facts.js";

const TITLE = "Okta management API, facts only";

/**
 * Keeps the facts of a sliced document, by an allowlist of keywords: whatever is not named here or in
 * `schema-facts.ts` (summaries, descriptions, titles, examples, tags, doc links, vendor prose) is left behind.
 *
 * @throws ContractError `unsupported` for a wanted operation the contract can not express.
 */
export function facts(document: JsonObject): Document {
  const components = objectAt(document, "components");
  const paths = Object.entries(objectAt(document, "paths")).map(([path, item]) => {
    const operations = METHODS.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      return isObject(operation) ? [[method, operationFacts(operation)]] : [];
    });
    return [path, Object.fromEntries(operations)];
  });
  return {
    openapi: String(document.openapi),
    info: { title: TITLE, version: String(objectAt(document, "info").version) },
    paths: Object.fromEntries(paths),
    components: {
      schemas: mapValues(objectAt(components, "schemas"), schemaFacts),
      securitySchemes: mapValues(objectAt(components, "securitySchemes"), securityScheme),
    },
  };
}

function operationFacts(operation: JsonObject): Operation {
  const operationId = String(operation.operationId);
  const parameters = listAt(operation, "parameters").map((entry) => parameterFacts(entry, operationId));
  const body = operation.requestBody;
  return {
    operationId,
    ...(parameters.length > 0 && { parameters }),
    ...(isObject(body) && {
      requestBody: {
        ...(body.required === true && { required: true }),
        content: bodyFacts(body, operationId),
      },
    }),
    responses: mapValues(objectAt(operation, "responses"), responseFacts),
    ...(Array.isArray(operation.security) && { security: operation.security.map(securityRequirement) }),
    ...(operation.deprecated === true && { deprecated: true }),
    ...lifecycle(operation),
  };
}

function parameterFacts(value: Json, operationId: string): Parameter {
  const parameter = isObject(value) ? value : {};
  const { name, in: location, schema, style, explode } = parameter;
  const known = location === "path" || location === "query" || location === "header" || location === "cookie";
  if (typeof name !== "string" || !known || !isObject(schema)) {
    const shown = typeof name === "string" ? `\`${name}\`` : "without a name";
    throw new ContractError(
      "unsupported",
      `${operationId} has a parameter ${shown} without place or schema.`,
    );
  }
  return {
    name,
    in: location,
    ...(parameter.required === true && { required: true }),
    schema: schemaFacts(schema),
    ...(typeof style === "string" && { style }),
    ...(typeof explode === "boolean" && { explode }),
    ...(parameter.deprecated === true && { deprecated: true }),
    ...lifecycle(parameter),
  };
}

function bodyFacts(body: JsonObject, operationId: string): Content {
  const content = contentFacts(body);
  if (content) return content;
  const types = Object.keys(objectAt(body, "content")).join(", ") || "nothing";
  throw new ContractError(
    "unsupported",
    `The request body of ${operationId} is ${types}, not ${JSON_CONTENT}.`,
  );
}

function contentFacts(body: JsonObject): Content | undefined {
  const media = objectAt(body, "content")[JSON_CONTENT];
  if (!isObject(media)) return undefined;
  return { [JSON_CONTENT]: isObject(media.schema) ? { schema: schemaFacts(media.schema) } : {} };
}

function responseFacts(response: JsonObject): Response {
  const headers = mapValues(objectAt(response, "headers"), (header) =>
    isObject(header.schema) ? { schema: schemaFacts(header.schema) } : {},
  );
  const content = contentFacts(response);
  return {
    description: "",
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(content && { content }),
  };
}

function securityRequirement(value: Json): SecurityRequirement {
  if (!isObject(value)) return {};
  const schemes = Object.keys(value).map((scheme) => [
    scheme,
    listAt(value, scheme).filter((scope) => typeof scope === "string"),
  ]);
  return Object.fromEntries(schemes);
}

function securityScheme(scheme: JsonObject): SecurityScheme {
  if (scheme.type === "apiKey") return { type: "apiKey", in: String(scheme.in), name: String(scheme.name) };
  const flows = mapValues(objectAt(scheme, "flows"), ({ authorizationUrl, tokenUrl, scopes }) => ({
    ...(typeof authorizationUrl === "string" && { authorizationUrl }),
    ...(typeof tokenUrl === "string" && { tokenUrl }),
    scopes: Object.fromEntries(
      Object.keys(isObject(scopes) ? scopes : {}).map((scope) => [scope, "" as const]),
    ),
  }));
  return { type: "oauth2", flows };
}

function mapValues<T>(object: JsonObject, map: (value: JsonObject) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, map(isObject(value) ? value : {})]),
  );
}
