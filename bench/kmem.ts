import { parseArgs } from "node:util";
import { count, seconds, table } from "../cli/text.ts";
import type { KmemSetting } from "../oracle/kmem/memory.ts";
import { readRanges } from "../oracle/kmem/ranges.ts";
import { type KmemRule, kmemRules } from "../oracle/kmem/rules.ts";
import { readLines } from "../oracle/kmem/stream.ts";
import { type KmemReport, validateKmem } from "../oracle/kmem/validate.ts";
import { median } from "./rounds.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    boot: { type: "string" },
    movable: { type: "string" },
    rounds: { type: "string", default: "5" },
    "most-seconds": { type: "string" },
    "most-mib": { type: "string" },
  },
});
const { HOTMEM_TRACE } = process.env;
const excerpt = "oracle/kmem/unplug.trace.gz";
const path = positionals[0] ?? HOTMEM_TRACE ?? excerpt;
const ranges = (text: string | undefined) => {
  const read = text === undefined ? undefined : readRanges(text);
  if (read === null) throw new Error(`${text} is no list of frames, such as 0-1ffff,100000-`);
  return read;
};
const boot = ranges(values.boot);
const movable = ranges(values.movable);
const setting: KmemSetting = { ...(boot === undefined ? {} : { boot }), ...(movable === undefined ? {} : { movable }) };

/** Milliseconds of processor time, of all threads: decompressing has one of its own. */
async function spent(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function judged(): Promise<KmemReport> {
  const report = await validateKmem(path, setting, new AbortController().signal);
  if (report.kind !== "judged") throw new Error(`${path} cannot be judged: ${JSON.stringify(report)}`);
  return report;
}

/** What no judge can be faster than: the same file decompressed and cut into lines, and nothing done with them. */
const cut = () => readLines(path, () => true);

const begun = performance.now();
const first = await judged();
const cold = performance.now() - begun;
// Before anything else ran, so that it is the judge's own.
const mib = process.resourceUsage().maxRSS / 1024;
const rounds: { readonly judge: number; readonly ceiling: number }[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  rounds.push({ ceiling: await spent(cut), judge: await spent(judged) });
}

const events = Object.values(first.events).reduce((sum, times) => sum + times, 0);
const row = (name: string, times: readonly number[]): readonly string[] => {
  const speeds = times.map((ms) => (events / ms) * 1000);
  return [name, ...[median(speeds), Math.min(...speeds), Math.max(...speeds)].map((speed) => count(Math.round(speed)))];
};
const ratio = median(rounds.map(({ judge, ceiling }) => ceiling / judge));

const speeds = [
  ["", "median", "min", "max"],
  row(
    "judged",
    rounds.map(({ judge }) => judge),
  ),
  row(
    "only decompressed and cut into lines (the ceiling)",
    rounds.map(({ ceiling }) => ceiling),
  ),
];
const rules = (Object.keys(kmemRules) as KmemRule[]).map((id) => [id, count(first.judged[id]), kmemRules[id].says]);

console.log(`${path}: ${count(events)} events, judged in ${seconds(cold)} at first, with at most ${count(Math.round(mib))} MiB.

Events per second of processor time. Node ${process.version}, ${values.rounds} rounds in turn.
${table(speeds, new Set([1, 2, 3]))}
ratio to the ceiling, round by round: ${ratio.toFixed(2)}

How often each rule was judged:
${table(rules, new Set([1]))}`);

const wrong = [
  first.conviction === null ? null : `line ${first.conviction.line} breaks ${first.conviction.rule}`,
  cold > Number(values["most-seconds"] ?? Number.POSITIVE_INFINITY) * 1000 ? `${seconds(cold)} is too long` : null,
  mib > Number(values["most-mib"] ?? Number.POSITIVE_INFINITY) ? `${Math.round(mib)} MiB is too much` : null,
].filter((why) => why !== null);
for (const why of wrong) console.error(why);
if (path === excerpt) console.error("\nThis is an excerpt; set HOTMEM_TRACE to a whole trace.");
process.exitCode = wrong.length === 0 ? 0 : 1;
