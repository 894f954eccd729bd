import { OktaMcpError } from "../errors.js";
import { nearestNames } from "../nearest.js";
import { visibleText } from "../visible-text.js";
import { type Condition, type Fault, readExpression } from "./expression-reader.js";
import type { AskedExpression, ExpressionGrammar, ListSource } from "./list-source.js";

/** Okta: "Invalid search criteria." It names neither the place nor what is wrong there. */
const INVALID_SEARCH = "E0000031";
/** What may be wrong although nothing is to be seen. */
const UNKNOWN = "the org may lack a property it names, or the one to sort by.";
const MAX_FAULTS = 5;
const MAX_NAME = 60;

/**
 * The list, with refusals of its filter expressions explained. Expressions are not checked before they are sent: Okta
 * may take more than we know of.
 */
export function explainingExpressions(source: ListSource): ListSource {
  const { expressions = [], page } = source;
  const given = expressions.filter(({ text }) => text !== undefined);
  if (given.length === 0) return source;
  return {
    ...source,
    page: async (request) => {
      try {
        return await page.call(source, request);
      } catch (error) {
        throw explained(error, given);
      }
    },
  };
}

function explained(error: unknown, given: readonly AskedExpression[]): unknown {
  if (!(error instanceof OktaMcpError) || !isAboutExpression(error)) return error;
  const found = given.map((asked) => ({ asked, faults: faultsOf(asked) }));
  const faulty = found.filter(({ faults }) => faults.length > 0);
  // Another code may name the parameter for another reason, such as two that do not go together.
  if (faulty.length === 0 && error.okta?.errorCode !== INVALID_SEARCH) return error;
  const told = faulty.map(({ asked, faults }) => `In ${asked.argument}, ${faults.map(placed).join("; ")}.`);
  const meant = (faulty.length > 0 ? faulty : found).map(({ asked }) => asked);
  if (told.length === 0)
    told.push(`Of ${meant.map(({ argument }) => argument).join(" and ")} no fault is known: ${UNKNOWN}`);
  return new OktaMcpError(error.code, [error.message, ...told].join(" "), {
    okta: error.okta,
    field: meant[0]?.argument,
    next: meant.map(rules).join(" "),
    cause: error,
  });
}

function isAboutExpression({ code, message, okta }: OktaMcpError): boolean {
  if (code !== "okta_rejected" || okta?.status !== 400) return false;
  if (okta.errorCode === INVALID_SEARCH) return true;
  return [message, ...(okta.causes ?? [])].some((text) => /\b(?:filter|search|expression)\b/i.test(text));
}

function placed({ at, text }: Fault): string {
  return `at character ${at}: ${text}`;
}

function faultsOf({ text = "", grammar }: AskedExpression): Fault[] {
  const { conditions, faults } = readExpression(text);
  return [...faults, ...conditions.flatMap((condition) => grammarFaults(condition, grammar))]
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_FAULTS);
}

function grammarFaults(
  { property, at, operator, operatorAt }: Condition,
  grammar: ExpressionGrammar,
): Fault[] {
  const shown = visibleText(property, MAX_NAME);
  const { instead = {} } = grammar;
  if (Object.hasOwn(instead, property))
    return [{ at, text: `${shown} is not taken: use ${instead[property]}` }];
  const operators = operatorsOf(property, grammar);
  if (operators.length === 0) {
    const meant = propertyMeant(property, grammar);
    if (grammar.others && meant === undefined) return [];
    return [{ at, text: `${shown} is no property here${meant === undefined ? "" : `, write ${meant}`}` }];
  }
  if (operators.includes(operator)) return [];
  const instance =
    operator === "ne" && operators.includes("lt") ? `: write (${shown} lt "X" or ${shown} gt "X")` : "";
  return [
    {
      at: operatorAt,
      text: `${operator} is not taken with ${shown}${instance || `, only ${operators.join(", ")}`}`,
    },
  ];
}

function operatorsOf(property: string, { properties }: ExpressionGrammar): string[] {
  const covers = (name: string) =>
    name.endsWith(".*") ? property.startsWith(name.slice(0, -1)) : name === property;
  return properties.flatMap(({ names, operators }) => (names.some(covers) ? operators : []));
}

/** The property in another case, without its prefix, or misspelt. Okta tells the case of names. */
function propertyMeant(property: string, { properties, others }: ExpressionGrammar): string | undefined {
  const names = properties.flatMap((group) => group.names);
  const folded = property.toLowerCase();
  const same = names.find(
    (name) => name.toLowerCase() === folded || name.toLowerCase().endsWith(`.${folded}`),
  );
  if (same !== undefined || others) return same;
  const [nearest] = nearestNames(lastPart(property).slice(0, MAX_NAME), names.map(lastPart), 1);
  if (nearest !== undefined && nearest !== "*") return names.find((name) => lastPart(name) === nearest);
  const prefix = names.find((name) => name.endsWith(".*"))?.slice(0, -1);
  const isPlain = /^\w+$/.test(property) && prefix !== undefined;
  return isPlain ? visibleText(`${prefix}${property}`, MAX_NAME) : undefined;
}

/** A name without the path to it: `firstName` of `profile.firstName`. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What the expression may name, and one that is taken. */
function rules({ argument, grammar }: AskedExpression): string {
  const { properties, others, example, note } = grammar;
  const groups = properties.map(({ names, operators }, index) => {
    const isMore = index > 0 && names.every((name) => operatorsOf(name, grammar).length > operators.length);
    return `${names.join(", ")} (${isMore ? "also " : ""}${operators.join(", ")})`;
  });
  const sentences = [
    `${argument} takes ${groups.join("; ")}${others ? "; and any other attribute" : ""}.`,
    `Example: ${example}.`,
    note,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(" ");
}
