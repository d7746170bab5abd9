/** How many commands are sent at once. Large batches are faster, but a run in which the subject is lost is made anew. */
export interface Pace {
  batch: number;
  readonly most: number;
}

/** Commands of a batch to a subject nothing is known about. */
const AT_FIRST = 64;

/** A run that took longer is no reason for larger batches: all of a batch has to be answered in time. Milliseconds. */
const QUICK_MS = 1000;

/**
 * The pace that was told, or one that grows up to two thirds of a run: while they are asked, the next run is composed, and they
 * are judged while the last third is asked. Both take about as long as the asking.
 */
export const openPace = ({ batch, steps }: { readonly batch?: number; readonly steps: number }): Pace =>
  batch === undefined
    ? { batch: AT_FIRST, most: Math.max(AT_FIRST, Math.ceil((2 * steps) / 3)) }
    : { batch, most: batch };

/** Learns from a run that took so long. */
export function quicken(pace: Pace, runMs: number): void {
  if (runMs < QUICK_MS) pace.batch = Math.min(2 * pace.batch, pace.most);
}
