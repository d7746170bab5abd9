import type { Machine } from "../machine.ts";
import { partitionAftermath } from "./partition-blocks.ts";
import { subblockAftermath } from "./subblocks.ts";

/** See {@link DriverSteps.blockOnline}. */
export function blockOnline(m: Machine): void {
  if (m.partitioned) partitionAftermath.online(m);
  else subblockAftermath.online(m);
}

/** See {@link DriverSteps.blockRemoved}. */
export function blockRemoved(m: Machine): void {
  if (m.partitioned) partitionAftermath.removed(m);
  else subblockAftermath.removed(m);
}

/** See {@link DriverSteps.afterUnplug}. */
export function afterUnplug(m: Machine, block: number): void {
  if (m.partitioned) partitionAftermath.unplugged(m);
  else subblockAftermath.unplugged(m, block);
}

/** See {@link DriverSteps.offlineFailed}. Linux's driver goes on with other blocks. */
export function offlineFailed(m: Machine): void {
  if (m.partitioned) partitionAftermath.notOffline(m);
  else subblockAftermath.removed(m);
}
