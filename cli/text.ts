const grouped = new Intl.NumberFormat("en-US");

/** A count for people: `1,234,567`. */
export const count = (n: number): string => grouped.format(n);

/** A count for a line that changes: `1.2M`, `34k`. */
export const short = (n: number): string => {
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)}M`;
  return n >= 1e4 ? `${Math.round(n / 1e3)}k` : count(Math.round(n));
};

/** `1 step`, `2 steps`. */
export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;

/** A time for people: `1.2 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Breaks words into lines of at most `width` characters, each line starting with `indent`. */
export function wrap(words: string, indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of words.split(" ")) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line].join("\n");
}

/** Like {@link wrap}, with a first line that begins with `label` and later ones below the words of the first. */
export const hang = (label: string, words: string, width: number): string =>
  label + wrap(words, " ".repeat(label.length), width).slice(label.length);

/** Narrower lines are harder to read than broken ones; longer ones are harder to follow. */
const narrowest = 60;
const widest = 100;

/** Characters in a line on a terminal of that width; undefined stands for no terminal. */
export const lineWidth = (columns: number | undefined): number =>
  Math.min(widest, Math.max(narrowest, columns ?? widest));

/** Rows as columns, each as wide as its widest cell; columns named in `right` are aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const cell = (text: string, at: number) =>
    right.has(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}
