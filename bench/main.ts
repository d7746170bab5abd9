import { presets } from "../model/presets.ts";
import { withSuite } from "../properties/suites.ts";
import { emptyCommands } from "./ceiling.ts";
import { type Figure, measure } from "./rounds.ts";
import { wholeRuns } from "./whole-runs.ts";

const ROUNDS = 7;
const ROUND_MS = 1000;

const figures = measure(
  [
    withSuite("allocator", (suite) => wholeRuns("allocator, 4,096 frames", suite, presets.small)),
    withSuite("allocator", (suite) => wholeRuns("allocator, 64 GiB (16,777,216 frames)", suite, presets.huge)),
    withSuite("device", (suite) => wholeRuns("device, 768 blocks", suite, presets.small)),
    withSuite("guest", (suite) => wholeRuns("guest, tiny (28 frames)", suite, presets.tiny)),
    withSuite("guest", (suite) => wholeRuns("guest, 9 partitions of 768 MiB", suite, presets.paper)),
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
