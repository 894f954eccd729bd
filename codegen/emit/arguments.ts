import { type EmittedFile, emitFile } from "./source.js";

/**
 * `schemas/arguments.ts`: what every tool's arguments have in common. Written out rather than imported, because
 * generated code imports nothing but Zod and itself at run time.
 */
export function emitArguments(): EmittedFile {
  return emitFile("schemas/arguments.ts", (file) => {
    file.addStatements(`import { z } from "zod";

/** Okta's ids are letters and digits, some with - or _; nothing in them can leave a path segment. */
export const oktaId = z
  .string()
  .regex(/^(?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{1,64}$/, "an Okta id, such as 00g1emaKYZTWRYYRRTSK");

/** A login may hold what an e-mail address may, but no separator, white space, percent or invisible character. */
export const idOrLogin = z
  .string()
  .regex(/^(?!\\.{1,2}$)[^\\s/\\\\?#%\\p{C}]{1,100}$/u, "an Okta id or login, without spaces, / \\\\ ? # or %");

/** Free text of a query parameter. */
export const text = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[^\\p{Cc}\\p{Cs}]*$/u, "text without control characters");

/** The \`next\` of an earlier answer. */
export const cursor = z.string().regex(/^[A-Za-z0-9_-]{1,4000}$/, "the \`next\` of an earlier answer, unchanged");

/** Dotted paths of the fields to show, \`[]\` after an array. */
export const fields = z
  .array(z.string().regex(/^[^\\p{C}]{1,200}$/u, "a dotted path, such as profile.email"))
  .min(1)
  .max(50);

/** The fields to change of an object that is read, merged and written back. */
export const changes = z.record(z.string(), z.unknown());

/** The one-time code of an earlier \`confirmation_required\`. */
export const confirm = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, "the code from confirmation_required");
`);
  });
}
