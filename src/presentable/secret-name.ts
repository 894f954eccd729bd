import { secretName } from "../../generated/secrets.js";

/**
 * Names that tell a secret and stand in no contract: attributes of the org's own, settings of integration apps, and
 * headers. What the contract has is told by the generated expression.
 */
const BEYOND_CONTRACT = new RegExp(
  [
    "secret[_-]?answer",
    "(?:activation|recovery|reset[_-]?password|password[_-]?reset|magic)[_-]?(?:link|ur[il])",
    "(?:recovery|backup|otp|pin|one[_-]?time)[_-]?codes?",
    "(?:pass(?:word|wd|phrase|code)|pwd)[_-]?(?:salt|digest|encrypted|cipher[_-]?text|plain|(?:plain|clear)[_-]?text|sha\\d*|md5|bcrypt)",
    "(?:hmac|aes\\d*|cipher)[_-]?keys?",
    "(?:^|[_-])(?:pass|pw)",
    "(?:^|[_-])jwt",
    "^(?:(?:proxy|x)[_-]?)?authorization",
    "^(?:set[_-]?|session[_-]?)?cookies?",
    "^bearer",
  ]
    .map((name) => `${name}$`)
    .join("|"),
  "i",
);

/** Words that begin with a capital within the name; in small letters they end many others: bypass, spin. */
const LAST_WORD = /[a-z0-9](?:P(?:in|IN|ass|w|W)|T?O(?:tp|TP)|Totp|J(?:wt|WT))\d*$/;

/** Whether a name tells a secret wherever it stands. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || BEYOND_CONTRACT.test(name) || LAST_WORD.test(name);
}
