/** A line that stands for any number of lines that a guide leaves out. */
const LEFT_OUT = "…";

/** What differs each time: times, speeds, and the process and moment in the name of a log. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\b\d+(?:\.\d+)? s\b/g, "# s"],
  [/[\d,]+ steps\/s\b/g, "# steps/s"],
  [/\bexec-\d+-\d+\.log\b/g, "exec-#-#.log"],
];

const mask = (line: string): string =>
  varying.reduce((text, [pattern, stand]) => text.replaceAll(pattern, stand), line.trimEnd());

type Likeness = (shown: string | undefined, printed: string | undefined) => boolean;

const isSame: Likeness = (shown, printed) =>
  shown !== undefined && printed !== undefined && mask(shown) === mask(printed);

const withoutNumbers = (line: string): string => line.replaceAll(/[\d,]+/g, "#").replaceAll(/\s+/g, " ");

/** Whether a line says the same with other numbers: not what the guide shows, but the place to record anew. */
const isAlike: Likeness = (shown, printed) =>
  shown !== undefined && printed !== undefined && withoutNumbers(shown) === withoutNumbers(printed);

/** How what a guide shows compares with what was printed. */
export interface Compared {
  /** The first line that differs, counted from 0 in what is shown; null when there is none. */
  readonly differs: { readonly at: number; readonly shown: string; readonly printed: string } | null;
  /** What the guide should show: lines that only vary stay as they are, and what was left out stays out. */
  readonly anew: readonly string[];
}

interface Part {
  /** Place in what is shown. */
  readonly at: number;
  readonly lines: readonly string[];
  readonly isAfterGap: boolean;
  readonly isBeforeGap: boolean;
}

/** What is shown between the lines that stand for others; a part may be empty. */
function partsOf(shown: readonly string[]): readonly Part[] {
  const gaps = shown.flatMap((line, at) => (line === LEFT_OUT ? [at] : []));
  return [-1, ...gaps].map((gap, which) => ({
    at: gap + 1,
    lines: shown.slice(gap + 1, gaps[which]),
    isAfterGap: which > 0,
    isBeforeGap: which < gaps.length,
  }));
}

/** Lines of a part, from its first on, that were printed at this place. */
const agreeing = ({ lines }: Part, printed: readonly string[], place: number, is: Likeness): number => {
  const end = lines.findIndex((line, at) => !is(line, printed[place + at]));
  return end === -1 ? lines.length : end;
};

/**
 * Where a part was printed, or most of its beginning; undefined where not even its first line was. The first and the last
 * part have their places at the ends.
 */
function placeOf(part: Part, printed: readonly string[], from: number): number | undefined {
  if (!part.isAfterGap) return from;
  if (!part.isBeforeGap) return Math.max(from, printed.length - part.lines.length);
  for (const is of [isSame, isAlike]) {
    let best: { readonly place: number; readonly agree: number } | undefined;
    for (let place = from; place <= printed.length; place += 1) {
      const agree = agreeing(part, printed, place, is);
      if (agree === part.lines.length) return place;
      if (agree > (best?.agree ?? 0)) best = { place, agree };
    }
    if (best !== undefined) return best.place;
  }
  return undefined;
}

const withoutEnd = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, lines.findLastIndex((line) => line.trim() !== "") + 1);

/** Compares line by line, blank lines at the end apart; a line of `…` stands for any number of lines, also none. */
export function compareOutput(written: readonly string[], text: string): Compared {
  const printed = withoutEnd(text.split("\n"));
  const anew: string[] = [];
  let differs: Compared["differs"] = null;
  let from = 0;
  for (const part of partsOf(withoutEnd(written))) {
    if (part.isAfterGap) anew.push(LEFT_OUT);
    const place = placeOf(part, printed, from);
    const end = part.isBeforeGap ? (place ?? from) + part.lines.length : printed.length;
    const fresh = place === undefined ? part.lines : printed.slice(place, end);
    const longest = Math.max(part.lines.length, fresh.length);
    for (let at = 0; at < longest && differs === null; at += 1) {
      const [shown = "nothing more", found = "nothing more"] = [part.lines[at], fresh[at]];
      if (place === undefined) differs = { at: part.at + at, shown, printed: "nothing like it" };
      else if (!isSame(part.lines[at], fresh[at])) differs = { at: part.at + at, shown, printed: found };
    }
    anew.push(...fresh.map((line, at) => (isSame(part.lines[at], line) ? (part.lines[at] ?? "") : line.trimEnd())));
    from = end;
  }
  return { differs, anew };
}
