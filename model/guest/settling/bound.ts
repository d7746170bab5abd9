import type { GuestState } from "../state.ts";

/** Micro-steps that plugging or unplugging one subblock may take: five attempts, a request, all of a block's life, and undoing it. */
const STEPS_PER_SUBBLOCK = 16;
/** Micro-steps that a pass over all memory takes besides: the timer, the configuration, cleaning up. */
const STEPS_PER_PASS = 16;
/** Passes until nothing changes: two with progress in either direction, and two that show that there is none. */
const PASSES = 4;

/** Micro-steps within which a guest in this state must settle. Each misfortune that was ordered may spoil one pass. */
export function settleBound({ layout, hotplug }: GuestState): number {
  const { busy, veto, enqueue, add } = hotplug;
  const frames = layout.end - layout.first;
  const spoiled = busy.most + veto.most + enqueue.most + add.most;
  // A balloon moves page by page: one step to take a page, one to tell of it.
  const units = hotplug.partitioned === true ? 0 : 2 * frames;
  const pass = STEPS_PER_PASS + STEPS_PER_SUBBLOCK * (frames / layout.subblockFrames);
  return units + (PASSES + spoiled) * pass;
}
