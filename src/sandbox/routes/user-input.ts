import { blank, invalid, taken } from "../errors.js";
import { isObject, objectAt } from "../json.js";
import type { Org } from "../org.js";
import { attribute, type ProfileAttribute } from "../profile-schema.js";
import type { Json, UserRecord } from "../types.js";

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const SHORTEST_PASSWORD = 8;

/**
 * Holds a whole profile against the org's profile schema and the uniqueness of logins.
 * @param self the user whose profile it is; undefined for a new user.
 * @throws OktaError E0000001 with one cause per problem.
 */
export function checkProfile(org: Org, profile: Json, self?: UserRecord): void {
  const problems: string[] = [];
  for (const [name, fact] of Object.entries({ ...org.profileSchema.base, ...org.profileSchema.custom })) {
    if (fact.required === true && isBlank(profile[name])) problems.push(blank(name));
  }
  for (const [name, value] of Object.entries(profile)) {
    const fact = attribute(org.profileSchema, name);
    if (fact === undefined) problems.push(`${name}: The attribute is not in the org's user schema`);
    else if (!isBlank(value)) problems.push(...checkValue(name, value, fact));
  }
  const { login } = profile;
  if (typeof login === "string" && login !== "") {
    if (!EMAIL.test(login)) problems.push("login: Username must be in the form of an email address");
    const owner = org.userByLogin(login);
    if (owner !== undefined && owner.id !== self?.id) problems.push(taken("login"));
  }
  if (problems.length > 0) throw invalid(...problems);
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === "";

function checkValue(name: string, value: unknown, fact: ProfileAttribute): string[] {
  if (!hasType(value, fact.type)) return [`${name}: The value must be of type ${fact.type}`];
  if (typeof value !== "string") return [];
  const problems: string[] = [];
  if (fact.maxLength !== undefined && value.length > fact.maxLength) {
    problems.push(`${name}: The value may have at most ${fact.maxLength} characters`);
  }
  if (fact.minLength !== undefined && value.length < fact.minLength) {
    problems.push(`${name}: The value must have at least ${fact.minLength} characters`);
  }
  if (fact.format === "email" && !EMAIL.test(value))
    problems.push(`${name}: Does not match required pattern`);
  if (fact.enum !== undefined && !fact.enum.includes(value)) {
    problems.push(`${name}: The value must be one of ${fact.enum.join(", ")}`);
  }
  return problems;
}

function hasType(value: unknown, type: ProfileAttribute["type"]): boolean {
  if (type === "array") return Array.isArray(value) && value.every((element) => typeof element === "string");
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

/** The profile of a request without its empty values: Okta stores no nulls. */
export function filledProfile(body: Json): Json {
  const profile = body.profile;
  if (!isObject(profile)) throw invalid("profile: The field cannot be left blank");
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => !isBlank(value)));
}

export interface CredentialChange {
  readonly password: boolean;
  readonly provider?: { readonly type: string; readonly name: string };
  readonly recoveryQuestion?: string;
}

/** What a request says about credentials. Nothing of a password is kept but that there is one. */
export function readCredentials(body: Json): CredentialChange {
  const { password, provider, recovery_question: question } = objectAt(body, "credentials");
  const change: { -readonly [K in keyof CredentialChange]: CredentialChange[K] } = { password: false };
  if (password !== undefined && password !== null) {
    const { value, hash, hook } = isObject(password)
      ? password
      : { value: undefined, hash: undefined, hook: undefined };
    if (value === undefined && hash === undefined && hook === undefined) throw invalid(blank("password"));
    if (value !== undefined && (typeof value !== "string" || value.length < SHORTEST_PASSWORD)) {
      throw invalid(
        `password: Password requirements were not met. At least ${SHORTEST_PASSWORD} characters are needed.`,
      );
    }
    change.password = true;
  }
  if (isObject(provider) && typeof provider.type === "string") {
    change.provider = {
      type: provider.type,
      name: typeof provider.name === "string" ? provider.name : provider.type,
    };
  }
  if (question !== undefined && question !== null) {
    const text = objectAt(body, "credentials.recovery_question");
    if (typeof text.question !== "string" || text.question === "")
      throw invalid(blank("recovery_question.question"));
    if (typeof text.answer !== "string" || text.answer.length < 4) {
      throw invalid("recovery_question.answer: The answer must have at least 4 characters");
    }
    change.recoveryQuestion = text.question;
  }
  return change;
}
