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

/** The name that was probably meant: the closest one, if at most a third of it differs or one begins with the other. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const ranked = names.map((name) => ({ name, far: distance(word, name.toLowerCase()) })).sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (best !== undefined && best.far <= Math.max(1, Math.ceil(best.name.length / 3))) return best.name;
  return word.length < 3 ? undefined : names.find((name) => name.toLowerCase().startsWith(word));
}

/** What there is instead of a word that names nothing, and the one that was probably meant. */
export function choices(typed: string, names: readonly string[]): string {
  const meant = nearest(typed, names);
  const list = `choose from ${names.join(", ")}`;
  return meant === undefined ? list : `did you mean ${meant}? Or ${list}`;
}
