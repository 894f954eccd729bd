import { expect, test } from "vitest";
import { z } from "zod";
import { parseArguments } from "../../src/tool/arguments.js";
import { failureOf } from "../failure.js";

const colours = Array.from({ length: 40 }, (_, at) => `COLOUR_${String.fromCharCode(65 + (at % 26))}${at}`);
const wheel = z.strictObject({ kind: z.literal("WHEEL"), radius: z.number(), made: z.iso.date().optional() });
const door = z.strictObject({
  kind: z.literal("DOOR"),
  hinge: z.strictObject({ side: z.enum(["LEFT", "RIGHT"]) }),
});
const input = z.strictObject({
  colour: z.enum(colours).optional(),
  email: z.email().optional(),
  part: z.discriminatedUnion("kind", [wheel, door]).optional(),
  box: z
    .strictObject({ width: z.int(), lid: z.strictObject({ hinge_side: z.string().optional() }) })
    .optional(),
  tags: z.array(z.strictObject({ name: z.string(), e: z.string().optional() })).optional(),
  needed: z.strictObject({ list: z.array(z.int()), when: z.iso.datetime({ offset: true }) }).optional(),
});
const known = Object.keys(input.shape).join(", ");
const message = async (args: object) => (await failureOf(() => parseArguments(input, args))).message;

test.each<[string, object, string]>([
  [
    "of very many values the nearest, and how many there are",
    { colour: "colour_c2" },
    "^colour: must be COLOUR_C2 or .*, or another of 40 values$",
  ],
  [
    "the first few where none is near",
    { colour: "xyz" },
    "^colour: must be one of COLOUR_A0, .* and 16 more$",
  ],
  ["an example of a format", { email: "x" }, "^email: must be an e-mail address, such as jane@example.com$"],
  [
    "what the variant lacks that fits best, by its deepest fields",
    { part: { hinge: {} } },
    "^part.kind: is required: one of WHEEL, DOOR; most like DOOR, which still needs hinge.side: one of LEFT, RIGHT$",
  ],
  ["no variant where none fits best", { part: {} }, "^part.kind: is required: one of WHEEL, DOOR$"],
  [
    "what else is wrong, once the variant is chosen",
    { part: { kind: "wheel", radius: "wide", made: "now", hinge: 1 } },
    `^part.kind: must be one of WHEEL, DOOR; most like WHEEL
part.radius: must be number, not string
part.made: must be a date, such as 2026-01-31
part.hinge: is not known here; known: kind, radius, made$`,
  ],
  [
    "what an object needs, by its deepest fields",
    { box: { lid: 5 } },
    "^box.width: is required \\(integer\\)\nbox.lid: must be object, not number$",
  ],
  [
    "the type of a list's elements, and an example",
    { needed: {} },
    "^needed.list: is required \\(array of integer\\)\nneeded.when: is required \\(a date and time with its zone, such as 2026-01-31T12:00:00Z\\)$",
  ],
  [
    "the place of a field of that name, in whatever spelling",
    { hingeSide: "LEFT" },
    `^hingeSide: is not known here; did you mean box.lid.hinge_side\\? Known: ${known}$`,
  ],
  [
    "what is known once for several, and no place outside of the list",
    { tags: [{ name: "x", width: 1, nome: 2 }] },
    "^tags.0.width: is not known here; known: name, e\ntags.0.nome: is not known here; did you mean tags.0.name\\?$",
  ],
])("tells %s", async (_, args, wanted) => {
  expect(await message(args)).toMatch(new RegExp(wanted));
});
