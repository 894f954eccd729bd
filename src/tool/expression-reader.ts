import { joinerMeant, OPERATORS, operatorMeant, type Token, tokensOf } from "./expression-tokens.js";

/** A condition of an expression, with the places of its parts, counted from 1. */
export interface Condition {
  readonly property: string;
  readonly at: number;
  readonly operator: string;
  readonly operatorAt: number;
}

export interface Fault {
  readonly at: number;
  /** What is wrong there and what to write; holds no value of the expression. */
  readonly text: string;
}

export interface ReadExpression {
  readonly conditions: readonly Condition[];
  readonly faults: readonly Fault[];
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const URL_ENCODED = /%[0-9a-f]{2}|\+(?:eq|ne|gt|ge|lt|le|sw|ew|co|pr|and|or)\b/i;

/**
 * Reads an expression the way Okta does (RFC 7644, section 3.4.2.2), to say where it cannot be read. The SCIM library
 * tells that, too, but not where. Goes on after a fault as long as it is plain what was meant.
 */
export function readExpression(expression: string): ReadExpression {
  return new ExpressionReader(expression).read();
}

class ExpressionReader {
  readonly #tokens: readonly Token[];
  readonly #conditions: Condition[] = [];
  readonly #faults: Fault[] = [];
  /** The brackets that are open, and the property before each. */
  readonly #open: { readonly token: Token; readonly parent: string }[] = [];
  #next = 0;

  constructor(expression: string) {
    this.#tokens = tokensOf(expression);
  }

  read(): ReadExpression {
    while (this.#condition() && this.#joined());
    return { conditions: this.#conditions, faults: this.#faults };
  }

  get #token(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#token;
    this.#next += 1;
    return token;
  }

  #fault(at: number, text: string): boolean {
    this.#faults.push({ at, text });
    return false;
  }

  /** A condition with the brackets before it; false where reading has to stop. */
  #condition(): boolean {
    const token = this.#take();
    const word = token.text.toLowerCase();
    if (token.kind === "open" && token.text === "(") {
      this.#open.push({ token, parent: this.#parent });
      return this.#condition();
    }
    if (token.kind === "end") return this.#fault(token.at, "a condition is missing at the end");
    if (token.kind !== "word")
      return this.#fault(token.at, "a property is missing: write property operator value");
    if (URL_ENCODED.test(token.text))
      return this.#fault(token.at, "is URL-encoded: give it plain, with spaces and quotes");
    if (word === "and" || word === "or")
      return this.#fault(token.at, `a condition is missing before ${word}`);
    if (word === "not") return this.#condition();
    return this.#comparison({ ...token, text: this.#parent + token.text });
  }

  get #parent(): string {
    return this.#open.at(-1)?.parent ?? "";
  }

  #comparison(property: Token): boolean {
    const token = this.#take();
    const word = token.text.toLowerCase();
    if (token.kind === "open" && token.text === "[") {
      this.#open.push({ token, parent: `${property.text}.` });
      return this.#condition();
    }
    const operator = OPERATORS.has(word) || word === "pr" ? word : operatorMeant(word);
    if (operator === undefined || (token.kind !== "word" && token.kind !== "symbol")) {
      return this.#fault(token.at, noOperator(token));
    }
    if (operator !== word) this.#fault(token.at, `write ${operator} as the operator`);
    this.#conditions.push({ property: property.text, at: property.at, operator, operatorAt: token.at });
    return operator === "pr" || this.#value();
  }

  #value(): boolean {
    const token = this.#take();
    if (token.kind === "string") return true;
    if (token.kind === "quote") return this.#quoted(token);
    if (token.kind !== "word" || isJoiner(token)) return this.#fault(token.at, "the value is missing");
    if (NUMBER.test(token.text) || /^(?:true|false|null)$/i.test(token.text)) return true;
    this.#fault(
      token.at,
      `the value needs double quotes${/^\d{4}-\d/.test(token.text) ? ", as dates do" : ""}`,
    );
    while (this.#token.kind === "word" && !isJoiner(this.#token)) this.#take();
    return true;
  }

  #quoted({ text, at }: Token): boolean {
    if (text.startsWith('"'))
      return this.#fault(at, 'this double quote is not closed (write \\" for one in a value)');
    this.#fault(at, 'write straight double quotes (") around the value');
    return /^'.*'$|^[“”„«»‘’‚].*[“”„«»‘’‚]$/su.test(text);
  }

  /** What stands between two conditions; false at the end. */
  #joined(): boolean {
    while (this.#token.kind === "close") {
      const { text, at } = this.#take();
      const open = this.#open.pop()?.token.text;
      if (open !== (text === ")" ? "(" : "[")) return this.#fault(at, `this ${text} closes nothing`);
    }
    if (this.#token.kind === "end") {
      const open = this.#open.at(-1)?.token;
      return open ? this.#fault(open.at, `this ${open.text} is not closed`) : false;
    }
    const token = this.#token;
    if (isJoiner(token)) {
      this.#take();
      return true;
    }
    const joiner = token.kind === "symbol" ? joinerMeant(token.text) : undefined;
    if (joiner !== undefined) {
      this.#take();
      this.#fault(token.at, `write ${joiner} between conditions`);
      return true;
    }
    return this.#fault(token.at, "and or or is missing between two conditions");
  }
}

function isJoiner({ kind, text }: Token): boolean {
  return kind === "word" && /^(?:and|or)$/i.test(text);
}

function noOperator({ kind, text }: Token): string {
  if (kind === "end") return "the operator is missing at the end";
  if (kind === "word" && /^in$/i.test(text)) return "there is no operator in: join conditions by or";
  return kind === "word" && /^[a-z]{1,12}$/i.test(text)
    ? `${text} is no operator: there are eq, gt, ge, lt, le, sw, co, pr`
    : "the operator is missing before the value";
}
