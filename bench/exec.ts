import { availableParallelism } from "node:os";
import { count, table } from "../cli/text.ts";
import { execSource } from "../oracle/exec/source.ts";
import { allocatorSuite } from "../properties/suites.ts";
import { batchesFor } from "./exec/echo.ts";
import { BATCH, checking, type Entrant, echoing, measureAll, type Round, STEPS } from "./exec/measure.ts";
import { buildPrograms, type Programs } from "./exec/programs.ts";
import { median, ratioOf } from "./rounds.ts";

const times = { rounds: 5, roundMs: 2000, warmMs: 5000 } as const;

/** What is promised where two processors have nothing else to do. */
const promised = { batched: 300_000, lockStep: 25_000, ofEcho: 0.5 } as const;

const speeds = (rounds: readonly Round[]): readonly number[] =>
  rounds.map(({ commands, wall }) => (commands / wall) * 1000);

/** Microseconds of processor time for one command. */
const each = (rounds: readonly Round[], of: "harness" | "subject"): string => {
  const value = median(rounds.map((round) => (round[of] / round.commands) * 1000));
  return Number.isNaN(value) ? "unknown" : value.toFixed(2);
};

function rowOf({ name }: Entrant, rounds: readonly Round[], first: readonly Round[]): readonly string[] {
  const own = speeds(rounds);
  const figures = [median(own), Math.min(...own), Math.max(...own)].map((speed) => count(Math.round(speed)));
  const ofFirst = ratioOf(speeds(first), own).toFixed(2);
  return [name, ...figures, ofFirst, each(rounds, "harness"), each(rounds, "subject")];
}

async function bench({ buddy, echo, jsonEcho }: Programs): Promise<readonly string[]> {
  const source = await execSource(allocatorSuite, buddy);
  const entrants: Entrant[] = [];
  try {
    const batches = batchesFor(source, STEPS, BATCH);
    entrants.push(
      checking("check, batched", source),
      echoing(`echo with JSON, ${BATCH} in a line`, jsonEcho, "json", batches),
      echoing("  the same, JSON in Node only", echo, "json", batches),
      echoing("  the same, bytes only", echo, "bytes", batches),
      checking("check, lock-step", source, 1),
      echoing("echo with JSON, lock-step", jsonEcho, "json", batchesFor(source, STEPS, 1)),
    );
    const all = await measureAll(entrants, times);
    const [batched = [], json = [], , , lockStep = []] = all;
    const head = ["", "commands/s", "min", "max", "check/this", "harness µs", "program µs"];
    const rows = entrants.map((entrant, at) => rowOf(entrant, all[at] ?? [], at < 4 ? batched : lockStep));
    console.log(table([head, ...rows], new Set([1, 2, 3, 4, 5, 6])));
    return missed(median(speeds(batched)), median(speeds(lockStep)), ratioOf(speeds(batched), speeds(json)));
  } finally {
    await Promise.all([source.close(), ...entrants.map(({ end }) => end?.())]);
  }
}

/** Promises that were not kept, a sentence each. */
const missed = (batched: number, lockStep: number, ofEcho: number): readonly string[] => [
  ...(batched < promised.batched ? [`batched: fewer than ${count(promised.batched)} commands a second`] : []),
  ...(lockStep < promised.lockStep ? [`lock-step: fewer than ${count(promised.lockStep)} commands a second`] : []),
  ...(ofEcho < promised.ofEcho ? [`batched: less than ${promised.ofEcho * 100} % of an echo with JSON`] : []),
];

console.log(`Commands per second by the wall clock, through pipes to one program: oracle/examples/buddy.c, built with gcc -O2.

check: what \`hotmem check --contract allocator --subject exec:./buddy\` does. Composes runs of ${STEPS} commands, asks, judges.
echo:  the same commands over bare Node pipes to a program that writes each line back. Nothing is composed or judged, and the
       program has no work. "With JSON" is the ceiling: JSON.stringify and JSON.parse in Node, cJSON in the program, which is
       what two programs pay that take turns and understand one another. Below it, what of that the program's cJSON is, and
       what pipes cost that carry bytes nobody reads: next to nothing. No line of JSON can come near that.

Node ${process.version}, ${availableParallelism()} processors; medians of ${times.rounds} rounds of ${times.roundMs} ms in turn, after one of ${times.warmMs} ms. check/this: the speed of check divided
by this one, round by round. µs: processor time per command, of this process and of the program.
`);

const programs = buildPrograms();
if (typeof programs === "string") {
  console.error(programs);
  process.exitCode = 2;
} else {
  const broken = await bench(programs).finally(programs.remove);
  console.log(broken.length === 0 ? "\nAll promises kept." : `\n${broken.join("\n")}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
