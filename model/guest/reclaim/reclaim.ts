/**
 * A reclaim episode: the host asked for k partition-worths of memory and at least so many are free. Counts are of what the
 * guest did since then. See decisions: bounded reclaim.
 */
export interface Reclaim {
  /** Partition-worths asked for; 0 when there is no episode. */
  worths: number;
  /** Plugged frames when it opened. */
  from: number;
  /** Micro-steps so far. */
  steps: number;
  /** Micro-steps that misfortunes may have cost. */
  allowance: number;
  /** By memory block of the hotpluggable range: 1 when an UNPLUG of it was answered otherwise than BUSY. */
  readonly asked: Uint8Array;
  /** How many of {@link asked} are 1. */
  askedBlocks: number;
}

/** No episode. */
export const openReclaim = (blocks: number): Reclaim => ({
  worths: 0,
  from: 0,
  steps: 0,
  allowance: 0,
  asked: new Uint8Array(blocks),
  askedBlocks: 0,
});

/** An independent copy. */
export const copyReclaim = (it: Reclaim): Reclaim => ({ ...it, asked: it.asked.slice() });

/** Equal for components that judge every future alike. */
export const keyOfReclaim = (it: Reclaim): string =>
  it.worths === 0 ? "" : [it.worths, it.from, it.steps, it.allowance, it.asked.join("")].join();
