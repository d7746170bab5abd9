import type { Process } from "../../model/guest/memory/society.ts";
import type { GuestState } from "../../model/guest/state.ts";
import { type FrameCount, frames } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import { bytesOf, requestedWorths, roomOf, worth } from "./pick.ts";

/**
 * Pages of an area: mostly few, now and then next to a pageblock, half of what is left, all of it, or one page too many. 0 when
 * nothing is left, but for one draw of sixteen: whoever wants more then is killed.
 */
export function anyPages(state: GuestState, process: Process, dice: Dice): FrameCount {
  const room = roomOf(state, process);
  if (room === 0) return frames(dice.chance(1, 16) ? 1 : 0);
  const draw = dice.below(64);
  if (draw < 40) return frames(Math.min(room, 1 + dice.below(4)));
  if (draw < 52) return frames(Math.min(room, nearPageblock(state, dice)));
  if (draw < 58) return frames(Math.max(1, room >>> 1));
  return frames(draw < 63 ? room : room + 1);
}

/** One page less than a pageblock has, as many, or one more; at least one. */
const nearPageblock = ({ geometry }: GuestState, dice: Dice): number =>
  Math.max(1, 2 ** geometry.pageblockOrder - 1 + dice.below(3));

/** Files in use in one run. */
const FILES = 3;
/** Most pages of a file that are looked at together where the shared partition is large. */
const MANY = 96;

/** Consecutive pages of a file. */
export interface FilePages {
  readonly file: number;
  readonly first: number;
  readonly pages: FrameCount;
}

/** Mostly few pages of few files, so that they meet; now and then about as many as the shared partition has. */
export function anyFilePages({ layout }: GuestState, dice: Dice): FilePages {
  const file = dice.below(FILES);
  const limit = Math.min(MANY, layout.shared.count);
  const draw = dice.below(16);
  if (draw < 12) return { file, first: dice.below(8), pages: frames(1 + dice.below(4)) };
  if (draw < 14) return { file, first: dice.below(limit + 1), pages: frames(1 + dice.below(8)) };
  return { file, first: dice.below(3), pages: frames(Math.max(1, limit - 1 + dice.below(3))) };
}

/** Values that the pages of a run hold; 0 is what untouched pages hold. */
export const anyValue = (dice: Dice): number => (dice.chance(1, 24) ? 2 ** 31 - 1 : 1 + dice.below(99));

/** A requested size in bytes: mostly whole partitions next to what is requested now, then fractions, and sizes no host should ask for. */
export function anyBytes(state: GuestState, dice: Dice): bigint {
  const { layout, hotplug } = state;
  const worths = requestedWorths(state);
  if (isStarved(state) && dice.chance(1, 2)) return bytesOf(worth(state, needed(state)));
  const draw = dice.below(64);
  const by = dice.chance(1, 4) ? 2 : 1;
  if (draw < 24) return bytesOf(worth(state, Math.min(layout.partitions, worths + by)));
  if (draw < 46) return bytesOf(worth(state, Math.max(0, worths - by)));
  if (draw < 48) return bytesOf(worth(state, dice.below(layout.partitions + 1)));
  if (draw < 52) return bytesOf(worth(state, needed(state)));
  if (draw === 52) return 0n;
  if (draw === 53) return bytesOf(layout.end - layout.first);
  if (draw < 62) return bytesOf(fraction(state, dice));
  return wrong(bytesOf(layout.end - layout.first), bytesOf(hotplug.requested), dice);
}

/** Partitions for everyone who runs or waits; at least one. */
const needed = ({ society, partitions, layout }: GuestState): number =>
  Math.min(layout.partitions, Math.max(1, society.alive + partitions.waiting.length));

/** Whether the requested size does not pay for everyone who runs or waits. */
const isStarved = (state: GuestState): boolean => needed(state) > requestedWorths(state);

/** Device blocks that are no whole partition: a few more or less than now, or anything. */
function fraction({ layout, hotplug }: GuestState, dice: Dice): number {
  const { deviceFrames, first, end } = layout;
  const all = (end - first) / deviceFrames;
  const now = Math.floor(hotplug.requested / deviceFrames);
  const blocks = dice.chance(1, 8) ? dice.below(all + 1) : now - 3 + dice.below(7);
  return Math.min(all, Math.max(0, blocks)) * deviceFrames;
}

const wrong = (region: bigint, requested: bigint, dice: Dice): bigint =>
  dice.pick([requested + 1n, region + 1n, region * 2n + 4096n, 2n ** 63n, 2n ** 64n - 4096n]);
