/**
 * Insertions, deletions, replacements and swaps of neighbouring letters between two words: the optimal string
 * alignment distance (Damerau, "A technique for computer detection and correction of spelling errors", CACM 7:3, 1964;
 * computed by rows as in Wagner and Fischer, JACM 21:1, 1974).
 */
export function editDistance(one: string, other: string): number {
  const [left, right] = [Array.from(one), Array.from(other)];
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of left.entries()) {
    const current = [row + 1];
    for (const [column, opposite] of right.entries()) {
      const replaced = at(above, column) + Number(letter !== opposite);
      const isSwap = letter === right[column - 1] && left[row - 1] === opposite;
      const swapped = isSwap ? at(before, column - 1) + 1 : replaced;
      current.push(Math.min(replaced, swapped, at(above, column + 1) + 1, at(current, column) + 1));
    }
    before = above;
    above = current;
  }
  return at(above, right.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

/** Slips of the pen to be forgiven in a word of this length. */
export function forgiven(length: number): number {
  if (length < 3) return 0;
  if (length < 6) return 1;
  return length < 10 ? 2 : 3;
}
