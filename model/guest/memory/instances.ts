import type { GuestState } from "../state.ts";

/** Instances that have processes, or pages that a hold keeps in the hotpluggable range. */
export const instancesAlive = ({ society }: GuestState): number => society.alive;

/** Instances without processes of which a hold keeps pages. */
export function draining({ society }: GuestState): number {
  let count = 0;
  for (const instance of society.instances) if (instance?.users === 0 && instance.plugged > 0) count++;
  return count;
}

/** Anonymous frames of the instance that has most. */
export function largestFootprint({ society }: GuestState): number {
  let most = 0;
  for (const instance of society.instances)
    if (instance !== undefined && instance.frames > most) most = instance.frames;
  return most;
}
