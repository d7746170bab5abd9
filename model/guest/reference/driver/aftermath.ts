import type { Machine } from "../machine.ts";
import { partitionAftermath } from "./partition-blocks.ts";
import { subblockAftermath } from "./subblocks.ts";

/** A partition asks for its next block, or is whole; Linux's driver looks at what is left to do. */
export function blockOnline(m: Machine): void {
  if (m.partitioned) partitionAftermath.online(m);
  else subblockAftermath.online(m);
}

/** Only now may memory of a partition be unplugged: HotMem sends its requests for blocks that are gone. */
export function blockRemoved(m: Machine): void {
  if (m.partitioned) partitionAftermath.removed(m);
  else subblockAftermath.removed(m);
}

/** The run goes on where it was, unless the partition or the block has lost its last memory. */
export function afterUnplug(m: Machine, block: number): void {
  if (m.partitioned) partitionAftermath.unplugged(m);
  else subblockAftermath.unplugged(m, block);
}

/** Linux's driver goes on with other blocks. */
export function offlineFailed(m: Machine): void {
  if (m.partitioned) partitionAftermath.notOffline(m);
  else subblockAftermath.removed(m);
}
