import { FRAME_BYTES } from "../../../units.ts";
import type { Machine } from "../machine.ts";
import { tell } from "../machine.ts";
import { type Ending, FIRST_RETRY_MS, KERNEL_BLOCK, MOVABLE_BLOCK, UNUSED } from "./driver.ts";
import { isOnline } from "./table.ts";

/** The retry timer never waits longer (VIRTIO_MEM_RETRY_TIMER_MAX_MS). */
const LAST_RETRY_MS = 300_000;

/** A worker that is at work looks at everything again before it sleeps. */
export function wake(m: Machine): void {
  const { worker } = m.driver;
  if (worker.phase !== "asleep" || worker.broken) return;
  worker.phase = "begin";
  worker.timer = false;
}

/** In the order of Linux's virtio_mem_run_wq; what it decides on is done in the same micro-step. */
export function begin(m: Machine): void {
  const { worker } = m.driver;
  worker.timer = false;
  worker.stage = -1;
  if (worker.stale) {
    m.steps.readConfig(m);
    return;
  }
  if (m.steps.mustUnplugAll(m)) {
    m.steps.prepareUnplugAll(m);
    return;
  }
  if (!m.steps.cleanUp(m)) m.steps.plan(m);
}

/** virtio_mem_refresh_config: nothing is sent before a changed configuration was read. */
export function readConfig(m: Machine): void {
  const { device } = m.driver.host.works;
  m.driver.worker.stale = false;
  m.steps.adoptConfig(m);
  tell(m, { kind: "config", requested: device.requested, usable: device.usable });
}

/** The driver counts in frames. */
export function adoptConfig({ driver }: Machine): void {
  const { worker, host } = driver;
  const { requested, usable } = host.works.device;
  worker.requested = Number(requested) / FRAME_BYTES;
  worker.usable = Number(usable) / FRAME_BYTES;
}

/** Towards the requested size, each mechanism in its own units. */
export function plan(m: Machine): void {
  if (m.mechanism === "balloon") {
    m.steps.planBalloon(m);
    return;
  }
  if (m.mechanism === "hotmem") {
    m.steps.planPartitions(m);
    return;
  }
  const more = m.steps.subblocksToPlug(m);
  if (more > 0) {
    m.steps.plugSubblocks(m, more);
    return;
  }
  const less = m.steps.subblocksToUnplug(m);
  if (less > 0) m.steps.unplugSubblocks(m, less);
  else m.steps.finish(m, "done");
}

/** plugged_size was not 0 when the driver started (unplug_all_required). */
export const mustUnplugAll = ({ driver }: Machine): boolean => driver.worker.unplugAll;

/** virtio_mem_cleanup_pending_mb: before anything new is begun. */
export function cleanUp(m: Machine): boolean {
  const { worker } = m.driver;
  const leftover = m.steps.findLeftover(m);
  if (leftover >= 0) {
    m.steps.unplugLeftover(m, leftover);
    return true;
  }
  const emptied = m.steps.findEmptied(m);
  if (emptied < 0) return false;
  worker.cleaned = emptied + 1;
  worker.block = emptied;
  worker.phase = "offline";
  return true;
}

/** Linux 6.1 tries only once to remove a block that it has emptied (fixed by a31648fd4f96). */
export function findEmptied(m: Machine): number {
  const { blocks, worker } = m.driver;
  if (m.geometry.kernel === "6.1" || m.partitioned) return -1;
  // An emptied block that is online is partly plugged; mostly there is none of those.
  if (blocks.inState[KERNEL_BLOCK + 1] === 0 && blocks.inState[MOVABLE_BLOCK + 1] === 0) return -1;
  let at = blocks.pluggedIn.indexOf(0, worker.cleaned);
  while (at >= 0 && !isOnline(blocks.state[at] ?? UNUSED)) at = blocks.pluggedIn.indexOf(0, at + 1);
  return at;
}

/** The end of virtio_mem_run_wq: what its error code means for the timer. An emptied block that stayed counts as busy (a31648fd4f96). */
export function finish(m: Machine, ending: Ending): void {
  const { worker } = m.driver;
  worker.stage = -1;
  worker.block = -1;
  worker.request = null;
  worker.addFailed = false;
  worker.cleaned = 0;
  // Nothing of the run that ends may tell one sleeping worker from another.
  worker.first = worker.count = worker.attempt = worker.want = worker.sub = 0;
  if (ending === "broken") {
    m.steps.breakDown(m, "the device found fault with a request");
    return;
  }
  worker.phase = ending === "again" || worker.stale ? "begin" : "asleep";
  const owed = ending === "done" && m.steps.findEmptied(m) >= 0 ? "memory-busy" : ending;
  if (owed === "done") m.steps.resetDelay(m);
  else if (worker.phase === "asleep" && owed !== "no-space") m.steps.armTimer(m);
}

/** How long it runs is known; that it runs is all there is to note. */
export function armTimer({ driver }: Machine): void {
  driver.worker.timer = true;
}

/** virtio_mem_timer_expired: the next delay is twice as long, and the worker is started. */
export function expireTimer(m: Machine): void {
  const { worker } = m.driver;
  const afterMs = worker.retryMs;
  worker.timer = false;
  worker.retryMs = m.steps.nextDelay(m, afterMs);
  worker.phase = "begin";
  tell(m, { kind: "timer", afterMs });
}

/** 50, 100, 200, then 300 seconds. */
export const nextDelay = (_m: Machine, ms: number): number => Math.min(2 * ms, LAST_RETRY_MS);

/** Only reaching the requested size counts as success. */
export function resetDelay({ driver }: Machine): void {
  driver.worker.retryMs = FIRST_RETRY_MS;
}

/** The driver never touches the device again. */
export function breakDown(m: Machine, why: string): void {
  const { worker } = m.driver;
  worker.broken = true;
  worker.phase = "asleep";
  worker.timer = false;
  tell(m, { kind: "broken", why });
}
