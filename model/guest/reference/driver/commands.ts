import type { Machine } from "../machine.ts";
import { answered, done, type Handlers, OUT_OF_RANGE, refused, told } from "../outcome.ts";
import { microStep, resetDriver, settleWorker } from "./work.ts";

/** What the host may do, and the passing of time. */
type Kinds =
  | "resize"
  | "system-reset"
  | "restore"
  | "migration-start"
  | "migration-end"
  | "busy"
  | "host-memory"
  | "obstruct"
  | "run"
  | "settle";

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

function migrate(m: Machine, running: boolean) {
  const { works } = m.driver.host;
  works.steps.migrate(works.device, running);
  return done(m);
}

/** Handlers of the host's commands and of progress. */
export const hostHandlers: Handlers<Kinds> = {
  resize(m, { bytes }) {
    if (typeof bytes !== "bigint") return OUT_OF_RANGE;
    const why = m.steps.setRequested(m, bytes);
    return why === null ? done(m) : refused(m, why);
  },
  "system-reset"(m) {
    m.steps.resetDevice(m);
    m.steps.freshMemory(m);
    resetDriver(m);
    return done(m);
  },
  restore(m) {
    m.steps.restoreMachine(m);
    return done(m);
  },
  "migration-start": (m) => migrate(m, true),
  "migration-end": (m) => migrate(m, false),
  busy(m, { requests }) {
    if (!isCount(requests)) return OUT_OF_RANGE;
    m.driver.host.busy = requests;
    return done(m);
  },
  "host-memory"(m, { short }) {
    m.driver.host.short = short;
    return done(m);
  },
  obstruct(m, { what, times }) {
    if (!isCount(times) || !(what in m.driver.misfortunes)) return OUT_OF_RANGE;
    m.driver.misfortunes[what] = times;
    return done(m);
  },
  run(m, { steps }) {
    if (!isCount(steps)) return OUT_OF_RANGE;
    let taken = 0;
    while (taken < steps && microStep(m)) taken++;
    return answered({ kind: "ran", ...told(m) });
  },
  settle(m, { within }) {
    if (!isCount(within)) return OUT_OF_RANGE;
    const kind = settleWorker(m, within) ? "settled" : "unsettled";
    return answered({ kind, ...told(m) });
  },
};
