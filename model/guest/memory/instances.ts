import type { GuestState } from "../state.ts";
import type { Instance } from "./society.ts";

/** Instances that have processes, or pages that a hold keeps in the hotpluggable range. */
export const instancesAlive = ({ society }: GuestState): number => society.alive;

/** Instances without processes of which a hold keeps pages in the hotpluggable range. */
export function draining({ society }: GuestState): number {
  let count = 0;
  for (const instance of society.instances.values()) if (instance.users === 0 && instance.plugged > 0) count++;
  return count;
}

const counts = ({ users, plugged }: Instance): boolean => users > 0 || plugged > 0;

/** An instance with one user. @returns its number */
export function openInstance({ society }: GuestState, partition: number, reused: boolean, spared: boolean): number {
  const number = society.nextInstance++;
  society.instances.set(number, { partition, users: 1, frames: 0, plugged: 0, reused, spared });
  society.alive++;
  return number;
}

/** Changes what is counted of an instance; one that has nothing left is forgotten. */
export function changeInstance(
  { society, layout }: GuestState,
  number: number,
  users: number,
  frames: number,
  plugged: number,
): void {
  const it = society.instances.get(number) as Instance;
  const before = counts(it);
  it.users += users;
  it.frames += frames;
  it.plugged += plugged;
  const after = counts(it);
  if (before !== after) society.alive += after ? 1 : -1;
  if (it.frames > layout.rated) society.overgrown = true;
  else if (society.alive === 0) society.overgrown = false;
  if (it.users === 0 && it.frames === 0) society.instances.delete(number);
}
