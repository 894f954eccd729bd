/** What a line holds besides; any JSON. */
export type AuditRecord = Readonly<Record<string, unknown>>;

/** Bytes of a line with its newline: what one write puts there whole, and every log shipper takes. */
const MAX_BYTES = 32 * 1024;
/** For texts and lists of a record that is too long even without its arguments. */
const MAX_TEXT = 100;
const MAX_ITEMS = 10;

/**
 * The record as one line of JSON. Nothing in it can end the line or pass unseen: what has no visible form is escaped
 * as JSON does it, so that a parser gives back the exact text. `arguments` that do not fit are cut to the beginning of
 * their JSON text, and `arguments_cut` says so.
 */
export function auditLine(record: AuditRecord): string {
  const whole = jsonLine(record);
  if (fits(whole)) return whole;
  const { arguments: input, ...rest } = record;
  const bare = fits(jsonLine({ ...rest, arguments_cut: true })) ? rest : shortened(rest);
  const text = JSON.stringify(input) ?? "";
  for (let length = Math.min(text.length, MAX_BYTES); length > 0; length = Math.floor(length * 0.9)) {
    const line = jsonLine({ ...bare, arguments: text.slice(0, length), arguments_cut: true });
    if (fits(line)) return line;
  }
  return jsonLine({ ...bare, arguments_cut: true });
}

/** Besides controls: bidirectional and zero-width characters, separators, all blanks but the blank, and what fonts leave out. */
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** Outside strings JSON holds nothing but ASCII, so whatever matches stands in one. */
function jsonLine(record: AuditRecord): string {
  return `${JSON.stringify(record).replace(UNSEEN, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at).toString(16);
    return `\\u${unit.padStart(4, "0")}`;
  }).join("");
}

function fits(line: string): boolean {
  return Buffer.byteLength(line) <= MAX_BYTES;
}

function shortened(value: AuditRecord): AuditRecord {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, short(each)]));
}

function short(value: unknown): unknown {
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(short);
  return typeof value === "object" && value !== null ? shortened({ ...value }) : value;
}
