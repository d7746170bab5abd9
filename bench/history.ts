import { count, table } from "../cli/text.ts";
import type { ContractName } from "../model/contract.ts";
import { type PresetName, presets } from "../model/presets.ts";
import { contractNames, withSuite } from "../properties/suites.ts";
import { longRun, type Parts } from "./long-run.ts";
import { median } from "./rounds.ts";

const STEPS = 1_000_000;
const PARTS = 10;
/** How much slower the last part may be than the first. */
const LIMIT = 1.3;

/** Of the whole guest there is one of the paper's size; the others have small ones only, for their speed depends on size less. */
const sizesOf = (contract: ContractName): readonly PresetName[] =>
  contract === "guest" ? ["tiny", "paper"] : ["tiny", "small"];

/** How many guests; the figures are medians over them. */
const RUNS = 3;

/** One kind of guest: the speeds of its runs, part by part. */
interface Line {
  readonly name: string;
  readonly runs: readonly Parts[];
}

/** Contracts named on the command line; all when none is. */
const chosen = contractNames.filter((name) => process.argv.length < 3 || process.argv.includes(name));

const lines = chosen.flatMap((contract) =>
  sizesOf(contract).map((preset): Line => {
    const run = (seed: number): Parts =>
      withSuite(contract, (suite) => longRun(suite, presets[preset], { steps: STEPS, parts: PARTS, seed }));
    run(0); // not counted: what is slow at first is compiling
    return { name: `${contract}, ${preset}`, runs: Array.from({ length: RUNS }, (_, i) => run(i + 1)) };
  }),
);

/** How many times as long a step of the last part took as one of the first. */
const slower = ({ runs }: Line): number => median(runs.map((parts) => (parts[0] as number) / (parts.at(-1) as number)));
const speed = ({ runs }: Line, of: (parts: Parts) => number | undefined): string =>
  count(Math.round(median(runs.map((parts) => of(parts) as number))));

const head = ["", "first tenth", "slowest", "last tenth", "first / last"];
const rows = lines.map((line) => [
  line.name,
  speed(line, (parts) => parts[0]),
  speed(line, (parts) => Math.min(...parts)),
  speed(line, (parts) => parts.at(-1)),
  slower(line).toFixed(2),
]);
console.log(`Steps per second of processor time in runs of ${count(STEPS)} steps on one guest, generate + perform + judge; medians of ${RUNS} guests.
`);
console.log(table([head, ...rows], new Set([1, 2, 3, 4])));
const slow = lines.filter((line) => slower(line) > LIMIT);
for (const line of slow) console.log(`${line.name}: ${slower(line).toFixed(2)} times as slow after a long history`);
process.exitCode = slow.length === 0 ? 0 : 1;
