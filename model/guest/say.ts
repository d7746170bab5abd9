import { match } from "ts-pattern";
import type { Answer, Command } from "../contract.ts";
import type { Extent } from "../units.ts";
import type { Spent } from "./events.ts";
import { sayHistory } from "./say-history.ts";
import type { Guest, Observed, Run } from "./vocabulary.ts";
import { sayCount, sayFrames, saySizeOf } from "./words.ts";

/** Handles in words: processes, threads, areas, pins and kernel memory share one namespace, so the letter is a hint only. */
const process = (handle: number): string => `process ${handle}`;
const area = (handle: number): string => `area ${handle}`;
const pages = (first: number, count: number): string =>
  count === 1 ? `page ${first}` : `pages ${first}–${first + count - 1}`;

/** One wording of a command: `touch area 4 of process 1: 2 pages, for writing`. */
export function sayAsk(ask: Command<Guest>): string {
  return match(ask)
    .with({ kind: "resize" }, (it) => `host resizes to ${saySizeOf(it.bytes)}`)
    .with({ kind: "system-reset" }, () => "host resets the machine")
    .with({ kind: "restore" }, () => "host saves the machine and restores it elsewhere")
    .with({ kind: "migration-start" }, () => "host starts a migration")
    .with({ kind: "migration-end" }, () => "host ends the migration")
    .with({ kind: "busy" }, (it) => `host answers BUSY to the next ${sayCount(it.requests, "request")}`)
    .with({ kind: "host-memory" }, (it) => (it.short ? "host runs short of memory" : "host has memory to spare"))
    .with({ kind: "obstruct" }, (it) => `${misfortunes[it.what]} ${it.times === 1 ? "once" : `${it.times} times`}`)
    .with({ kind: "spawn" }, (it) => `spawn ${process(it.as)}${it.wait ? ", to wait for a partition" : ""}`)
    .with({ kind: "cancel" }, (it) => `signal ${process(it.process)}, which waits`)
    .with({ kind: "fork" }, (it) => `${process(it.process)} forks ${process(it.as)}`)
    .with({ kind: "thread" }, (it) => `${process(it.process)} starts thread ${it.as}`)
    .with({ kind: "thread-exit" }, (it) => `thread ${it.thread} exits`)
    .with({ kind: "exec" }, (it) => `${process(it.process)} executes another program`)
    .with({ kind: "exit" }, (it) => `${process(it.process)} exits`)
    .with({ kind: "kill" }, (it) => `kill ${process(it.process)}`)
    .with(
      { kind: "touch" },
      (it) =>
        `${process(it.process)} maps and touches ${area(it.as)}: ${sayCount(it.pages, "page")}, for ${it.write ? "writing" : "reading"}`,
    )
    .with({ kind: "write" }, (it) => `${process(it.process)} writes ${it.value} to ${area(it.area)}`)
    .with({ kind: "read" }, (it) => `${process(it.process)} reads ${area(it.area)}`)
    .with({ kind: "discard" }, (it) => `${process(it.process)} unmaps ${area(it.area)}`)
    .with({ kind: "mlock" }, (it) => `${process(it.process)} locks ${area(it.area)} in memory`)
    .with({ kind: "pin" }, (it) => `pin ${it.as}: ${holds[it.how]} ${area(it.area)} of ${process(it.process)}`)
    .with({ kind: "unpin" }, (it) => `end pin ${it.pin}`)
    .with(
      { kind: "fault-file" },
      (it) =>
        `${process(it.process)} maps and faults ${pages(it.first, it.pages)} of file ${it.file} as ${area(it.as)}`,
    )
    .with({ kind: "read-file" }, (it) => `${process(it.process)} reads ${pages(it.first, it.pages)} of file ${it.file}`)
    .with(
      { kind: "write-file" },
      (it) => `${process(it.process)} writes ${it.value} to ${pages(it.first, it.pages)} of file ${it.file}`,
    )
    .with({ kind: "drop-caches" }, (it) => (it.sync ? "write back and drop caches" : "drop caches"))
    .with({ kind: "kernel-allocate" }, (it) => `kernel allocates memory ${it.as}: ${sayCount(2 ** it.order, "frame")}`)
    .with({ kind: "kernel-free" }, (it) => `kernel frees memory ${it.what}`)
    .with({ kind: "run" }, (it) => `run the guest's workers for ${sayCount(it.steps, "step")}`)
    .with({ kind: "settle" }, sayPatience)
    .with({ kind: "observe" }, () => "observe")
    .exhaustive();
}

/** A bound is worth a word only when it may be too tight. */
const sayPatience = ({ within }: { readonly within: number }): string =>
  within >= 10_000 ? "let the guest settle" : `let the guest settle within ${sayCount(within, "step")}`;

const misfortunes = {
  veto: "another driver vetoes offlining",
  enqueue: "a request cannot be queued",
  add: "add_memory fails",
} as const;

const holds = {
  io: "input or output in flight on",
  longterm: "a long-term pin on",
  splice: "a pipe takes pages of",
} as const;

/** One wording of an answer: what happened on the way, then what came of it, then what it cost. */
export function sayAnswer(_: Command<Guest>, answer: Answer<Guest>): string {
  const parts = [...sayHistory(answer.events), sayOutcome(answer)];
  const cost = saySpent(answer.spent);
  return cost === "" ? parts.join("; ") : `${parts.join("; ")} (${cost})`;
}

function sayOutcome(answer: Answer<Guest>): string {
  return match(answer)
    .with({ kind: "refused" }, (it) => `refused: ${it.why}`)
    .with({ kind: "placed" }, (it) => sayPlaced(it.frames) + ("runs" in it ? `, which hold ${sayRuns(it.runs)}` : ""))
    .with({ kind: "killed" }, () => "killed")
    .with({ kind: "exhausted" }, () => "no memory")
    .with({ kind: "attached" }, (it) => (it.partition === null ? "runs" : `runs in partition ${it.partition}`))
    .with({ kind: "waiting" }, () => "sleeps until a partition is free")
    .with({ kind: "forked" }, (it) =>
      ["forked", ...it.copies.map((copy) => `${area(copy.area)} copied to ${sayExtents(copy.frames)}`)].join(", "),
    )
    .with({ kind: "content" }, (it) => `holds ${sayRuns(it.runs)}`)
    .with({ kind: "observed" }, sayObserved)
    .with({ kind: "done" }, { kind: "ran" }, { kind: "settled" }, { kind: "unsettled" }, (it) => it.kind)
    .exhaustive();
}

const sayExtents = (extents: readonly Extent[]): string =>
  extents.length === 0 ? "no frame" : extents.map(({ first, count }) => sayFrames(first, count)).join(", ");

const sayPlaced = (extents: readonly Extent[]): string =>
  extents.length === 0 ? "the zero page" : `in ${sayExtents(extents)}`;

const sayRuns = (runs: readonly Run[]): string =>
  runs.length === 0
    ? "nothing"
    : runs.map(({ value, pages: count }) => `${value} (${sayCount(count, "page")})`).join(", ");

/** Costs that there were, in words. */
function saySpent(spent: Spent): string {
  const { migrated, zeroed, faulted, requests, offlined, steps } = spent;
  const all: readonly (readonly [number, string])[] = [
    [migrated, `${sayCount(migrated, "page")} moved`],
    [zeroed, `${sayCount(zeroed, "frame")} zeroed`],
    [faulted, `${sayCount(faulted, "page")} faulted`],
    [requests, sayCount(requests, "request")],
    [offlined, `${sayCount(offlined, "block")} offline`],
    [steps, sayCount(steps, "step")],
  ];
  return all.flatMap(([count, words]) => (count === 0 ? [] : [words])).join(", ");
}

function sayObserved({ blocks, plugged, zones, partitions, waiting }: Observed): string {
  const states = new Map<string, number>();
  for (const state of blocks) states.set(state, (states.get(state) ?? 0) + 1);
  const parts = [
    Array.from(states, ([state, count]) => `${sayCount(count, "block")} ${state}`).join(", "),
    `plugged: ${sayExtents(plugged)}`,
    ...zones.map(
      ({ zone, partition, managed, free }) =>
        `${partition === null ? `zone ${zone}` : `zone of partition ${partition}`}: ${free} of ${managed} free`,
    ),
    ...partitions.map(({ state, users }, at) => `partition ${at} ${state}, ${sayCount(users, "user")}`),
  ];
  if (waiting.length > 0) parts.push(`waiting: ${waiting.join(", ")}`);
  return parts.filter((part) => part !== "").join("; ");
}
