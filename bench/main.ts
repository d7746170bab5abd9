import { presets } from "../model/presets.ts";
import { withSuite } from "../properties/suites.ts";
import { emptyCommands } from "./ceiling.ts";
import { type Figure, measure, ratioOf } from "./rounds.ts";
import { wholeRuns } from "./whole-runs.ts";

const ROUNDS = 7;
const ROUND_MS = 1000;

const tinyGuest = withSuite("guest", (suite) => wholeRuns("guest, 28 frames", suite, presets.tiny));
const paperGuest = withSuite("guest", (suite) => wholeRuns("guest, 9.75 GiB (2,555,904 frames)", suite, presets.paper));

const figures = measure(
  [
    withSuite("allocator", (suite) => wholeRuns("allocator, 4,096 frames", suite, presets.small)),
    withSuite("allocator", (suite) => wholeRuns("allocator, 64 GiB (16,777,216 frames)", suite, presets.huge)),
    withSuite("device", (suite) => wholeRuns("device, 768 blocks", suite, presets.small)),
    tinyGuest,
    paperGuest,
    emptyCommands(),
  ],
  ROUNDS,
  ROUND_MS,
);

const count = (n: number): string => Math.round(n).toLocaleString("en").padStart(11);
const line = ({ name, median, min, max, ratio }: Figure): string =>
  `${name.padEnd(56)}${count(median)}${count(min)}${count(max)}${ratio.toFixed(2).padStart(8)}`;

console.log(`Steps per second of processor time, generate + perform + judge; runs of 1,000 steps, guests created anew for each.
Node ${process.version}, ${ROUNDS} rounds of ${ROUND_MS} ms in turn, one more to warm up; ratio to the first line, round by round.
`);
console.log(`${"".padEnd(56)}${"median".padStart(11)}${"min".padStart(11)}${"max".padStart(11)}${"ratio".padStart(8)}`);
for (const figure of figures) console.log(line(figure));

const speedsOf = (wanted: { readonly name: string }): readonly number[] =>
  (figures.find(({ name }) => name === wanted.name) as Figure).speeds;
console.log(`\nguest, large to small: ${ratioOf(speedsOf(paperGuest), speedsOf(tinyGuest)).toFixed(2)}`);
