import { setImmediate } from "node:timers/promises";

/** Longest time without a turn of the event loop. */
const BREATH_MS = 25;

/**
 * For loops that never wait: lets timers, signals and output through from time to time. Costs a look at the clock, and a
 * turn of the event loop when it is due.
 */
export function openBreath(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BREATH_MS) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}
