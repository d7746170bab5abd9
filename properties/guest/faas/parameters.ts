import type { Geometry } from "../../../model/geometry.ts";
import { withRegion } from "../../../model/guest/layout.ts";
import { presets } from "../../../model/presets.ts";
import type { Dice } from "../../composer.ts";

/**
 * How a FaaS runtime with one N:1 virtual machine works, after the set-up of arXiv 2411.12893 section 5: instances of one
 * function come with invocations, stay warm for a while and go. Time is counted in ticks; with ticks of 10 s the paper's keep-alive of
 * two minutes is 12.
 */
export interface FaasParameters {
  /** Most instances at once: the concurrency factor N. */
  readonly concurrency: number;
  /** Ticks for which an idle instance stays warm. */
  readonly keepAlive: number;
  /** Invocations in 100 ticks outside of bursts. */
  readonly arrivals: number;
  /** Ticks between bursts on average; 0 for none. */
  readonly burstEvery: number;
  /** Invocations of a burst. */
  readonly burstSize: number;
  /** Most ticks that an invocation takes; at least one. */
  readonly service: number;
  /** Percent of its memory limit that an instance has when it is warm. */
  readonly warm: number;
  /** Percent of the limit that an invocation needs on top; above 100 together, some are killed. */
  readonly scratch: number;
  /** Pages of the language runtime's files that every instance maps. */
  readonly libraryPages: number;
  /**
   * Micro-steps that the guest's workers get in a tick. Few let scale-up race with scale-down; with as many as a partition
   * needs, every change is finished before the next one.
   */
  readonly pace: number;
}

/** Memory limits of the paper's functions, in MiB. */
export type MemoryLimit = 768 | 1536;

const BLOCK_MIB = 128;

/** The paper's guest for functions of this limit: one partition per instance, blocks of 128 MiB, N between 9 and 36 in the paper. */
export const functionGuest = (limit: MemoryLimit, concurrency: number): Geometry =>
  withRegion({ ...presets.paper, partitions: concurrency, partitionBlocks: limit / BLOCK_MIB });

/** A day with quiet hours and bursts, and a keep-alive of two minutes; workers are as fast as in the paper. */
export const paperDay = ({ partitions, partitionBlocks }: Geometry): FaasParameters => ({
  concurrency: partitions,
  keepAlive: 12,
  arrivals: 60,
  burstEvery: 40,
  burstSize: Math.max(1, Math.floor(partitions / 2)),
  service: 3,
  warm: 60,
  scratch: 35,
  libraryPages: 64,
  pace: 8 * (1 + partitionBlocks),
});

/** Any day: calm or wild, with short or long keep-alive, and workers that keep up or do not. */
export function anyFaas({ partitions, partitionBlocks }: Geometry, dice: Dice): FaasParameters {
  return {
    concurrency: Math.max(1, Math.min(12, partitions + (dice.chance(1, 4) ? 1 : 0))),
    keepAlive: dice.pick([0, 1, 3, 12]),
    arrivals: dice.pick([30, 60, 120, 250]),
    burstEvery: dice.pick([0, 5, 20]),
    burstSize: 1 + dice.below(6),
    service: 1 + dice.below(4),
    warm: dice.pick([5, 40, 70]),
    scratch: dice.pick([5, 30, 60]),
    libraryPages: 1 + dice.below(6),
    pace: dice.pick([1, 3, 4 * partitionBlocks, 8 * (1 + partitionBlocks)]),
  };
}
