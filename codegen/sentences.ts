/** After a mark that ends a sentence, which the stops of e.g. and i.e. do not, and before a capital or code. */
const BOUNDARY = /(?<=[.!?])(?<!\b(?:e\.g|i\.e)\.)\s+(?=[A-Z`])/;

/** The sentences of a description, each with its mark. */
export function sentences(text: string): string[] {
  return text.split(BOUNDARY);
}
