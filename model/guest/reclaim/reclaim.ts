/**
 * A reclaim episode: the host asked for k partition-worths of memory and at least so many were free. Counts are of what the
 * guest did since then. See docs/decisions/0011-bounded-reclaim-is-asked-of-every-guest.md.
 */
export interface Reclaim {
  /** Partition-worths asked for; 0 when there is no episode. */
  worths: number;
  /** Plugged frames when it began. */
  from: number;
  /** Micro-steps so far. */
  steps: number;
  /** Misfortunes so far, each of which costs a constant number of micro-steps. */
  misfortunes: number;
  /** By memory block of the region: 1 when an UNPLUG of it was answered otherwise than BUSY, or a balloon told of it. */
  readonly asked: Uint8Array;
  /** How many of {@link asked} are 1. */
  askedBlocks: number;
}

/** No episode. */
export const openReclaim = (blocks: number): Reclaim => ({
  worths: 0,
  from: 0,
  steps: 0,
  misfortunes: 0,
  asked: new Uint8Array(blocks),
  askedBlocks: 0,
});

/** An independent copy. */
export const copyReclaim = (it: Reclaim): Reclaim => ({ ...it, asked: it.asked.slice() });

/** Equal for components that judge every future alike. */
export const keyOfReclaim = (it: Reclaim): string =>
  it.worths === 0 ? "" : [it.worths, it.from, it.steps, it.misfortunes, it.asked.join("")].join();
