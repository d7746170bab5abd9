import type { Machine } from "../machine.ts";
import type { Phase } from "./driver.ts";
import { restartDriver } from "./life.ts";

/** What is done in each phase; the work loop itself and sleep are no phases to be acted in. */
const acts: Readonly<Record<Exclude<Phase, "asleep" | "begin">, (m: Machine) => void>> = {
  send: (m) => m.steps.send(m),
  response: (m) => m.steps.receive(m),
  add: (m) => m.steps.add(m),
  online: (m) => m.steps.online(m),
  "give-back": (m) => {
    m.steps.handOver(m);
    m.driver.worker.phase = "begin";
  },
  isolate: (m) => m.steps.isolateNext(m),
  offline: (m) => m.steps.offline(m),
  remove: (m) => m.steps.remove(m),
  page: (m) => m.steps.movePage(m),
  tell: (m) => m.steps.tellHost(m),
};

/**
 * Lets the worker take one micro-step: an expiry of its timer, a look at the configuration, or one act on a block, a request
 * or a page. Deciding what comes next costs nothing of its own.
 *
 * @returns false when there was nothing to do
 */
export function microStep(m: Machine): boolean {
  const { worker } = m.driver;
  if (worker.phase === "asleep") {
    if (!worker.timer) return false;
    m.meter.steps++;
    m.steps.expireTimer(m);
    return true;
  }
  m.meter.steps++;
  if (worker.phase === "begin") m.steps.begin(m);
  else {
    acts[worker.phase](m);
    return true;
  }
  // A look at the configuration was all; otherwise the worker sleeps or has an act to do.
  const { phase } = m.driver.worker;
  if (phase !== "begin" && phase !== ("asleep" as Phase)) acts[phase as keyof typeof acts](m);
  return true;
}

/** Whether the worker has nothing to do, not even to wait for its timer. */
export const isQuiet = ({ driver }: Machine): boolean => driver.worker.phase === "asleep" && !driver.worker.timer;

/** The driver of a guest that boots; the host and its device are as they were. */
export function resetDriver(m: Machine): void {
  restartDriver(m.driver, m.layout, m.mechanism === "balloon");
  m.driver.worker.unplugAll = m.driver.host.works.device.plugged > 0n;
}

/** Everything that a retry can change for good: what is plugged, which misfortunes are left, what there is of each state. */
function standing({ driver }: Machine): string {
  const { worker, blocks, balloon, misfortunes, host } = driver;
  const { veto, enqueue, add } = misfortunes;
  return [worker.plugged, balloon.pages, host.busy, veto, enqueue, add, worker.unplugAll, blocks.inState.join()].join();
}

/**
 * Lets the worker go on until nothing can change without a new command: it is idle, or a whole retry, from one expiry of its
 * timer to the next sleep, has left everything as it was.
 *
 * @returns false when that was not reached within so many micro-steps
 */
export function settleWorker(m: Machine, within: number): boolean {
  const { worker } = m.driver;
  let before: string | null = null;
  m.steps.drainLists(m);
  for (let steps = 0; ; steps++) {
    if (worker.phase === "asleep") {
      m.steps.drainLists(m);
      if (isQuiet(m)) return true;
      if (worker.phase === "asleep") {
        const now = standing(m);
        if (now === before) return true;
        before = now;
      }
    }
    if (steps >= within) return false;
    microStep(m);
  }
}
