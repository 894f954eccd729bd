/**
 * Expressions for the log's `filter`. Okta's guide (System Log query) allows every attribute but `published`, which
 * `since` and `until` stand for, and no `co` on request URLs.
 */

/** `attribute eq "value"`. A SCIM string is a JSON string (RFC 7644, section 3.4.2.2), so no value can end it early. */
export const equals = (attribute: string, value: string): string =>
  `${attribute} eq ${JSON.stringify(value)}`;

/** One of the attributes has one of the values. */
export const oneEquals = (attributes: readonly string[], values: readonly string[]): string =>
  anyOf(attributes.flatMap((attribute) => values.map((value) => equals(attribute, value))));

export const anyOf = (terms: readonly string[]): string => `(${terms.join(" or ")})`;

/** Terms that hold an `or` are to come from `anyOf`. */
export const allOf = (terms: readonly string[]): string => terms.join(" and ");
