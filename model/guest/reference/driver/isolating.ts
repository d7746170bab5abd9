import { extent } from "../../../units.ts";
import type { Machine } from "../machine.ts";
import { tell } from "../machine.ts";
import { KERNEL_BLOCK } from "./driver.ts";
import { stateOf, wholeState } from "./table.ts";

/** One attempt is one micro-step, so that host and processes come between attempts. */
export function isolateNext(m: Machine): void {
  const { worker } = m.driver;
  if (m.steps.stopsAttempts(m)) {
    m.steps.finish(m, "again");
    return;
  }
  const frames = extent(worker.first, worker.count);
  const outcome = m.steps.isolate(m, frames);
  tell(m, { kind: "isolate", extent: frames, outcome });
  if (outcome === "done") {
    m.steps.prepareUnplug(m, worker.block, worker.first, worker.count);
    return;
  }
  worker.attempt++;
  if (outcome === "no-memory" || worker.attempt >= m.steps.attempts(m, worker.block)) {
    m.steps.isolationFailed(m, outcome);
  }
}

/** virtio_mem_fake_offline tries harder where nothing unmovable should be. */
export const attempts = (m: Machine, block: number): number => (wholeState(stateOf(m, block)) === KERNEL_BLOCK ? 1 : 5);

/** Since f55484fd7be9 (6.5). */
export const stopsAttempts = (m: Machine): boolean => m.geometry.kernel !== "6.1" && m.driver.worker.stale;

/**
 * Linux ends the run also when there is no room for what is in a whole block; here its
 * subblocks are tried then, so that memory that could go does not stay. What one subblock lacks room for, all others do.
 */
export function isolationFailed(m: Machine, outcome: "busy" | "no-memory"): void {
  if (outcome === "busy" || m.driver.worker.count > m.layout.subblockFrames) m.steps.advance(m);
  else m.steps.finish(m, "no-memory");
}
