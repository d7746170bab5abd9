import { neverHit, type Report } from "./report.ts";
import { count, hang, plural, seconds, table, wrap } from "./text.ts";

const words = { held: "held", violated: "VIOLATED", inconclusive: "inconclusive", interrupted: "interrupted" } as const;

const share = (part: number, whole: number): string => (whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`);

const tallied = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, n]) => `${kind} ${count(n)}`)
    .join(", ");

/** Rules that stand for all of them in a short summary: those that had least to say. */
const FEW = 5;

/** Rules that count, and that the subject can show. */
const judgedOf = (report: Report) => report.rules.filter((rule) => rule.inForce && rule.judged);

const tellSpoken = (report: Report): string => {
  const all = judgedOf(report).length;
  return `  rules      ${count(all - neverHit(report).length)} of ${count(all)} had something to say`;
};

/**
 * Each rule with its count, or the few rarest; those that never had a say, and those that nobody could hear, are named once more
 * below.
 */
function tellRules(report: Report, isShort: boolean, width: number): readonly string[] {
  const judged = judgedOf(report);
  const rarest = [...judged].sort((a, b) => a.premises - b.premises).slice(0, FEW);
  const hidden = report.rules.filter((rule) => rule.inForce && !rule.judged).map(({ id }) => id);
  const never = neverHit(report).map(({ id }) => id);
  const rows = (isShort ? rarest : judged).map(({ id, premises, says }) => [`    ${id}`, count(premises), says]);
  const lines = [
    `${tellSpoken(report)}${isShort ? `; the rarest, where --contract ${report.contract} lists all:` : ""}`,
    ...table(rows, new Set([1]))
      .split("\n")
      .map((line) => clip(line, width)),
  ];
  if (never.length > 0) lines.push(wrap(`never hit: ${never.join(", ")}`, "  ", width));
  if (hidden.length > 0)
    lines.push(wrap(`not judged, the subject cannot show them: ${hidden.join(", ")}`, "  ", width));
  return lines;
}

const clip = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);

const todays = { occurs: "", gone: "; NO LONGER OCCURS, remove it", unknown: "; could not be asked again" } as const;

/** Every deviation on record, and those that the record holds although they are gone. */
function tellDeviations({ deviations }: Report, width: number): readonly string[] {
  if (deviations.length === 0) return ["  deviations none recorded, none found"];
  return [
    `  deviations ${plural(deviations.length, "recorded deviation")} passed over:`,
    ...deviations.map(({ rule, ask, says, count: times, today, finding }) => {
      const detail = today === "occurs" ? "" : ` (${finding})`;
      return wrap(`${rule} at ${ask}, ${plural(times, "time")}${todays[today]}${detail}: ${says}`, "    ", width);
    }),
  ];
}

const tellCounts = ({ commands, answers }: Report, isShort: boolean, width: number): readonly string[] => [
  hang("  commands   ", tallied(commands), width),
  ...(isShort ? [] : [hang("  answers    ", tallied(answers), width)]),
];

/** How a report is told. */
export interface Telling {
  readonly withDeviations: boolean;
  /** One of several reports, which together should fit a few screens. */
  readonly isShort: boolean;
  /** Characters in a line. */
  readonly width: number;
}

/** What was checked, how much of it, and how to do it again. */
export function tellReport(report: Report, again: string, { withDeviations, isShort, width }: Telling): string {
  const { contract, profile, subject, version, runs, steps, skipped, elapsedMs } = report;
  const speed = elapsedMs > 0 ? Math.round((steps / elapsedMs) * 1000) : 0;
  const done =
    `${plural(steps, "step")} in ${plural(runs, "run")}, ${seconds(elapsedMs)}, ${count(speed)} steps/s, ` +
    `${share(steps, steps + skipped)} of the commands applied`;
  const lines = [
    wrap(`${contract}, profile ${profile}, subject ${subject} (${version}): ${words[report.ending]}`, "", width),
    hang("  checked    ", done, width),
    // After a counterexample nobody wants to read how often everything else was fine.
    ...(report.failures.length > 0
      ? [tellSpoken(report)]
      : [...tellCounts(report, isShort, width), ...tellRules(report, isShort, width)]),
    ...(withDeviations ? tellDeviations(report, width) : []),
    ...report.lost.map(({ why, step }) => wrap(`lost at step ${step}: ${why}`, "  ", width)),
    `  again      ${again}`,
  ];
  return `${lines.join("\n")}\n`;
}
