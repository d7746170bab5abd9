import { ABSENT, HELD, type Hotplug, restarted, UNPLUGGED } from "./hotplug.ts";

/**
 * As after a system reset: what the host wants and does stays, all else is as in the beginning. During a migration the device
 * may keep what was plugged; whether it did shows when the driver begins.
 */
export function resetHotplug(it: Hotplug): void {
  const keeps = it.migrating && it.plugged > 0 && it.ballooned === undefined;
  if (keeps) holdPlugged(it);
  else forgetPlugged(it);
  it.doubtful = keeps;
  it.phase.fill(ABSENT);
  it.zone.fill(0);
  it.givenIn.fill(0);
  it.usableIn.fill(0);
  it.memmaps.length = 0;
  for (const ordered of [it.busy, it.veto, it.enqueue, it.add]) ordered.least = 0;
  Object.assign(it, restarted);
}

/** What is plugged is nobody's but the driver's. */
function holdPlugged({ cells }: Hotplug): void {
  for (let at = 0; at < cells.length; at++) if (cells[at] !== UNPLUGGED) cells[at] = HELD;
}

/** The device turns out to have unplugged everything when the machine was reset. */
export function forgetPlugged(it: Hotplug): void {
  it.doubtful = false;
  it.cells.fill(UNPLUGGED);
  it.pluggedIn.fill(0);
  it.plugged = 0;
}
