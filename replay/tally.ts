/** Why a subject declined, in its own words, and how often it said so. */
export interface Reason {
  readonly why: string;
  /** Where it says there is more about it. */
  readonly link?: string;
  count: number;
}

/** What became of the commands of one kind. */
export interface KindTally {
  /** Commands that applied and were answered. */
  applied: number;
  /** Commands that did not apply when their turn came, and were not asked. */
  skipped: number;
  /** Commands the subject declined: nothing happened. */
  declined: number;
  /** How often each kind of answer was given. */
  readonly answers: Record<string, number>;
  /** The first {@link MOST_REASONS} reasons for declining. What was declined for others is in `declined` only. */
  readonly reasons: Reason[];
}

/** Counts of one or many runs, by command kind. Mutable, because counting must cost next to nothing. */
export type Tally = Record<string, KindTally>;

/** A subject may give another reason each time; so many are kept for a command, and so many characters of each. */
export const MOST_REASONS = 5;
const LONGEST_REASON = 500;

const freshTally = (): KindTally => ({ applied: 0, skipped: 0, declined: 0, answers: {}, reasons: [] });

/** A tally with every given kind at zero, so that a kind that never occurred is still listed. */
export function openTally(kinds: Iterable<string>): Tally {
  const tally: Tally = {};
  for (const kind of kinds) tally[kind] = freshTally();
  return tally;
}

/** The counts of one kind; begins them when the kind is new. */
export function tallyOf(tally: Tally, kind: string): KindTally {
  const known = tally[kind];
  if (known !== undefined) return known;
  const fresh = freshTally();
  tally[kind] = fresh;
  return fresh;
}

/** Counts one answered command. */
export function countAnswer(tally: Tally, kind: string, answer: string): void {
  const of = tallyOf(tally, kind);
  of.applied++;
  of.answers[answer] = (of.answers[answer] ?? 0) + 1;
}

/** Counts one declined command. */
export function countDeclined(
  tally: Tally,
  kind: string,
  { why, link }: { readonly why: string; readonly link?: string },
): void {
  const of = tallyOf(tally, kind);
  of.declined++;
  addReason(of.reasons, { why: clipped(why), ...(link === undefined ? {} : { link: clipped(link) }), count: 1 });
}

const clipped = (text: string): string => (text.length <= LONGEST_REASON ? text : `${text.slice(0, LONGEST_REASON)}…`);

/** Counts a reason among those that are known; a new one is added while there are few. */
export function addReason(reasons: Reason[], { why, link, count }: Readonly<Reason>): void {
  const known = reasons.find((one) => one.why === why && one.link === link);
  if (known !== undefined) known.count += count;
  else if (reasons.length < MOST_REASONS) reasons.push({ why, ...(link === undefined ? {} : { link }), count });
}

/** Adds the counts of one tally to another. */
export function mergeTally(into: Tally, from: Tally): void {
  for (const [kind, { applied, skipped, declined, answers, reasons }] of Object.entries(from)) {
    const of = tallyOf(into, kind);
    of.applied += applied;
    of.skipped += skipped;
    of.declined += declined;
    for (const [answer, count] of Object.entries(answers)) of.answers[answer] = (of.answers[answer] ?? 0) + count;
    for (const reason of reasons) addReason(of.reasons, reason);
  }
}

/** Sums over all kinds. */
export function totals(tally: Tally): {
  readonly applied: number;
  readonly skipped: number;
  readonly declined: number;
} {
  const sum = { applied: 0, skipped: 0, declined: 0 };
  for (const of of Object.values(tally)) {
    sum.applied += of.applied;
    sum.skipped += of.skipped;
    sum.declined += of.declined;
  }
  return sum;
}

/** Counts per command and answer, `plug/ack`, in the order of the tally. */
export function answersOf(tally: Tally): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [kind, of] of Object.entries(tally)) {
    for (const [answer, count] of Object.entries(of.answers)) counts.set(`${kind}/${answer}`, count);
  }
  return counts;
}
