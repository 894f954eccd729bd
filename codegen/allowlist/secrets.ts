/** What is secret and cannot be told from the contract alone; what can be is found by `codegen/secrets.ts`. */

export type SecretEntry = {
  /** Names from an object down to the property, dotted, as few as tell it from others; arrays are passed over. */
  path: string;
  /** What it is good for in the wrong hands. */
  reason: string;
  /** It is secret only in an object that has this property, too. */
  beside?: string;
} & (
  | {
      /** Operations whose bodies hold it: codegen fails when one is in the contract and does not. */
      operations: readonly string[];
    }
  | {
      /** Okta answers it where the contract leaves objects open, or in operations we may have one day. */
      beyondContract: true;
    }
);

/**
 * Names that tell a secret wherever they stand, for strings. The server goes by it as well: fields newer than our
 * contract, profile attributes of the org's own, settings of integration apps.
 */
export const SECRET_NAME =
  /(?:(?:pass(?:word|wd|phrase|code)|pwd|secret|token|(?:access|api|encryption|master|private|secret|shared|signing)[_-]?key)s?|(?:client|saml)[_-]?(?:assertion|response)|(?:recovery|security)[_-]?(?:question[_-]?)?answer|^(?:pin|otp|totp)|[_-](?:pin|otp|totp))(?:[_-]?(?:hash|pem|text|value))?\d*$/i;

const APPLICATION_OPERATIONS = ["createApplication", "getApplication", "replaceApplication"];

/** RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1: d of EC, OKP and RSA; primes and exponents of RSA; k of a shared key. */
const PRIVATE_KEY_MEMBERS = ["d", "dp", "dq", "k", "p", "q", "qi"];

/** RFC 7518, section 6.3.2.7: further primes, in objects without `kty`. */
const OTHER_PRIME_MEMBERS = ["d", "r", "t"];

export const secrets: readonly SecretEntry[] = [
  {
    path: "activationUrl",
    reason: "Who opens the link sets the user's first password.",
    operations: ["activateUser"],
  },
  {
    path: "recovery_question.answer",
    reason: "Who knows the answer resets the password.",
    operations: ["createUser", "updateUser"],
  },
  {
    path: "password.hash.value",
    reason: "An imported password's hash can be attacked offline.",
    operations: ["createUser", "updateUser"],
  },
  {
    path: "password.hash.salt",
    reason: "Half of what an attack on the hash needs.",
    operations: ["createUser", "updateUser"],
  },
  ...["optionalField1Value", "optionalField2Value", "optionalField3Value", "extraFieldValue"].map((path) => ({
    path,
    reason: "Filled into a site's sign-in form beside the password: a PIN, a customer number.",
    operations: APPLICATION_OPERATIONS,
  })),
  ...PRIVATE_KEY_MEMBERS.map((path) => ({
    path,
    beside: "kty",
    reason: "A private or shared part of a JSON Web Key.",
    beyondContract: true as const,
  })),
  ...OTHER_PRIME_MEMBERS.map((member) => ({
    path: `oth.${member}`,
    reason: "A private part of a JSON Web Key.",
    beyondContract: true as const,
  })),
  {
    path: "resetPasswordUrl",
    reason: "Who opens the link sets the user's password.",
    beyondContract: true,
  },
  {
    path: "recoveryUrl",
    reason: "Who opens the link sets the user's password.",
    beyondContract: true,
  },
  {
    path: "authScheme.value",
    reason: "What Okta signs in with at an inline or event hook.",
    beyondContract: true,
  },
];
