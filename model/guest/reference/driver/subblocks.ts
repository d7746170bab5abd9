import type { Machine } from "../machine.ts";
import { KERNEL_BLOCK, MOVABLE_BLOCK, UNUSED } from "./driver.ts";
import { findSubblock, frameOf, runEnd, stateOf, subblockFrame } from "./table.ts";

/** Rounded down: a rest smaller than a subblock is never plugged. */
export function subblocksToPlug({ driver, layout }: Machine): number {
  const { requested, plugged } = driver.worker;
  return Math.max(0, Math.floor((requested - plugged) / layout.subblockFrames));
}

/** Rounded down: a rest smaller than a subblock is never unplugged. */
export function subblocksToUnplug({ driver, layout }: Machine): number {
  const { requested, plugged } = driver.worker;
  return Math.max(0, Math.floor((plugged - requested) / layout.subblockFrames));
}

/** Blocks that are online and lack subblocks, in the order in which they are filled up. */
const partlyPlugged = [KERNEL_BLOCK + 1, MOVABLE_BLOCK + 1];

/** Blocks that are online come first, since their memory map is paid for; then the lowest block that was never used. */
export function nextToPlug(m: Machine): number {
  const { state, inState } = m.driver.blocks;
  for (const partial of partlyPlugged) {
    if ((inState[partial] ?? 0) > 0) return state.indexOf(partial);
  }
  const unused = state.indexOf(UNUSED);
  return unused >= 0 && m.steps.isUsable(m, unused) && m.steps.mayAdd(m) ? unused : -1;
}

/** Only blocks that lie inside the usable region with their last frame. */
export const isUsable = ({ driver, layout }: Machine, block: number): boolean =>
  (block + 1) * layout.blockFrames <= driver.worker.usable;

/** Without a block to plug into the driver waits for a larger usable region (-ENOSPC). */
export function plugSubblocks(m: Machine, want: number): void {
  const block = m.steps.nextToPlug(m);
  if (block < 0) m.steps.finish(m, "no-space");
  else m.steps.plugRun(m, block, want);
}

/** One request for the longest run from the first unplugged subblock on. */
export function plugRun(m: Machine, block: number, want: number): void {
  const { blocks } = m.driver;
  const from = findSubblock(blocks, block, block * blocks.subblocksPerBlock, 0);
  const to = Math.min(runEnd(blocks, block, from), from + want);
  m.steps.preparePlug(m, block, subblockFrame(m, from), (to - from) * m.layout.subblockFrames);
}

/** A run of its own with a place of its own: what is busy is passed over, not tried again. */
export function unplugSubblocks(m: Machine, want: number): void {
  const { worker } = m.driver;
  worker.want = want;
  worker.stage = 0;
  worker.block = -1;
  m.steps.advance(m);
}

const unpluggedFirst = [MOVABLE_BLOCK + 1, KERNEL_BLOCK + 1, MOVABLE_BLOCK, KERNEL_BLOCK];

/** Offline blocks would come first, but this driver's never stay offline. */
export const unplugOrder = (_m: Machine): readonly number[] => unpluggedFirst;

/** Descending within a state, then the next state; a block that changes its state under way is not met twice. */
export function nextToUnplug(m: Machine): number {
  const { worker, blocks } = m.driver;
  const order = m.steps.unplugOrder(m);
  let from = worker.block < 0 ? blocks.state.length : worker.block;
  for (; worker.stage < order.length; worker.stage++) {
    const state = order[worker.stage] ?? UNUSED;
    const found = from === 0 || blocks.inState[state] === 0 ? -1 : blocks.state.lastIndexOf(state, from - 1);
    if (found >= 0) return found;
    from = blocks.state.length;
  }
  return -1;
}

/** A block of one subblock is no more than that. */
export function takesWhole({ driver }: Machine, block: number): boolean {
  const { blocks, worker } = driver;
  const whole = blocks.subblocksPerBlock;
  return whole > 1 && blocks.pluggedIn[block] === whole && worker.want >= whole;
}

/** Prepares the first attempt to isolate frames. */
function attempt(m: Machine, first: number, count: number): void {
  const { worker } = m.driver;
  worker.first = first;
  worker.count = count;
  worker.attempt = 0;
  worker.phase = "isolate";
}

/** The next plugged subblock downwards in the block at hand; -1: none. */
function subblockBelow(m: Machine): number {
  const { worker, blocks } = m.driver;
  const start = worker.block * blocks.subblocksPerBlock;
  let at = worker.sub - 1;
  while (at >= start && blocks.subblocks[at] !== 1) at--;
  return at < start ? -1 : at;
}

/** Subblocks descending, then the next block. An emptied block is removed in passing, unless this run has tried already. */
export function advance(m: Machine): void {
  const { worker, blocks } = m.driver;
  if (worker.want <= 0) {
    m.steps.finish(m, "done");
    return;
  }
  if (m.steps.stopsAttempts(m)) {
    m.steps.finish(m, "again");
    return;
  }
  if (worker.block >= 0) {
    const sub = subblockBelow(m);
    if (sub >= 0) {
      worker.sub = sub;
      attempt(m, subblockFrame(m, sub), m.layout.subblockFrames);
      return;
    }
  }
  worker.block = m.steps.nextToUnplug(m);
  if (worker.block < 0) {
    m.steps.finish(m, "memory-busy");
    return;
  }
  worker.sub = (worker.block + 1) * blocks.subblocksPerBlock;
  const isEmpty = blocks.pluggedIn[worker.block] === 0;
  if (isEmpty && worker.block >= worker.cleaned) worker.phase = "offline";
  else if (!isEmpty && m.steps.takesWhole(m, worker.block)) attempt(m, frameOf(m, worker.block), m.layout.blockFrames);
  else m.steps.advance(m);
}

/** What follows for Linux's driver when a block came online, went, or would not go. */
export const subblockAftermath = {
  online(m: Machine): void {
    m.driver.worker.phase = "begin";
  },
  /** An empty block went: on with the run that emptied it, if there is one. */
  removed(m: Machine): void {
    const { worker } = m.driver;
    if (worker.stage < 0) worker.phase = "begin";
    else m.steps.advance(m);
  },
  unplugged(m: Machine, block: number): void {
    const { worker, blocks } = m.driver;
    worker.want -= worker.count / m.layout.subblockFrames;
    if (stateOf(m, block) !== UNUSED && blocks.pluggedIn[block] === 0) worker.phase = "offline";
    else if (worker.stage < 0) worker.phase = "begin";
    else m.steps.advance(m);
  },
};
