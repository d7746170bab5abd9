import type { Standing } from "./progress.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The sum over labels of the most that any thread with that label has; threads of one label hit the same rules. */
const mostPerLabel = (all: readonly Standing[], of: (standing: Standing) => number): number =>
  sum(labelsOf(all).map((name) => Math.max(...all.filter(({ label }) => label === name).map(of))));

const labelsOf = (all: readonly Standing[]): readonly string[] => [...new Set(all.map(({ label }) => label))];

/** Several campaigns side by side as one line: counts added up, the longest wait of all. */
export function mergeStandings(all: readonly Standing[]): Standing {
  const longest = (of: readonly (number | undefined)[]) =>
    of.some((one) => one === undefined) ? undefined : Math.max(...of.map((one) => one ?? 0));
  return {
    label: labelsOf(all).join(", "),
    runs: sum(all.map(({ runs }) => runs)),
    steps: sum(all.map(({ steps }) => steps)),
    elapsedMs: Math.max(...all.map(({ elapsedMs }) => elapsedMs)),
    rulesHit: mostPerLabel(all, ({ rulesHit }) => rulesHit),
    rulesInForce: mostPerLabel(all, ({ rulesInForce }) => rulesInForce),
    failures: sum(all.map(({ failures }) => failures)),
    timeMs: longest(all.map(({ timeMs }) => timeMs)),
    runsAllowed: all.some(({ runsAllowed }) => runsAllowed === undefined)
      ? undefined
      : sum(all.map(({ runsAllowed = 0 }) => runsAllowed)),
  };
}
