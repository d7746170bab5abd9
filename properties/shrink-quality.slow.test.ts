import { describe, expect, it } from "vitest";
import { openDocket } from "../model/rule.ts";
import { type RunReport, runScript } from "../replay/run.ts";
import { shrinkScript } from "../replay/shrink/shrink.ts";
import { type Toy, toyGeometry, toyRules } from "../replay/shrink/toy.test-kit.ts";
import { type Fault, faults, toySource } from "../replay/shrink/toy-subject.test-kit.ts";
import { composeScript } from "./compose.ts";
import { diceOf } from "./dice.ts";
import { search } from "./exhaustive/search.ts";
import { toySuite } from "./toy.test-kit.ts";

const compose = (seed: number, attempt: number, steps: number) =>
  composeScript(toySuite, diceOf(seed, attempt), { geometry: toyGeometry, steps });

/** The rule that a generated script breaks, or null. */
function brokenBy(fault: Fault, run: number) {
  const script = compose(7, run, 100);
  const docket = openDocket(toyRules, { profiles: ["any"], world: "closed" });
  const report = runScript(toySuite.contract, docket, toySource(fault).boot(toyGeometry), script);
  const { ending } = report as RunReport<Toy>;
  return ending.kind === "violated" ? { script, rule: ending.violation.rule, profile: "any" } : null;
}

/** Length of the shortest sequence that breaks the rule; 7 stands for anything above 6. */
function shortestOf(fault: Fault, rule: string): number {
  const options = { profile: "any", rule, depth: 6, states: 400_000 };
  const found = search(toySuite, toySource(fault), toyGeometry, options);
  return found.kind === "found" ? found.commands.length : 7;
}

/** Shrinks what the first runs of a faulty toy find and compares with the shortest there is, found by exhaustive search. */
async function compare(fault: Fault, many: number) {
  const shortest = new Map<string, number>();
  const beyond: number[] = [];
  const executions: number[] = [];
  for (let run = 0; beyond.length < many && run < 2000; run++) {
    const failing = brokenBy(fault, run);
    if (failing === null) continue;
    const { rule } = failing;
    const best = shortest.get(rule) ?? shortestOf(fault, rule);
    shortest.set(rule, best);
    if (best > 6) continue;
    const shrunk = await shrinkScript(toySuite, failing, toySource(fault).boot, {
      adapt: () => toyGeometry,
      again: (_, attempt) => compose(run, attempt, 50),
    });
    expect(shrunk.minimal).toBe(true);
    executions.push(shrunk.executions);
    beyond.push(shrunk.script.commands.length - best);
  }
  executions.sort((a, b) => a - b);
  return { beyond, median: executions[executions.length >> 1] ?? 0 };
}

const all = Object.keys(faults) as Fault[];

describe("shrinking compared with exhaustive search", () => {
  it("finds the shortest counterexample of the toy's faults, within pinned numbers of executions", async () => {
    const beyond: number[] = [];
    const medians: number[] = [];
    for (const fault of all) {
      const compared = await compare(fault, 20);
      expect(compared.beyond, fault).toHaveLength(20);
      beyond.push(...compared.beyond);
      medians.push(compared.median);
    }
    const optimal = beyond.filter((steps) => steps === 0).length / beyond.length;
    expect(optimal).toBeGreaterThanOrEqual(0.97);
    expect(Math.max(...beyond)).toBeLessThanOrEqual(3);
    medians.sort((a, b) => a - b);
    expect(medians[medians.length >> 1]).toBeLessThan(1000);
    expect(medians.at(-1)).toBeLessThan(5000);
  });
});
