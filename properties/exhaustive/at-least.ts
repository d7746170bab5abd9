import { runsIn } from "../../model/guest/memory/frames.ts";
import { canMove } from "../../model/guest/memory/owners.ts";
import type { GuestState } from "../../model/guest/state.ts";
import { extent } from "../../model/units.ts";

/**
 * How many commands it takes at least, whatever they are, until the workers answer for a partition-worth that the host took
 * back. The host must lower the requested size (one command) and the workers act (one). Before that, a partition-worth must
 * be plugged on top of the shared partition, which only the workers do (one), and only when that much is requested (one).
 */
export function untilReclaim({ hotplug, layout, options, reclaim }: GuestState): number {
  if (reclaim.worths > 0) return 1;
  const enough = (options.sharedAt === "boot" ? 0 : layout.shared.count) + layout.rated;
  if (hotplug.plugged >= enough) return 2;
  return hotplug.requested >= enough ? 3 : 4;
}

/** What stands in the way of taking memory back: nothing, pages that can move, or pages that cannot. */
type Obstacle = "none" | "movable" | "unmovable";

function obstacleIn(state: GuestState): Obstacle {
  const { layout } = state;
  let found: Obstacle = "none";
  for (const { owner } of runsIn(state, extent(layout.first, layout.end - layout.first))) {
    if (owner.kind === "free") continue;
    if (canMove(state, owner) !== null) return "unmovable";
    found = "movable";
  }
  return found;
}

/** The same until a page moves for it: there must be one. A process must run (one command) and be given a page (one). */
export function untilMigration(state: GuestState): number {
  const placing = state.society.running.size === 0 ? 2 : 1;
  return untilReclaim(state) + (obstacleIn(state) === "none" ? placing : 0);
}

/** The same until less is given back than was taken: something in the way cannot be moved, held or the kernel's (one command). */
export const untilShortfall = (state: GuestState): number =>
  untilReclaim(state) + (obstacleIn(state) === "unmovable" ? 0 : 1);
