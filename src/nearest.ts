/** Below this share of common letter pairs two names have nothing to do with each other. */
const SIMILAR = 0.35;

/**
 * Of the names there are, those most like a misspelt one, best first, at most `count`; none where none is like it.
 * Likeness is the share of common letter pairs (Dice), so that words in another order count as like.
 */
export function nearestNames(misspelt: string, names: readonly string[], count = 3): string[] {
  const wanted = pairsOf(misspelt);
  return names
    .map((name) => ({ name, likeness: dice(wanted, pairsOf(name)) }))
    .filter(({ likeness }) => likeness >= SIMILAR)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, count)
    .map(({ name }) => name);
}

function pairsOf(name: string): ReadonlySet<string> {
  const letters = name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return new Set(Array.from(letters, (letter, at) => letter + (letters[at + 1] ?? "")));
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((pair) => other.has(pair)).length;
  return one.size + other.size === 0 ? 0 : (2 * common) / (one.size + other.size);
}
