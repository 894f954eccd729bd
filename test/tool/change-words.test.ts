import { describe, expect, test } from "vitest";
import { changeLines } from "../../src/tool/change-words.js";

const linesOf = (path: readonly string[], from: unknown, to: unknown) => changeLines({ path, from, to });
const wordsOf = (from: unknown, to: unknown) => linesOf(["a"], from, to);
const ids = (count: number, first = 0) => Array.from({ length: count }, (_, at) => `00g${first + at}`);

describe("a value", () => {
  test.each<[string, unknown, unknown, string]>([
    ["another", "A", "B", 'a: "A" -> "B"'],
    ["a number", 1, 1.5, "a: 1 -> 1.5"],
    ["a boolean", true, false, "a: true -> false"],
    ["of another type", true, "true", 'a: true -> "true"'],
    ["added", null, 5, "a: nothing -> 5"],
    ["gone", [1, 2], undefined, "a: [1,2] -> nothing"],
    ["emptied", "x", "", 'a: "x" -> ""'],
    ["the word nothing", null, "nothing", 'a: nothing -> "nothing"'],
    ["an empty object", null, {}, "a: nothing -> {}"],
    ["an object for an array", [], {}, "a: [] -> {}"],
    ["of two lines", "x", "y\nb: 1 -> 2", String.raw`a: "x" -> "y\nb: 1 -> 2"`],
    ["that imitates another", "x", 'y" -> "z', String.raw`a: "x" -> "y\" -> \"z"`],
    ["with what cannot be seen", "AB", "A\u202eB", 'a: "AB" -> "A\\u{202e}B"'],
    ["with an escape of its own", "AB", "A\\u{41}B", String.raw`a: "AB" -> "A\\u{41}B"`],
    ["with a lone surrogate", "A", "A\ud83d", 'a: "A" -> "A\\u{d83d}"'],
    ["with one space more", "a b", "a   b", String.raw`a: "a b" -> "a \u{20}\u{20}b"`],
    ["with a space of another kind", "a b", "a\u00a0b", String.raw`a: "a b" -> "a\u{a0}b"`],
    ["written otherwise", "é", "e\u0301", String.raw`a: "\u{e9}" -> "e\u{301}"`],
    ["in another script", "Отдел", "Office", 'a: "Отдел" -> "Office"'],
    ["shown alike", "\\u{202e}", "\u202e", "a: changed in what cannot be shown"],
  ])("%s", (_, from, to, line) => {
    expect(wordsOf(from, to)).toEqual([line]);
  });

  test.each([
    [["profile", "name"], "profile.name"],
    [["a: 1 -> 1, b"], '"a: 1 -> 1, b"'],
    [["a\nb"], String.raw`"a\nb"`],
    [['a" -> "b'], String.raw`"a\" -> \"b"`],
    [["a\u202eb"], String.raw`"a\u{202e}b"`],
    [["f".repeat(5_000), "last"], `${"f".repeat(40)}…${"f".repeat(54)}.last`],
  ])("of the field %j", (path, name) => {
    expect(linesOf(path, 1, 2)).toEqual([`${name}: 1 -> 2`]);
  });
});

describe("a long value", () => {
  const terms = 'user.status == "ACTIVE" && user.department != null && '.repeat(6);

  test("is shown around the first difference, both sides with the same before it", () => {
    expect(wordsOf(`${terms}device.managed == true`, `${terms}true`)).toEqual([
      String.raw`a: "…ACTIVE\" && user.department != null && device.managed == true" (346 characters) -> "…ACTIVE\" && user.department != null && true" (328 characters)`,
    ]);
  });

  test("is cut behind the difference, too", () => {
    const [line = ""] = wordsOf(`a${"x".repeat(5_000)}`, `b${"x".repeat(5_000)}`);
    expect(line).toMatch(/^a: "ax{70,120}…" \(5,001 characters\) -> "bx{70,120}…" \(5,001 characters\)$/);
  });

  test("that ends where the other goes on does so visibly", () => {
    expect(wordsOf("x".repeat(200), "x".repeat(201))).toEqual([
      `a: "…${"x".repeat(40)}" (200 characters) -> "…${"x".repeat(41)}" (201 characters)`,
    ]);
  });

  test("that comes whole says how much there is", () => {
    const settings = { b: "y".repeat(300), a: [1], c: {} };
    expect(wordsOf(null, settings)[0]).toMatch(
      /^a: nothing -> \{"a":\[1\],"b":"y{200,230}…" \(3 fields, 323 characters\)$/,
    );
    expect(wordsOf(ids(300), null)[0]).toMatch(
      /^a: \["00g0","00g1",.*…"? \(300 items, [\d,]+ characters\) -> nothing$/,
    );
  });

  test("closes each string that it cuts", () => {
    const of = (last: string) => ({ text: `${"x".repeat(300)} -> ${last}` });
    expect(wordsOf([of("1")], [of("2"), of("3")])[0]).toBe(
      `a: 1 removed ("…${"x".repeat(36)} -> 1"} (1 field, 316 characters)), 2 added ("…${"x".repeat(36)} -> 2"} (1 field, 316 characters), "…${"x".repeat(36)} -> 3"} (1 field, 316 characters))`,
    );
  });
});

describe("a secret", () => {
  test.each<[string, readonly string[], unknown, unknown, string]>([
    [
      "that comes",
      ["credentials", "password", "value"],
      null,
      "hunter2",
      'credentials.password.value: nothing -> "[hidden]"',
    ],
    ["that is another", ["client_secret"], "hunter2", "hunter3", "client_secret: (hidden) changed"],
    ["that is emptied", ["client_secret"], "hunter2", "", 'client_secret: "[hidden]" -> ""'],
    [
      "within what comes",
      ["settings"],
      {},
      { client_secret: "hunter2" },
      'settings.client_secret: nothing -> "[hidden]"',
    ],
    [
      "of an item",
      ["keys"],
      [{ id: 1, client_secret: "hunter2" }],
      [{ id: 1, client_secret: "hunter3" }],
      "keys.0.client_secret: (hidden) changed",
    ],
    [
      "in a list",
      ["tokens"],
      ["hunter1", "hunter2"],
      ["hunter1", "hunter3"],
      'tokens: 1 removed ("[hidden]"), 1 added ("[hidden]")',
    ],
    [
      "in a text",
      ["note"],
      "Bearer hunter2hunter2hunter2",
      "Bearer hunter3hunter3hunter3",
      "note: (hidden) changed",
    ],
  ])("%s", (_, path, from, to, line) => {
    expect(linesOf(path, from, to)).toEqual([line]);
  });
});

describe("a list of values", () => {
  test.each<[string, unknown[], unknown[], string]>([
    ["one for another", ["a", "b"], ["b", "c"], '1 removed ("a"), 1 added ("c")'],
    ["first ones", [], ["a"], '1 added ("a"), there were none'],
    ["none any more", ["a", 1], [], '2 removed ("a", 1), none left'],
    ["one of two that are the same", ["a", "a"], ["a"], '1 removed ("a")'],
    [
      "another order",
      ["a", "b", "c"],
      ["b", "a", "c"],
      'the same 3 items in another order, now ("b", "a", "c")',
    ],
    [
      "another order further on",
      ["a", "b", "c", "d"],
      ["a", "b", "d", "c"],
      'the same 4 items in another order from item 3 on, now ("d", "c")',
    ],
    [
      "another order besides",
      ["a", "b", "c"],
      ["c", "b", "d"],
      '1 removed ("a"), 1 added ("d"), the others in another order',
    ],
    ["null for an empty text", [null], [""], '1 removed (null), 1 added ("")'],
    [
      "very many",
      ids(1_300),
      ids(1_500, 1_000),
      `1,000 removed (${quotedIds(0)}, …), 1,200 added (${quotedIds(1_300)}, …)`,
    ],
    [
      "an item that imitates others",
      [],
      ['a"), 9 removed ("b'],
      String.raw`1 added ("a\"), 9 removed (\"b"), there were none`,
    ],
  ])("%s", (_, from, to, words) => {
    expect(wordsOf(from, to)).toEqual([`a: ${words}`]);
  });

  test("names fewer where they are long, and no two alike", () => {
    const long = (last: number) => `https://example.com/${"path/".repeat(40)}${last}`;
    const [line = ""] = wordsOf([101, 102, 103, 104].map(long), [105, 106, 107, 108].map(long));
    expect(line).toMatch(/^a: 4 removed \("….*, …\), 4 added \("….*, …\)$/);
    expect(line.match(/10\d(?=")/g)).toEqual(["101", "102", "105", "106"]);
    expect(line.length).toBeLessThan(500);
  });
});

function quotedIds(first: number): string {
  return ids(8, first)
    .map((id) => `"${id}"`)
    .join(", ");
}

describe("a list of objects", () => {
  const possession = (phishingResistant: string) => [
    { possession: { deviceBound: "REQUIRED", phishingResistant } },
  ];
  const [mac, windows, ios] = ["MACOS", "WINDOWS", "IOS"].map((type) => ({ type: "DESKTOP", os: { type } }));

  test.each<[string, unknown, unknown, string[]]>([
    [
      "one place deep inside",
      possession("REQUIRED"),
      possession("OPTIONAL"),
      ['a.0.possession.phishingResistant: "REQUIRED" -> "OPTIONAL"'],
    ],
    [
      "several places",
      [{ x: 1, y: { z: [1] } }, { x: 2 }],
      [{ x: 3, y: { z: [1, 2] } }, { w: 2 }],
      ["a.0.x: 1 -> 3", "a.0.y.z: 1 added (2)", "a.1.x: 2 -> nothing", "a.1.w: nothing -> 2"],
    ],
    ["one more", [mac], [mac, windows], ['a: 1 added ({"os":{"type":"WINDOWS"},"type":"DESKTOP"})']],
    [
      "one gone and one come, which moves those between",
      [mac, windows],
      [windows, ios],
      [
        'a: 1 removed ({"os":{"type":"MACOS"},"type":"DESKTOP"}), 1 added ({"os":{"type":"IOS"},"type":"DESKTOP"})',
      ],
    ],
    [
      "another order",
      [{ x: 1 }, { x: 2 }],
      [{ x: 2 }, { x: 1 }],
      ['a: the same 2 items in another order, now ({"x":2}, {"x":1})'],
    ],
    ["one of two that are the same", [{ x: 1 }, { x: 1 }], [{ x: 1 }, { x: 2 }], ["a.1.x: 1 -> 2"]],
    ["a null member, which only a list shows", [{}], [{ x: null }], ["a.0.x: nothing -> null"]],
    ["an object for a text", [{ x: 1 }, "b"], [{ x: 1 }, { x: 2 }], ['a.1: "b" -> {"x":2}']],
    ["a list in a list", [[1, 2], [3]], [[1, 2], [4]], ["a.1: 1 removed (3), 1 added (4)"]],
    [
      "a member of a hostile name",
      [{ "b: 1 -> 2\n": 1 }],
      [{}],
      [String.raw`"a.0.b: 1 -> 2\n": 1 -> nothing`],
    ],
  ])("%s", (_, from, to, lines) => {
    expect(wordsOf(from, to)).toEqual(lines);
  });

  test("that differ in very many places are one line", () => {
    const all = (value: number) => Array.from({ length: 9 }, (_, id) => ({ id, value }));
    expect(wordsOf(all(1).slice(1), all(2).slice(1))).toHaveLength(8);
    expect(wordsOf(all(1), all(2))).toEqual([
      expect.stringMatching(
        /^a: 9 removed \(\{"id":0,"value":1\}, .*\), 9 added \(\{"id":0,"value":2\}, .*\)$/,
      ),
    ]);
  });
});
