import type { Standing } from "./progress.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Several campaigns side by side as one line: counts added up, the longest wait of all. */
export function mergeStandings(all: readonly Standing[]): Standing {
  const labels = [...new Set(all.map(({ label }) => label))];
  const longest = (of: readonly (number | undefined)[]) =>
    of.some((one) => one === undefined) ? undefined : Math.max(...of.map((one) => one ?? 0));
  return {
    label: labels.join(", "),
    runs: sum(all.map(({ runs }) => runs)),
    steps: sum(all.map(({ steps }) => steps)),
    elapsedMs: Math.max(...all.map(({ elapsedMs }) => elapsedMs)),
    rulesHit: sum(all.map(({ rulesHit }) => rulesHit)),
    rulesInForce: sum(all.map(({ rulesInForce }) => rulesInForce)),
    failures: sum(all.map(({ failures }) => failures)),
    timeMs: longest(all.map(({ timeMs }) => timeMs)),
    runsAllowed: all.some(({ runsAllowed }) => runsAllowed === undefined)
      ? undefined
      : sum(all.map(({ runsAllowed = 0 }) => runsAllowed)),
  };
}
