import type { Checked } from "./check-json.ts";
import { onOneLine } from "./printable.ts";
import type { Report, RuleCount } from "./report.ts";
import { tellShown } from "./tell-shown.ts";
import { count, hang, plural, seconds, table, wrap } from "./text.ts";

const words = { held: "held", violated: "VIOLATED", inconclusive: "inconclusive", interrupted: "interrupted" } as const;

const share = (part: number, whole: number): string => (whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`);

const tallied = (counts: readonly (readonly [string, number])[]): string =>
  counts
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, n]) => `${kind} ${count(n)}`)
    .join(", ") || "none";

/** Rules that stand for all of them in a short summary: those that had least to say. */
const FEW = 5;

/** Rules that had something to say, and those that could have had. */
function judgedOf({ report, verdicts }: Checked): { readonly hit: RuleCount[]; readonly all: RuleCount[] } {
  const all = report.rules.filter(({ inForce }, at) => inForce && verdicts[at]?.verdict !== "not judged");
  return { hit: all.filter(({ premises }) => premises > 0), all };
}

const tellSpoken = (checked: Checked): string => {
  const { hit, all } = judgedOf(checked);
  return all.length === 0
    ? "  rules      none could be judged"
    : `  rules      ${count(hit.length)} of ${count(all.length)} had something to say`;
};

/** Each rule with its count, or the few rarest; those that never had a say are named once more below. */
function tellRules(checked: Checked, isShort: boolean, width: number): readonly string[] {
  const { contract } = checked.report;
  const { all } = judgedOf(checked);
  const rarest = [...all].sort((a, b) => a.premises - b.premises).slice(0, FEW);
  const never = all.filter(({ premises }) => premises === 0).map(({ id }) => id);
  const rows = (isShort ? rarest : all).map(({ id, premises, says }) => [`    ${id}`, count(premises), says]);
  const lines = [
    `${tellSpoken(checked)}${isShort && all.length > 0 ? `; the rarest, where --contract ${contract} lists all:` : ""}`,
    ...(rows.length === 0 ? [] : table(rows, new Set([1])).split("\n")).map((line) => clip(line, width)),
  ];
  if (never.length > 0) lines.push(wrap(`never hit: ${never.join(", ")}`, "  ", width));
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

/** What was carried out; commands that never could be are told of in another place. */
function tellCounts(report: Report, isShort: boolean, width: number): readonly string[] {
  const elsewhere = new Set([...report.unspoken, ...report.declined.map(({ ask }) => ask)]);
  const commands = Object.entries(report.commands).filter(([kind, n]) => n > 0 || !elsewhere.has(kind));
  return [
    hang("  commands   ", tallied(commands), width),
    ...(isShort ? [] : [hang("  answers    ", tallied(Object.entries(report.answers)), width)]),
  ];
}

/** How a report is told. */
export interface Telling {
  readonly withDeviations: boolean;
  /** One of several reports, which together should fit a few screens. */
  readonly isShort: boolean;
  /** Characters in a line. */
  readonly width: number;
}

/** What was checked, how much of it, and how to do it again. */
export function tellReport(checked: Checked, { withDeviations, isShort, width }: Telling): string {
  const { report, again } = checked;
  const { contract, profile, subject, version, runs, steps, skipped, elapsedMs } = report;
  const speed = elapsedMs > 0 ? Math.round((steps / elapsedMs) * 1000) : 0;
  const done =
    `${plural(steps, "step")} in ${plural(runs, "run")}, ${seconds(elapsedMs)}, ${count(speed)} steps/s, ` +
    `${share(steps, steps + skipped)} of the commands applied`;
  const lines = [
    wrap(
      `${contract}, profile ${profile}, subject ${subject} (${onOneLine(version)}): ${words[report.ending]}`,
      "",
      width,
    ),
    hang("  checked    ", done, width),
    // After a counterexample nobody wants to read how often everything else was fine.
    ...(report.failures.length > 0
      ? [tellSpoken(checked)]
      : [...tellCounts(report, isShort, width), ...tellRules(checked, isShort, width)]),
    ...tellShown(checked, isShort || report.failures.length > 0, width),
    ...(withDeviations ? tellDeviations(report, width) : []),
    ...report.lost.map(({ why, step }) => wrap(`lost at step ${step}: ${why}`, "  ", width)),
    `  again      ${again}`,
  ];
  return `${lines.join("\n")}\n`;
}
