/** Insertions, deletions and replacements between two words (Levenshtein 1966), one row of the table at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The names, closest first. */
function ranked(typed: string, names: readonly string[]): readonly { readonly name: string; readonly far: number }[] {
  const word = typed.toLowerCase();
  return names.map((name) => ({ name, far: distance(word, name.toLowerCase()) })).sort((a, b) => a.far - b.far);
}

/** The name that was probably meant: the closest one, if at most a third of it differs, or the only one that begins so. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const best = ranked(typed, names)[0];
  if (best !== undefined && best.far <= Math.max(1, Math.ceil(best.name.length / 3))) return best.name;
  const begun = word.length < 3 ? [] : names.filter((name) => name.toLowerCase().startsWith(word));
  return begun.length === 1 ? begun[0] : undefined;
}

/** A list of more names helps nobody who is looking for one. */
const MOST_NAMES = 16;
const FEW_NAMES = 5;

/** What there is instead of a word that names nothing, and the one that was probably meant. */
export function choices(typed: string, names: readonly string[]): string {
  const meant = nearest(typed, names);
  if (names.length <= MOST_NAMES) {
    const list = `choose from ${names.join(", ")}`;
    return meant === undefined ? list : `did you mean ${meant}? Or ${list}`;
  }
  const near = ranked(typed, names).slice(0, FEW_NAMES);
  const list = `the nearest of ${names.length} are ${near.map(({ name }) => name).join(", ")}`;
  return meant === undefined ? list : `did you mean ${meant}?`;
}
