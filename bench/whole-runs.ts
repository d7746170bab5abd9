import type { State, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { openDocket } from "../model/rule.ts";
import { composeScript, generationDocket } from "../properties/compose.ts";
import { diceOf } from "../properties/dice.ts";
import type { Suite } from "../properties/suite.ts";
import { type RunReport, runScript } from "../replay/run.ts";
import type { Contestant } from "./rounds.ts";

/** Commands of one run; a guest is created anew for each. */
const RUN_STEPS = 1000;

/**
 * Whole runs as `check` does them: creates a guest, generates a script against the reference (asking and judging it on
 * the way), creates a second guest, asks it the script and judges every answer. A step is one command of the script, so each step
 * stands for two answers and two judgements.
 */
export function wholeRuns<V extends Vocabulary<V>, S extends State<S>>(
  name: string,
  suite: Suite<V, S>,
  base: Geometry,
): Contestant {
  const docket = generationDocket(suite.contract);
  const judged = openDocket(suite.contract.rules, { profiles: suite.contract.profiles, world: "closed" });
  let run = 0;
  return {
    name,
    work() {
      const dice = diceOf(2026, run++);
      const script = composeScript(suite, dice, { geometry: base, steps: RUN_STEPS, docket });
      const report = runScript(suite.contract, judged, suite.reference.boot(base), script) as RunReport<V>;
      if (report.ending.kind !== "held")
        throw new Error(`the reference did not hold: ${JSON.stringify(report.ending)}`);
      return report.steps.length;
    },
  };
}
