import fc from "fast-check";

/** A hostile value, small enough to be shown: JSON text, or the name of something too large for that. */
export type Hostile = { readonly json: string } | { readonly large: string };

const PATHS = [
  "..",
  ".",
  "../apps",
  "/../../apps",
  "..\\apps",
  "..;/apps",
  "%2e%2e",
  "%2e%2e%2fapps",
  "%252e%252e%252f",
  "%c0%ae%c0%af",
  "．．／apps",
  "․․∕apps",
  "/lifecycle/deactivate",
  "?activate=true",
  "#x",
  ";x=1",
  "&limit=1&x=",
  "//evil.example/x",
  "https://evil.example/api/v1/users",
  "@evil.example",
  "file:///etc/passwd",
];

const CONTROLS = [
  "\r\nX-Evil: 1",
  "\r\n\r\nGET /api/v1/users HTTP/1.1\r\nHost: evil",
  "\n",
  "\t",
  "\u0000",
  "\u0007",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\u{e0041}",
  "\ud800",
  "\udfff",
  "\\u{202e}",
  "[hidden]",
];

const CODE = [
  "$\u{7b}7*7}",
  "{{constructor.constructor('return 1')()}}",
  "<script>alert(1)</script>",
  "%s%n%d",
  "$(id)",
  "'; DROP TABLE users;--",
  "=cmd|'/c calc'!A1",
  "$&$1$`",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "__proto__.polluted",
  "constructor.prototype.polluted",
  "Authorization: SSWS 00x",
  "If-Match: *",
  "true",
  "null",
  "NaN",
  "-1",
  "1e309",
  "0x10",
  '{"$ref": "#/x"}',
  "[]",
];

const EXPRESSIONS = [
  '" or status pr or "',
  'x" or "1" eq "1',
  'status eq "ACTIVE") or (id pr',
  'id eq "\\"',
  'profile.login eq "a" and',
  "((((((((((((((((id pr",
  'not (id eq "x")',
  'profile["login"] eq "x"',
  'id eq "\\u0022 or id pr"',
];

const DATES = [
  "9999-12-31T23:59:59.999Z",
  "0000-00-00T00:00:00Z",
  "-271821-04-20T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "2024-02-30T00:00:00Z",
  "2024-13-01T25:61:61Z",
  "2024-01-01T00:00:00+99:99",
  "1970-01-01T00:00:00Z",
  "2026-01-01",
  "now",
];

const FIELDS: readonly (readonly string[])[] = [
  ["[]"],
  ["[].id"],
  ["a[][].b"],
  ["."],
  [".."],
  ["profile."],
  ["__proto__"],
  ["constructor.prototype"],
  ["profile[].login"],
  ["id", "id", "id"],
  ["*"],
  ["credentials.password.value", "credentials.oauthClient.client_secret"],
  ["profile.passwordHash", "profile.clientSecret"],
];

const NUMBERS = [
  0,
  -1,
  1.5,
  1e-7,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_VALUE,
];

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const text = (unit: string, times: number) => JSON.stringify(unit.repeat(times));

/** JSON texts by name. */
const LARGE: Readonly<Record<string, string>> = {
  "5,000 letters": text("x", 5_000),
  "4,000 accents": text("é", 4_000),
  "2,000 marks": text("\u202e", 2_000),
  "a long path": text("a.", 3_000),
  "3,000 quotes": text('"', 3_000),
  "4,000 brackets": text("(", 4_000),
  "a long expression": text('a eq "b" or ', 200),
  "40 arrays deep": nested(40, "[", "]"),
  "25 objects deep": nested(25, '{"a":', "}"),
  "2,000 objects deep": nested(2_000, '{"a":', "}"),
  "2,000 numbers": JSON.stringify(Array.from({ length: 2_000 }, (_, at) => at)),
  "1,000 keys": JSON.stringify(
    Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`key${at}`, at])),
  ),
};
const HUGE: Readonly<Record<string, string>> = {
  "250,000 letters": text("x", 250_000),
  "4,000 arrays deep": nested(4_000, "[", "]"),
};

const POLLUTING = [
  '{"__proto__": {"polluted": "yes"}}',
  '{"constructor": {"prototype": {"polluted": "yes"}}}',
  '{"__proto__": {"__proto__": {"polluted": "yes"}}}',
  '{"profile": {"__proto__": {"polluted": "yes"}}}',
  '{"__proto__.polluted": "yes", "constructor.prototype.polluted": "yes"}',
  '{"toJSON": "x", "then": "x", "length": 4294967296, "toString": null, "hasOwnProperty": 1}',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 4, arbitrary: fc.constantFrom(...CONTROLS) },
  { weight: 3, arbitrary: fc.constantFrom(...CODE) },
  { weight: 3, arbitrary: fc.constantFrom(...EXPRESSIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...DATES) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
);

const json = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Hostile> =>
  arbitrary.map((value) => ({ json: JSON.stringify(value) }));
const named = (texts: object): fc.Arbitrary<Hostile> =>
  fc.constantFrom(...Object.keys(texts)).map((large) => ({ large }));

export const hostileValue: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 40, arbitrary: json(hostileText) },
  { weight: 12, arbitrary: json(fc.constantFrom(...NUMBERS, null, true, false, "", {}, [])) },
  { weight: 8, arbitrary: fc.constantFrom(...POLLUTING).map((given) => ({ json: given })) },
  { weight: 6, arbitrary: json(fc.constantFrom(...FIELDS)) },
  { weight: 6, arbitrary: json(fc.jsonValue({ maxDepth: 2 })) },
  { weight: 6, arbitrary: named(LARGE) },
  { weight: 1, arbitrary: named(HUGE) },
);

/** The value itself, made anew each time; `__proto__` is a key of its own in it. */
export function made(hostile: Hostile): unknown {
  return JSON.parse(
    "json" in hostile ? hostile.json : (LARGE[hostile.large] ?? HUGE[hostile.large] ?? "null"),
  );
}
