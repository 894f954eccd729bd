import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Update } from "../../src/tool/change.js";
import { createConfirmations } from "../../src/tool/confirmation.js";
import { MAX_RESULT } from "../../src/tool/shape.js";
import type { Tool, ToolContext, ToolResult } from "../../src/tool/tool.js";
import { createCatalog } from "../../src/tools/catalog.js";
import { describeTool, type Wanted } from "../../src/tools/schemas/describe.js";
import { createToolService } from "../../src/tools/service.js";
import { samplesOf, spoilt } from "./schemas/samples.js";

const catalog = createCatalog({ readOnly: false, exclude: ["delete_*"] });

/** The service without an org: connecting to one fails. */
const service = createToolService({
  catalog,
  confirmations: createConfirmations({ now: () => 0, randomCode: () => "code" }),
  askedScopes: undefined,
  connect: () => Promise.reject(new Error("This test has no org.")),
});

async function ask(input: Readonly<Record<string, unknown>>) {
  const { signal } = new AbortController();
  const outcome = await service.call({ name: "describe_schema", arguments: input, signal });
  if (!outcome) throw new Error("describe_schema is not there.");
  return outcome;
}

async function ok(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
  const outcome = await ask(input);
  if (!outcome.ok) throw outcome.error;
  return outcome.result;
}

async function refusal(input: Readonly<Record<string, unknown>>): Promise<string> {
  const outcome = await ask(input);
  if (outcome.ok) throw new Error("It was expected to be refused.");
  return outcome.error.message;
}

async function load(name: string): Promise<Tool & { body: NonNullable<Tool["body"]> }> {
  const tool = await catalog.load(name);
  if (!tool?.body) throw new Error(`${name} takes no body`);
  return { ...tool, body: tool.body };
}

/** Every tool with a body, and the names of its variants. */
const BODIES: readonly (readonly [tool: string, variants: number])[] = [
  ["create_user", 0],
  ["update_user", 0],
  ["create_group", 0],
  ["update_group", 0],
  ["create_application", 9],
  ["update_application", 9],
  ["create_policy", 6],
  ["update_policy", 6],
  ["create_policy_rule", 12],
  ["update_policy_rule", 12],
];

const cases = (
  await Promise.all(
    BODIES.map(async ([name]) => {
      const told = await ok({ tool: name });
      const variants = (told.variants as { variant: string }[] | undefined)?.map(({ variant }) => variant);
      return (variants ?? [undefined]).map((variant) => [name, variant] as const);
    }),
  )
).flat();

describe("the schema that is told", () => {
  test("covers every tool that takes a body", async () => {
    const tools = await Promise.all(catalog.descriptors.map(({ name }) => catalog.load(name)));
    const taking = tools.filter((tool) => tool?.body).map((tool) => tool?.name);
    expect(BODIES.map(([name]) => name)).toEqual(taking);
    for (const [name, variants] of BODIES)
      expect(cases.filter(([tool]) => tool === name)).toHaveLength(variants || 1);
  });

  test.each(cases)("of %s %s takes what calls take, and refuses what they refuse", async (name, variant) => {
    const { schema } = await ok({ tool: name, ...(variant !== undefined && { variant }) });
    const takes = new Ajv2020({ strict: true, validateFormats: false, strictTypes: false }).compile(
      Object(schema),
    );
    const body = (await load(name)).body.schema;
    const options = body instanceof z.ZodDiscriminatedUnion ? (body.options as z.ZodType[]) : [body];
    const discriminator = body instanceof z.ZodDiscriminatedUnion ? body.def.discriminator : "";
    const held = options.find(
      (option) => variant === undefined || option._zod.propValues?.[discriminator]?.has(variant),
    );
    if (!held) throw new Error(`${name} has no variant ${variant}`);
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(samplesOf(held), fc.boolean(), fc.infiniteStream(fc.nat()), (sample, spoil, numbers) => {
        const choose = (count: number) => Number(numbers.next().value) % count;
        const made = spoil ? spoilt(sample, choose) : sample;
        const value = variant === undefined ? made : withVariant(made, discriminator, variant);
        const isTaken = body.safeParse(value).success;
        seen[isTaken ? "taken" : "refused"] += 1;
        expect(takes(value), JSON.stringify([value, takes.errors])).toBe(isTaken);
      }),
      { numRuns: 150 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(5);
  });

  test.each(BODIES)("of %s is the one that its calls are held against", async (name) => {
    const { input, body, run } = await load(name);
    if (input.shape[body.argument] === body.schema) return;
    let update: Update | undefined;
    const context = {
      update: async (given: Update) => {
        update = given;
        return {};
      },
      okta: {},
    };
    await run(context as unknown as ToolContext, { [body.argument]: {}, group_id: "x" });
    expect(body.argument).toBe("changes");
    expect(update?.whole?.body).toBe(body.schema);
  });

  test("of a tool without body is that of its arguments", async () => {
    const { schema, argument } = await ok({ tool: "list_users" });
    expect([Object(schema).type, argument]).toEqual(["object", undefined]);
    expect(Object(schema).properties).toMatchObject({
      limit: { type: "integer", minimum: 1, maximum: 200, default: 50 },
      search: { type: "string" },
    });
  });

  test("leaves out what every call fulfils anyway", async () => {
    const all = await Promise.all(
      cases.map(([tool, variant]) => ok({ tool, ...(variant !== undefined && { variant }) })),
    );
    expect(JSON.stringify(all)).not.toMatch(/9007199254740991|propertyNames/);
  });

  test("says of updates what the schema is held against", async () => {
    expect((await ok({ tool: "update_group" })).note).toMatch(/^The object is held against this once/);
    expect((await ok({ tool: "create_group" })).note).toBeUndefined();
    expect((await ok({ tool: "update_user" })).note).toBeUndefined();
  });
});

/** Whatever else is wrong with it, the value is of the variant. */
function withVariant(value: unknown, discriminator: string, variant: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value, [discriminator]: variant }
    : value;
}

test("without a variant where one is needed, the variants are told with what each needs", async () => {
  expect(await ok({ tool: "create_application" })).toMatchObject({
    tool: "create_application",
    argument: "application",
    discriminator: "signOnMode",
    variants: expect.arrayContaining([
      { variant: "BOOKMARK", required: expect.arrayContaining(["signOnMode", "label", "settings"]) },
    ]),
    next: "Call again with variant, the value of signOnMode.",
  });
});

describe("a field narrows the schema", () => {
  test.each([
    ["settings.app.url", { type: "string" }],
    ["application.settings.app.url", { type: "string" }],
    ["label", { type: "string" }],
  ])("BOOKMARK %s", async (field, wanted) => {
    const told = await ok({ tool: "create_application", variant: "BOOKMARK", field });
    expect(told).toMatchObject({ variant: "BOOKMARK", field: field.replace(/^application\./, "") });
    expect(told.schema).toMatchObject(wanted);
  });

  test.each(["profile.costCentre", "user.profile.costCentre"])(
    "%s, which an org may have made itself: anything",
    async (field) => {
      const { schema } = await ok({ tool: "create_user", field });
      expect(schema).toEqual({ $schema: "https://json-schema.org/draft/2020-12/schema" });
    },
  );

  test.each([
    "settings.oauthClient.jwks.keys",
    "settings.oauthClient.jwks.keys.0",
    "settings.oauthClient.jwks.keys[].kty",
    "settings.oauthClient.jwks.keys.*.kty",
  ])("through an array: %s", async (field) => {
    const { schema } = await ok({ tool: "create_application", variant: "OPENID_CONNECT", field });
    expect(JSON.stringify(schema)).toContain("RSA");
  });
});

describe("what there is not is refused with the nearest names", () => {
  test.each<[Readonly<Record<string, unknown>>, RegExp]>([
    [{ tool: "create_aplication" }, /^tool: .*did you mean create_application/],
    [{ tool: "xyz" }, /^tool: there is none of this name; no name is near it$/],
    [{ tool: "constructor" }, /^tool: there is none of this name/],
    [{ tool: "create_application", variant: "SAML_2" }, /^variant: .*did you mean SAML_2_0/],
    [
      { tool: "create_policy", variant: "__proto__" },
      /^variant: create_policy has none of this name; there are ACCESS_POLICY, /,
    ],
    [{ tool: "create_group", variant: "OKTA_GROUP" }, /^variant: create_group has one form alone/],
    [
      { tool: "create_application", variant: "BOOKMARK", field: "settings.ap" },
      /^field: there is no ap in settings; did you mean app/,
    ],
    [{ tool: "create_group", field: "constructor" }, /^field: there is no constructor; there are profile$/],
    [
      { tool: "create_group", field: "profile.name.x" },
      /^field: there is no x in profile.name; nothing stands below it/,
    ],
    [{ tool: "create_group", field: "" }, /^field: there is no/],
    [{ tool: "create_group", field: "profile\u202e" }, /^field: there is no profile\\u\{202e\}/],
  ])("%j", async (input, message) => {
    expect(await refusal(input)).toMatch(message);
  });

  test("a tool that is off says by what", async () => {
    const outcome = await ask({ tool: "delete_group" });
    expect(outcome.ok ? undefined : outcome.error.code).toBe("tool_off");
  });

  test("never throws anything else", async () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("__proto__", "a..b", ".", "0", "type", "profile"));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cases), text, text, async ([tool, own], variant, field) => {
        for (const input of [
          { tool, variant: own ?? variant, field },
          { tool, variant },
          { tool: variant },
        ]) {
          const outcome = await ask(input);
          if (!outcome.ok) expect(outcome.error.code).toMatch(/^(?:arguments_invalid|tool_off)$/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the answer's size", () => {
  test("is under the cap for every tool there is", async () => {
    const sizes = await Promise.all(
      catalog.descriptors.map(async ({ name }) => JSON.stringify(await ok({ tool: name })).length),
    );
    expect(Math.max(...sizes)).toBeLessThan(MAX_RESULT);
  });

  test("is cut to the fields with their types, and narrowed by field it is whole", () => {
    const inner = z.strictObject({ text: z.string().max(10), more: z.array(z.int()).optional() });
    const input = z.strictObject({ big: inner, any: z.unknown().optional() });
    const tool = { name: "made_up", input };
    const describeIn = (wanted: Wanted) => describeTool(tool, wanted, 250);
    expect(describeIn({})).toEqual({
      tool: "made_up",
      schema: {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: { big: { type: "object" }, any: {} },
        required: ["big"],
      },
      note: "Too large to be shown whole: only its fields are. Narrow by field.",
    });
    expect(describeIn({ field: "big" }).schema).toMatchObject({ properties: { more: { items: {} } } });
  });
});
