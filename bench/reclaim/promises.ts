import type { Spent } from "../../model/guest/events.ts";
import type { Reading } from "./scenario.ts";

/** Everything that is counted. */
const counters: readonly (keyof Spent)[] = ["migrated", "zeroed", "faulted", "requests", "offlined", "steps"];

const bySize = (readings: readonly Reading[]): readonly (readonly Reading[])[] =>
  [...new Set(readings.map(({ ended }) => ended))].map((ended) =>
    readings.filter((reading) => reading.ended === ended).sort((a, b) => a.running - b.running),
  );

/** What was asked for and not given back, or given back unasked. */
export const inexact = (name: string, readings: readonly Reading[], instanceFrames: number): readonly string[] =>
  readings
    .filter(({ ended, unplugged }) => unplugged !== ended * instanceFrames)
    .map((r) => `${name} gave back ${r.unplugged} frames for ${r.ended} instances with ${r.running} running`);

/** HotMem: nothing moved, nothing zeroed, and the same counters whatever else the guest holds. */
export function bounded(readings: readonly Reading[]): readonly string[] {
  const costly = readings
    .filter(({ spent }) => spent.migrated !== 0 || spent.zeroed !== 0)
    .map((r) => `hotmem moved ${r.spent.migrated} pages and zeroed ${r.spent.zeroed} with ${r.running} running`);
  const uneven = bySize(readings).flatMap((sorted) =>
    counters
      .filter((counter) => new Set(sorted.map(({ spent }) => spent[counter])).size > 1)
      .map((counter) => {
        const values = sorted.map(({ running, spent }) => `${spent[counter]} with ${running} running`);
        return `hotmem, ${sorted[0]?.ended} ended: ${counter} differ: ${values.join(", ")}`;
      }),
  );
  return [...costly, ...uneven];
}

/** A guest without partitions: the more is in use, the more pages move; none in an empty guest. */
export const growing = (name: string, readings: readonly Reading[]): readonly string[] =>
  bySize(readings).flatMap((sorted) =>
    sorted.flatMap(({ running, ended, spent }, i) => {
      const before = sorted[i - 1];
      const fine = before === undefined ? running > 0 || spent.migrated === 0 : spent.migrated > before.spent.migrated;
      const than = before === undefined ? "" : `, ${before.spent.migrated} with ${before.running}`;
      return fine ? [] : [`${name}, ${ended} ended: ${spent.migrated} pages moved with ${running} running${than}`];
    }),
  );

/** Rules that had nothing to say: that they were kept means nothing. */
export const vacuous = (weighed: ReadonlyMap<string, number>): readonly string[] =>
  [...weighed].filter(([, times]) => times === 0).map(([rule]) => `${rule} had nothing to say`);
