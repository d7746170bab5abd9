import { availableParallelism } from "node:os";
import { count, table } from "../cli/text.ts";
import type { Allocator } from "../model/allocator/vocabulary.ts";
import type { SubjectSource } from "../model/subject.ts";
import { execSource } from "../oracle/exec/source.ts";
import { allocatorSuite } from "../properties/suites.ts";
import { typing } from "./exec/command.ts";
import { batchesFor } from "./exec/echo.ts";
import { BATCH, checking, type Entrant, echoing, measureAll, type Round, STEPS } from "./exec/measure.ts";
import { pinToOneProcessor } from "./exec/pin.ts";
import { buildPrograms, type Programs } from "./exec/programs.ts";
import { median, ratioOf } from "./rounds.ts";

const times = { rounds: 5, roundMs: 2000, warmMs: 5000 };

/** Threads of the command as it is typed, with a program for each. */
const JOBS = 2;
/** What is typed compiles anew each time, so it takes longer rounds. */
const typedTimes = { rounds: 3, roundMs: 15_000, warmMs: 1000 };

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

const head = ["", "commands/s", "min", "max", "check/this", "harness µs", "program µs"];

/** Measures and prints a table; the first of the entrants is what the others are compared with. */
async function contest(entrants: readonly Entrant[]): Promise<readonly (readonly Round[])[]> {
  try {
    const all = await measureAll(entrants, times);
    const rows = entrants.map((entrant, at) => rowOf(entrant, all[at] ?? [], all[0] ?? []));
    console.log(table([head, ...rows], new Set([1, 2, 3, 4, 5, 6])));
    return all;
  } finally {
    await Promise.all(entrants.map(({ end }) => end?.()));
  }
}

/** Starts the sample, and ends it when its entrants are done. */
async function withSample<T>(buddy: string, use: (source: SubjectSource<Allocator>) => Promise<T>): Promise<T> {
  const source = await execSource(allocatorSuite, buddy);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

async function bench({ buddy, echo, jsonEcho }: Programs): Promise<readonly string[]> {
  const [batched = [], json = []] = await withSample(buddy, (source) => {
    const batches = batchesFor(source, STEPS, BATCH);
    return contest([
      checking("check, batched", source),
      echoing(`echo with JSON, ${BATCH} in a line`, jsonEcho, "json", batches),
      echoing("  the same, JSON in Node only", echo, "json", batches),
      echoing("  the same, bytes only", echo, "bytes", batches),
    ]);
  });
  const [typed = []] = await measureAll([typing(`hotmem check --jobs ${JOBS}`, buddy, JOBS)], typedTimes);
  const typedSpeeds = speeds(typed).map((speed) => count(Math.round(speed)));
  console.log(
    `\nhotmem check --jobs ${JOBS} --time ${typedTimes.roundMs / 1000}, typed, start and end included: ${typedSpeeds.join(", ")}\n`,
  );
  console.log(pinToOneProcessor() ? "Pinned to one processor:" : "On any processor, because taskset is missing:");
  const [lockStep = []] = await withSample(buddy, (source) =>
    contest([
      checking("check, lock-step", source, 1),
      echoing("echo with JSON, lock-step", jsonEcho, "json", batchesFor(source, STEPS, 1)),
    ]),
  );
  return missed(median(speeds(typed)), median(speeds(lockStep)), ratioOf(speeds(batched), speeds(json)));
}

/** Promises that were not kept, a sentence each. */
const missed = (batched: number, lockStep: number, ofEcho: number): readonly string[] => [
  ...(batched < promised.batched ? [`--jobs ${JOBS}: fewer than ${count(promised.batched)} commands a second`] : []),
  ...(lockStep < promised.lockStep ? [`lock-step: fewer than ${count(promised.lockStep)} commands a second`] : []),
  ...(ofEcho < promised.ofEcho ? [`batched: less than ${promised.ofEcho * 100} % of an echo with JSON`] : []),
];

console.log(`Commands per second by the wall clock, through pipes to one program: oracle/examples/buddy.c, built with gcc -O2.
Lock-step is measured on one processor: two programs that take turns gain nothing from a second one, and on an idle machine most
of each turn would go into waking it up.

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
