/** Where a sentence ends: a mark, white space, and a capital, a digit or code; not after e.g. and i.e. */
const END = /(?<!\b(?:e\.g|i\.e))([.!?])\s+(?=[A-Z0-9`])/;

/** The sentences of a description, each with its mark. */
export function sentences(text: string): string[] {
  const [first = "", mark, ...rest] = text.split(END);
  return mark === undefined ? [first] : [first + mark, ...sentences(rest.join(""))];
}
