import { type Command, judge, type Step } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import { presets } from "../../presets.ts";
import { openDocket, profilesUpTo } from "../../rule.ts";
import { block, extent, FRAME_BYTES, frames, handle, order, pfn } from "../../units.ts";
import type { Verdict } from "../../verdict.ts";
import { guest } from "../contract.ts";
import type { GuestEvent, PartitionState, RequestType, Response, Spent, Zone } from "../events.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";

/** Tiny: boot frames 0–7, shared block 2 (frames 8–11), partition 0 of blocks 3 and 4, partition 1 of blocks 5 and 6. */
export const tiny: Geometry = presets.tiny;

/** What is known before the first command, with every rule in force, or with some. */
export const begin = (geometry: Geometry = tiny, ...only: readonly string[]): GuestState => {
  const selection = { profiles: profilesUpTo(guest.profiles, "hotmem"), world: "closed" } as const;
  return guest.begin(geometry, openDocket(guest.rules, only.length === 0 ? selection : { ...selection, only }));
};

/** Judges one answer; moves the state forward. */
export const verdictOn = (state: GuestState, step: Step<Guest>): Verdict => judge(guest.laws, state, step);

/** The rule that is broken first, with the number of the step; `held` when none is. */
export function outcomeOf(state: GuestState, steps: readonly Step<Guest>[]): string {
  for (const [at, step] of steps.entries()) {
    const verdict = verdictOn(state, step);
    if (verdict.kind === "illegal") return `${at}: ${verdict.violation.rule}`;
  }
  return "held";
}

/** Sizes in frames as bytes. */
export const size = (count: number): bigint => BigInt(count * FRAME_BYTES);

export const nothing: Spent = { migrated: 0, zeroed: 0, faulted: 0, requests: 0, offlined: 0, steps: 0 };

/** What events cost, as an honest guest says it. */
function costOf(events: readonly GuestEvent[], steps: number): Spent {
  const sum = { ...nothing, steps };
  for (const event of events) {
    if (event.kind === "move") sum.migrated += event.count;
    if (event.kind === "zero") sum.zeroed += event.extent.count;
    if (event.kind === "response" || event.kind === "inflate" || event.kind === "deflate") sum.requests++;
    if (event.kind === "offline" && event.outcome === "done") sum.offlined++;
  }
  return sum;
}

/** A step of a command without arguments worth naming, answered by its kind of success. */
export const ran = (events: readonly GuestEvent[], spent: Partial<Spent> = {}): Step<Guest> => ({
  ask: { kind: "run", steps: 1000 },
  answer: { kind: "ran", events, spent: { ...costOf(events, events.length), ...spent } },
});
export const settled = (
  events: readonly GuestEvent[] = [],
  kind: "settled" | "unsettled" = "settled",
): Step<Guest> => ({
  ask: { kind: "settle", within: 100_000 },
  answer: { kind, events, spent: costOf(events, events.length) },
});
/** A command of the host that is done. */
export const done = (ask: Command<Guest>, events: readonly GuestEvent[] = []): Step<Guest> =>
  ({ ask, answer: { kind: "done", events, spent: costOf(events, 0) } }) as Step<Guest>;
export const resize = (count: number): Step<Guest> => done({ kind: "resize", bytes: size(count) });
export const spawn = (as: number, partition: number | null): Step<Guest> => ({
  ask: { kind: "spawn", as: handle(as), wait: false },
  answer: {
    kind: "attached",
    partition,
    events: partition === null ? [] : [entered(partition, "assigned", 1)],
    spent: nothing,
  },
});
/** Fresh pages of a process in these frames. */
export const touch = (process: number, as: number, first: number, count: number): Step<Guest> => ({
  ask: { kind: "touch", process: handle(process), as: handle(as), pages: frames(count), write: true },
  answer: { kind: "placed", frames: [extent(first, count)], events: [], spent: { ...nothing, faulted: count } },
});
export const kernelPage = (as: number, first: number): Step<Guest> => ({
  ask: { kind: "kernel-allocate", as: handle(as), order: order(0) },
  answer: { kind: "placed", frames: [extent(first, 1)], events: [], spent: { ...nothing, faulted: 1 } },
});

// Events
export const config = (requested: number, usable = 20): GuestEvent => ({
  kind: "config",
  requested: size(requested),
  usable: size(usable),
});
export const send = (request: RequestType, first: number, count: number, queued = true): GuestEvent => ({
  kind: "send",
  request,
  extent: extent(first, count),
  queued,
});
export const response = (request: RequestType, first: number, count: number, said: Response = "ack"): GuestEvent => ({
  kind: "response",
  request,
  extent: extent(first, count),
  response: said,
});
export const add = (at: number, outcome: "done" | "failed" = "done", memmap = -1): GuestEvent => ({
  kind: "add",
  block: block(at),
  memmap: memmap < 0 ? [] : [extent(memmap, 1)],
  outcome,
});
export const online = (at: number, zone: Zone): GuestEvent => ({ kind: "online", block: block(at), zone });
export const offline = (at: number, outcome: "done" | "busy" | "vetoed" = "done"): GuestEvent => ({
  kind: "offline",
  block: block(at),
  outcome,
});
export const remove = (at: number): GuestEvent => ({ kind: "remove", block: block(at) });
export const isolate = (first: number, count: number, outcome: "done" | "busy" = "done"): GuestEvent => ({
  kind: "isolate",
  extent: extent(first, count),
  outcome,
});
export const giveBack = (first: number, count: number): GuestEvent => ({
  kind: "give-back",
  extent: extent(first, count),
});
export const move = (from: number, to: number, count: number): GuestEvent => ({
  kind: "move",
  from: pfn(from),
  to: pfn(to),
  count: frames(count),
});
export const zero = (first: number, count: number): GuestEvent => ({ kind: "zero", extent: extent(first, count) });
export const inflate = (first: number, count: number): GuestEvent => ({
  kind: "inflate",
  extent: extent(first, count),
});
export const deflate = (first: number, count: number): GuestEvent => ({
  kind: "deflate",
  extent: extent(first, count),
});
export const timer = (afterMs: number): GuestEvent => ({ kind: "timer", afterMs });
export const entered = (partition: number, state: PartitionState, users = 0): GuestEvent => ({
  kind: "partition",
  partition,
  state,
  users,
});

/** Everything of a block's way in: plugged, added, online. */
export const blockIn = (at: number, zone: Zone): readonly GuestEvent[] => [
  send("plug", at * 4, 4),
  response("plug", at * 4, 4),
  add(at),
  online(at, zone),
];
/** HotMem's way out of a block. */
export const blockOut = (at: number): readonly GuestEvent[] => [
  offline(at),
  remove(at),
  send("unplug", at * 4, 4),
  response("unplug", at * 4, 4),
];
/** Partition 0 or 1 plugged, or unplugged, as a whole. */
export const partitionIn = (partition: number): readonly GuestEvent[] => [
  entered(partition, "plugging"),
  ...blockIn(3 + 2 * partition, "private"),
  ...blockIn(4 + 2 * partition, "private"),
  entered(partition, "free"),
];
export const partitionOut = (partition: number): readonly GuestEvent[] => [
  entered(partition, "unplugging"),
  ...blockOut(3 + 2 * partition),
  ...blockOut(4 + 2 * partition),
  entered(partition, "empty"),
];

/** HotMem with both partitions free: 20 frames requested and plugged. */
export const populated: readonly Step<Guest>[] = [
  resize(20),
  settled([config(20), ...blockIn(2, "shared"), ...partitionIn(0), ...partitionIn(1)]),
];
/** Linux with the same memory, all movable. */
export const movable: readonly Step<Guest>[] = [
  resize(20),
  settled([config(20), ...[2, 3, 4, 5, 6].flatMap((at) => blockIn(at, "movable"))]),
];
