/** "breaking": what works now may fail. "compatible": nothing that works stops. "note": no change of meaning. */
export type Severity = "breaking" | "compatible" | "note";

/** What is sent to Okta, or what Okta answers. */
export type Side = "request" | "answer";

/**
 * One kind of change: how bad it is for what we send and for what we are answered (absent: no matter there), and
 * its words, given the value before and after. The runtime takes every answer, so a wider answer breaks nothing
 * unless what stood there is gone or is of another kind.
 */
export interface Rule {
  request?: Severity;
  answer?: Severity;
  words: (before: string, after: string) => string;
  /** What to do about it, where that is not "refresh and see". */
  next?: string;
}

const both = (severity: Severity) => ({ request: severity, answer: severity });
const FORMERLY = "keep the tool: add the other name to `formerly` in the allowlist";

export const RULES = {
  // Operations
  "operation-gone": {
    ...both("breaking"),
    words: (before) => `the operation ${before} is gone`,
    next: "find its successor or retire the tool",
  },
  "operation-renamed": {
    ...both("compatible"),
    words: (before, after) => `the operation ${before} is now called ${after}, at the same method and path`,
    next: FORMERLY,
  },
  "operation-moved": { ...both("breaking"), words: (before, after) => `moved from ${before} to ${after}` },
  "operation-deprecated": {
    ...both("compatible"),
    words: () => "the operation is deprecated",
    next: "look for its successor",
  },
  "operation-undeprecated": { ...both("note"), words: () => "the operation is no longer deprecated" },
  "operation-stage": {
    ...both("compatible"),
    words: (before, after) => `release stage ${before} became ${after}`,
  },
  "scope-insufficient": {
    ...both("breaking"),
    words: (before) => `${before} no longer opens this operation`,
    next: "administrators must grant the scope the operation asks for now",
  },
  "scope-accepted": { ...both("compatible"), words: (_, after) => `${after} opens this operation, too` },

  // Parameters and body
  "parameter-added": { request: "compatible", words: () => "new parameter" },
  "parameter-added-required": { request: "breaking", words: () => "new parameter, required" },
  "parameter-gone": { request: "breaking", words: () => "the parameter is gone" },
  "parameter-renamed": {
    request: "compatible",
    words: (before, after) => `the path parameter ${before} is now called ${after}`,
    next: FORMERLY,
  },
  "parameter-required": { request: "breaking", words: () => "the parameter became required" },
  "parameter-optional": { request: "compatible", words: () => "the parameter is no longer required" },
  "parameter-style": {
    request: "breaking",
    words: (before, after) => `the parameter is written another way: ${before} became ${after}`,
  },
  "parameter-deprecated": { request: "compatible", words: () => "the parameter is deprecated" },
  "parameter-stage": { request: "note", words: (before, after) => `release stage ${before} became ${after}` },
  "body-added": { request: "compatible", words: () => "the operation takes a body now" },
  "body-added-required": { request: "breaking", words: () => "the operation needs a body now" },
  "body-gone": { request: "breaking", words: () => "the operation takes no body any more" },
  "body-required": { request: "breaking", words: () => "the body became required" },
  "body-optional": { request: "compatible", words: () => "the body is no longer required" },

  // Answers
  "answer-status-gone": { answer: "breaking", words: (before) => `no answer ${before} any more` },
  "answer-status-added": { answer: "compatible", words: (_, after) => `new answer ${after}` },
  "error-status-gone": { answer: "note", words: (before) => `the error ${before} is no longer declared` },
  "error-status-added": { answer: "note", words: (_, after) => `the error ${after} is declared now` },
  "answer-body-gone": { answer: "breaking", words: () => "the answer has no body any more" },
  "answer-body-added": { answer: "compatible", words: () => "the answer has a body now" },
  "header-gone": { answer: "breaking", words: () => "the header is gone" },
  "header-added": { answer: "compatible", words: () => "new header" },

  // Objects
  "property-added": { ...both("compatible"), words: () => "new field" },
  "property-added-required": {
    request: "breaking",
    answer: "compatible",
    words: () => "new field, required",
  },
  "property-gone": { ...both("breaking"), words: () => "the field is gone" },
  "property-required": {
    request: "breaking",
    answer: "compatible",
    words: () => "the field became required",
  },
  "property-optional": { ...both("compatible"), words: () => "the field is no longer required" },
  "property-read-only": { request: "breaking", words: () => "the field became read-only" },
  "property-writable": { request: "compatible", words: () => "the field can be written now" },
  "property-writable-required": {
    request: "breaking",
    words: () => "the field can be written now, and is required",
  },
  "property-write-only": { answer: "breaking", words: () => "the field is no longer answered" },
  "property-readable": { answer: "compatible", words: () => "the field is answered now" },
  "extra-closed": { ...both("breaking"), words: () => "other keys are no longer allowed" },
  "extra-unstated": {
    request: "breaking",
    answer: "compatible",
    words: () => "other keys are no longer declared",
  },
  "extra-ruled-out": {
    request: "breaking",
    answer: "note",
    words: () => "keys that are not declared are ruled out now",
  },
  "extra-opened": { ...both("compatible"), words: () => "other keys are allowed now" },
  "extra-typed": {
    request: "breaking",
    answer: "compatible",
    words: () => "other keys must have a certain type now",
  },
  "extra-untyped": { ...both("compatible"), words: () => "other keys may be of any type now" },

  // Values
  "type-changed": { ...both("breaking"), words: (before, after) => `type ${before} became ${after}` },
  "type-narrowed": {
    request: "breaking",
    answer: "compatible",
    words: (before, after) => `type ${before} was narrowed to ${after}`,
  },
  "type-widened": {
    request: "compatible",
    answer: "breaking",
    words: (before, after) => `type ${before} was widened to ${after}`,
  },
  "enum-value-gone": {
    request: "breaking",
    answer: "compatible",
    words: (before) => `the value ${before} is gone`,
  },
  "enum-value-added": { ...both("compatible"), words: (_, after) => `new value ${after}` },
  "enum-introduced": {
    request: "breaking",
    answer: "compatible",
    words: (_, after) => `only certain values now: ${after}`,
  },
  "enum-dropped": {
    ...both("compatible"),
    words: (before) => `no longer bound to certain values (were ${before})`,
  },
  "limit-tightened": {
    request: "breaking",
    answer: "compatible",
    words: (before, after) => `limit tightened: ${before} became ${after}`,
  },
  "limit-loosened": {
    ...both("compatible"),
    words: (before, after) => `limit loosened: ${before} became ${after}`,
  },
  "pattern-changed": {
    request: "breaking",
    answer: "compatible",
    words: (before, after) => `pattern ${before} became ${after}`,
  },
  "pattern-dropped": { ...both("compatible"), words: (before) => `pattern ${before} dropped` },
  "format-changed": { ...both("breaking"), words: (before, after) => `format ${before} became ${after}` },
  "format-added": {
    request: "breaking",
    answer: "compatible",
    words: (_, after) => `format ${after} stated`,
  },
  "format-dropped": { ...both("compatible"), words: (before) => `format ${before} no longer stated` },
  "null-refused": { request: "breaking", answer: "compatible", words: () => "may no longer be null" },
  "null-allowed": { ...both("compatible"), words: () => "may be null" },
  "default-changed": {
    request: "breaking",
    words: (before, after) => `default ${before} became ${after}: leaving it out means another thing`,
  },
  "default-added": { request: "compatible", words: (_, after) => `default ${after} stated` },
  "default-dropped": { request: "compatible", words: (before) => `default ${before} no longer stated` },
  deprecated: { ...both("compatible"), words: () => "deprecated" },
  undeprecated: { ...both("note"), words: () => "no longer deprecated" },
  stage: { ...both("note"), words: (before, after) => `release stage ${before} became ${after}` },

  // Choices
  "variant-gone": {
    request: "breaking",
    answer: "compatible",
    words: (before) => `the variant ${before} is gone`,
  },
  "variant-added": { ...both("compatible"), words: (_, after) => `new variant ${after}` },
  "discriminator-changed": {
    ...both("breaking"),
    words: (before, after) => `variants are chosen by ${after}, no longer by ${before}`,
  },
  "discriminator-stated": {
    ...both("compatible"),
    words: (_, after) => `variants are chosen by ${after} now`,
  },
  "discriminator-dropped": {
    ...both("compatible"),
    words: (before) => `no field is named any more that chooses the variant (was ${before})`,
  },
  "choice-changed": {
    request: "breaking",
    answer: "compatible",
    words: (before, after) => `the choice between ${before} became one between ${after}`,
  },
  "choice-introduced": {
    request: "breaking",
    answer: "compatible",
    words: (_, after) => `became a choice between ${after}`,
  },
  "choice-dropped": { ...both("breaking"), words: (before) => `no longer a choice between ${before}` },
  "exclusion-changed": {
    request: "breaking",
    answer: "compatible",
    words: () => "what is ruled out has changed",
  },
  "schema-renamed": {
    ...both("note"),
    words: (before, after) => `the schema ${before} is now called ${after}`,
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;

/** The same table with its rows' optional columns visible. */
export const rule = (id: RuleId): Rule => RULES[id];
