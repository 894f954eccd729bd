import { setTimeout as sleep } from "node:timers/promises";
import { OktaMcpError } from "../../errors.js";
import type { ClientResult, ConnectedClient } from "../../mcp/client.js";
import { presentable } from "../../presentable.js";
import { cell } from "../terminal/cell.js";
import { type Column, tableLines } from "../terminal/table.js";
import type { Terminal } from "../terminal/terminal.js";

export type Item = Readonly<Record<string, unknown>>;

/** Characters that one token of JSON stands for, about: no tokenizer is shipped for a demo. */
const CHARACTERS_PER_TOKEN = 4;
/** Milliseconds before each request, for who watches. */
const PAUSE = 600;

/** Shows what is asked, which tool answers in what time and size, and what comes of it. */
export class Stage {
  readonly #terminal: Terminal;
  readonly #steps: number;
  #client: ConnectedClient | undefined;
  #step = 0;
  #calls = 0;
  #tokens = 0;

  constructor(terminal: Terminal, steps: number) {
    this.#terminal = terminal;
    this.#steps = steps;
  }

  set client(client: ConnectedClient) {
    this.#client = client;
  }

  /** What an administrator says. */
  async request(text: string): Promise<void> {
    const { colors, isRead } = this.#terminal;
    if (isRead) await sleep(PAUSE);
    this.#step += 1;
    this.say("");
    this.say(`${colors.dim(`${this.#step}/${this.#steps}`)} ${colors.bold(colors.cyan(`> ${text}`))}`);
  }

  say(text: string): void {
    this.#terminal.print(text);
  }

  answer(text: string): void {
    this.say(`    ${this.#terminal.colors.green("=")} ${text}`);
  }

  remark(text: string): void {
    this.say(`    ${this.#terminal.colors.dim(text)}`);
  }

  table(columns: readonly (readonly [title: string, path: string])[], rows: readonly Item[]): void {
    const shown = columns.map(
      ([title, path]): Column<Item> => ({ title, text: (row) => cell(at(row, path)) }),
    );
    for (const line of tableLines(shown, rows, { ...this.#terminal, indent: "      " })) this.say(line);
  }

  /** The question of a confirmation, and the answer of the demo's user. */
  question(text: string): void {
    const { colors } = this.#terminal;
    for (const line of text.split("\n")) this.say(`    ${colors.yellow("?")} ${line}`);
    this.say(
      `    ${colors.yellow("?")} ${colors.bold("Yes, do it")} ${colors.dim("(answered by the demo's user)")}`,
    );
  }

  /** A call that has to succeed. @throws OktaMcpError `internal` */
  async call(tool: string, args: Item): Promise<Item> {
    const { isError, text, structured } = await this.#send(tool, args);
    if (isError) throw new OktaMcpError("internal", `The demo's call of ${tool} failed: ${text}`);
    return structured;
  }

  /** A call that has to be refused; shows why. @throws OktaMcpError `internal` */
  async refused(tool: string, args: Item): Promise<void> {
    const { isError, text } = await this.#send(tool, args);
    if (!isError) throw new OktaMcpError("internal", `The demo's call of ${tool} was to be refused.`);
    for (const line of text.split("\n")) this.say(`      ${this.#terminal.colors.red(line)}`);
  }

  get summary(): string {
    return `${this.#calls} calls, about ${tokens(this.#tokens)} of answers.`;
  }

  async #send(tool: string, args: Item): Promise<ClientResult> {
    if (!this.#client) throw new OktaMcpError("internal", "The demo has no client.");
    const { colors } = this.#terminal;
    this.say(`    ${colors.magenta(tool)} ${colors.dim(cell(presentable(args), 200))}`);
    const started = performance.now();
    const result = await this.#client.call(tool, args);
    const took = Math.round(performance.now() - started);
    this.#calls += 1;
    this.#tokens += result.text.length;
    const word = result.isError ? colors.red("refused") : "answered";
    this.say(`      ${word} ${colors.dim(`in ${took} ms with about ${tokens(result.text.length)}`)}`);
    return result;
  }
}

export function tokens(characters: number): string {
  const count = Math.max(1, Math.round(characters / CHARACTERS_PER_TOKEN));
  return `${count.toLocaleString("en")} token${count === 1 ? "" : "s"}`;
}

/** The value at a dotted path. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((here, key) => (here as Item | null | undefined)?.[key], value);
}
