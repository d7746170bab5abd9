import type { Geometry } from "../../model/geometry.ts";
import { sumOfSpent } from "../../model/guest/cost.ts";
import type { GuestEvent, Spent } from "../../model/guest/events.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import type { ForkableSource } from "../../model/subject.ts";
import { FRAME_BYTES, frames, handle, order } from "../../model/units.ts";
import { ask, bootJudged, forkOf, type Judged, weighed } from "./ask.ts";

/** What to try: how much of the guest is in use, and how much the host takes back. */
export interface Plan {
  readonly geometry: Geometry;
  /** Frames that an instance touches at once before the next one has its turn. */
  readonly chunk: number;
  /** Such touches for each page of kernel memory that is allocated between them. */
  readonly touchesPerKernelPage: number;
  /** Instances that go on running, descending. */
  readonly running: readonly number[];
  /** Instances that have just ended and whose memory the host asks for. */
  readonly ended: readonly number[];
}

/** What one reclaim came to. */
export interface Reading {
  readonly running: number;
  readonly ended: number;
  readonly spent: Spent;
  /** Frames that the guest gave back. */
  readonly unplugged: number;
}

/** More micro-steps than any guest needs; settling ends by itself. */
const PLENTY = 2 ** 31;

/** What asking a guest came to. */
export interface Readings {
  /** In the plan's order. */
  readonly readings: readonly Reading[];
  /** By rule of bounded reclaim: how often it had something to say. */
  readonly weighed: ReadonlyMap<string, number>;
}

/**
 * Reclaims every size with every share in use.
 *
 * @throws {Convicted} when an answer breaks a rule of the profile
 */
export function readingsOf(source: ForkableSource<Guest>, profile: string, plan: Plan): Readings {
  const judged = bootJudged(source, plan.geometry, profile);
  fill(judged, plan);
  const ends = endOrder(plan.geometry.partitions);
  let running = ends.length;
  const most = Math.max(...plan.ended);
  const readings = plan.running.flatMap((share) => {
    for (; running > share + most; running--) end(judged, ends[running - 1]);
    return plan.ended.map((ended) => {
      const copy = forkOf(judged);
      for (let i = running; i > share; i--) end(copy, ends[i - 1]);
      return { running: share, ended, ...reclaim(copy, plan.geometry, ended) };
    });
  });
  return { readings, weighed: weighed(judged) };
}

/**
 * Plugs everything and fills it: instances and a file take turns, until every frame of the hotpluggable range has been used. An
 * allocator that hands out the lowest free frames first would otherwise give each instance blocks of its own, and keep blocks that
 * were never used for whoever asks first; there would be nothing to move. The file is gone from the page cache afterwards.
 */
function fill(judged: Judged, { geometry, chunk, touchesPerKernelPage }: Plan): void {
  const { partitions, partitionBlocks, blockFrames, sharedFrames } = geometry;
  settle(judged);
  resize(judged, sharedFrames + partitions * partitionBlocks * blockFrames);
  settle(judged);
  for (let i = 0; i < partitions; i++) ask(judged, { kind: "spawn", as: handle(i), wait: false });
  let next = partitions;
  const rounds = (partitionBlocks * blockFrames) / chunk;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < partitions; i++) {
      ask(judged, { kind: "touch", process: handle(i), as: handle(next++), pages: frames(chunk), write: true });
      if (i % touchesPerKernelPage === 0) ask(judged, { kind: "kernel-allocate", as: handle(next++), order: order(0) });
    }
    const pages = frames(sharedFrames / rounds);
    ask(judged, { kind: "read-file", process: handle(0), file: 0, first: round * pages, pages });
  }
  ask(judged, { kind: "drop-caches", sync: false });
}

/** Instances so that every beginning of the list is spread evenly over them, and so over the blocks they fill. */
function endOrder(instances: number): readonly number[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  const rank = (i: number): number => (i * golden) % 1;
  return Array.from({ length: instances }, (_, i) => i).sort((a, b) => rank(a) - rank(b));
}

const end = (judged: Judged, instance: number | undefined): void => {
  ask(judged, { kind: "exit", process: handle(instance as number) });
};

const resize = (judged: Judged, size: number): Spent =>
  ask(judged, { kind: "resize", bytes: BigInt(size) * BigInt(FRAME_BYTES) }).spent;

const settle = (judged: Judged) => ask(judged, { kind: "settle", within: PLENTY });

/** Asks for the memory of so many instances, and counts until nothing happens any more. */
function reclaim(judged: Judged, geometry: Geometry, instances: number): { spent: Spent; unplugged: number } {
  const { sharedFrames, partitions, partitionBlocks, blockFrames } = geometry;
  const resized = resize(judged, sharedFrames + (partitions - instances) * partitionBlocks * blockFrames);
  const { spent, events } = settle(judged);
  return { spent: sumOfSpent([resized, spent]), unplugged: events.reduce((sum, event) => sum + givenBack(event), 0) };
}

const givenBack = (event: GuestEvent): number => {
  if (event.kind === "inflate") return event.extent.count;
  if (event.kind !== "response" || event.request !== "unplug" || event.response !== "ack") return 0;
  return event.extent.count;
};
