import { type Explanation, explanations, type KmemRule, kmemRules } from "../oracle/kmem/rules.ts";
import type { KmemReport } from "../oracle/kmem/validate.ts";
import { onOneLine } from "./printable.ts";
import { count, plural, table } from "./text.ts";
import type { StepsReport } from "./validate-steps.ts";

/** Rows of counts and words, indented. */
const counts = (rows: readonly (readonly [string, number, string])[]): string =>
  table(
    rows.map(([name, times, says]) => [`  ${name}`, count(times), says]),
    new Set([1]),
  );

const untold =
  "if migrate:mm_migrate_pages was not traced: compaction takes free frames, and that may be all there is to it";

/** The report on a trace of Linux: the verdict first, then the history of a convicted frame, then what was judged how often. */
export function tellKmem(
  file: string,
  { conviction, history, earlier, events, judged, explained }: KmemReport,
): string {
  const { allocated, freed, migrated } = events;
  const total = `${plural(allocated, "allocation")}, ${plural(freed, "free")}, ${plural(migrated, "migrate call")}`;
  const lines = [`${conviction === null ? "held" : "VIOLATED"}  ${file}: ${total}`];
  if (conviction !== null) {
    lines.push(`${file}:${conviction.line}: ${conviction.rule}: ${conviction.because}`);
    lines.push(`  ${kmemRules[conviction.rule].says} (${kmemRules[conviction.rule].source})`);
    if (conviction.rule === "free/once" && migrated === 0) lines.push(`  ${untold}`);
    if (conviction.pfn !== null) lines.push(`what happened to frame 0x${conviction.pfn.toString(16)}:`);
    if (earlier > 0) lines.push(`  ${plural(earlier, "earlier event")}`);
    lines.push(...history.map(({ line, text }) => `  line ${line}: ${onOneLine(text)}`));
  }
  const rules = (Object.entries(judged) as [KmemRule, number][]).map(
    ([rule, times]) => [rule, times, kmemRules[rule].says] as const,
  );
  const odd = (Object.entries(explained) as [Explanation, number][]).filter(([, times]) => times > 0);
  lines.push("judged, how often:", counts(rules));
  if (odd.length > 0) {
    lines.push("explained by what a trace does not show:");
    lines.push(counts(odd.map(([name, times]) => [name, times, explanations[name]])));
  }
  return `${lines.join("\n")}\n`;
}

/** The report on recorded steps. */
export function tellSteps(file: string, { contract, profile, steps, violation, history, judged }: StepsReport): string {
  const lines = [
    `${violation === null ? "held" : "VIOLATED"}  ${file}: ${contract}, ${profile}: ${plural(steps, "step")}`,
  ];
  if (violation !== null) {
    lines.push(`${file}:${violation.line}: ${violation.rule}: ${onOneLine(violation.because)}`, "the last steps:");
    lines.push(...history.map(({ line, ask, answer }) => onOneLine(`  line ${line}: ${ask}: ${answer}`)));
  }
  const heard = Object.entries(judged).filter(([, times]) => times > 0);
  const silent = Object.keys(judged).length - heard.length;
  lines.push("judged, how often:", counts(heard.map(([rule, times]) => [rule, times, ""])));
  if (silent > 0) lines.push(`${plural(silent, "rule")} never had anything to say`);
  return `${lines.join("\n")}\n`;
}
