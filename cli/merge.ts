import { addReason, type Reason } from "../replay/tally.ts";
import type { DeclinedCount, Failure, Report, RuleCount } from "./report.ts";

type Counts = Readonly<Record<string, number>>;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function sumCounts(all: readonly Counts[]): Counts {
  const total: Record<string, number> = {};
  for (const counts of all) for (const [name, n] of Object.entries(counts)) total[name] = (total[name] ?? 0) + n;
  return total;
}

const sumRules = (all: readonly (readonly RuleCount[])[]): readonly RuleCount[] =>
  (all[0] ?? []).map((rule, at) => ({
    ...rule,
    premises: sum(all.map((rules) => rules[at]?.premises ?? 0)),
    judged: all.some((rules) => rules[at]?.judged === true),
  }));

function sumDeclined(all: readonly DeclinedCount[]): readonly DeclinedCount[] {
  const total = new Map<string, { count: number; reasons: Reason[] }>();
  for (const { ask, count, reasons } of all) {
    const known = total.get(ask) ?? { count: 0, reasons: [] };
    known.count += count;
    for (const reason of reasons) addReason(known.reasons, reason);
    total.set(ask, known);
  }
  return [...total].map(([ask, of]) => ({ ask, ...of }));
}

const endings = ["violated", "interrupted", "inconclusive", "held"] as const;

/**
 * Several threads' reports of one contract and subject as one. Time is that of the slowest, since they ran side by side;
 * of the counterexamples to one rule the shortest is kept.
 */
export function mergeReports(reports: readonly [Report, ...Report[]]): Report {
  const [first] = reports;
  const failures = new Map<string, Failure>();
  for (const failure of reports.flatMap((report) => report.failures)) {
    const known = failures.get(failure.rule);
    if (known === undefined || failure.story.length < known.story.length) failures.set(failure.rule, failure);
  }
  return {
    ...first,
    runs: sum(reports.map(({ runs }) => runs)),
    steps: sum(reports.map(({ steps }) => steps)),
    skipped: sum(reports.map(({ skipped }) => skipped)),
    elapsedMs: Math.max(...reports.map(({ elapsedMs }) => elapsedMs)),
    ending: endings.find((ending) => reports.some((report) => report.ending === ending)) ?? "held",
    commands: sumCounts(reports.map(({ commands }) => commands)),
    answers: sumCounts(reports.map(({ answers }) => answers)),
    declined: sumDeclined(reports.flatMap(({ declined }) => declined)),
    rules: sumRules(reports.map(({ rules }) => rules)),
    failures: [...failures.values()],
    deviations: first.deviations.map((deviation, at) => ({
      ...deviation,
      count: sum(reports.map(({ deviations }) => deviations[at]?.count ?? 0)),
    })),
    lost: reports.flatMap(({ lost }) => lost),
  };
}
