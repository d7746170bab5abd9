import fc from "fast-check";
import type { Contestant } from "./rounds.ts";

/** Commands of one run, as many as in {@link wholeRuns}. */
const RUN_STEPS = 1000;

class Nothing implements fc.Command<object, { steps: number }> {
  check(): boolean {
    return true;
  }
  run(_model: object, real: { steps: number }): void {
    real.steps++;
  }
  toString(): string {
    return "nothing";
  }
}

/** fast-check's own stateful testing on an empty model: no state, no answers, no rules. What commands cost by themselves. */
export function emptyCommands(): Contestant {
  const nothings = fc.commands([fc.constant(new Nothing())], { maxCommands: RUN_STEPS, size: "max" });
  return {
    name: "fast-check's fc.commands on an empty model (the ceiling)",
    work(round) {
      const real = { steps: 0 };
      const property = fc.property(nothings, (commands) => fc.modelRun(() => ({ model: {}, real }), commands));
      fc.assert(property, { seed: round, numRuns: 20 });
      return real.steps;
    },
  };
}
