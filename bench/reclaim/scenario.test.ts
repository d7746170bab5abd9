import { describe, expect, it } from "vitest";
import { withRegion } from "../../model/guest/layout.ts";
import {
  balloonGuest,
  kernelZoneGuest,
  referenceGuest,
  virtioMemGuest,
} from "../../model/guest/reference/reference.ts";
import { presets } from "../../model/presets.ts";
import { frames } from "../../model/units.ts";
import { freePartitionsAreZeroed } from "../../properties/mutants/guest/free-partitions-are-zeroed.ts";
import { Convicted } from "./ask.ts";
import { bounded, growing, inexact, vacuous } from "./promises.ts";
import { type Plan, readingsOf } from "./scenario.ts";

/** The guest of the figures, scaled down: blocks and partitions of 16 frames. */
const geometry = withRegion({
  ...presets.small,
  bootFrames: frames(256),
  sharedFrames: frames(32),
  partitions: 24,
  partitionBlocks: 1,
  initOnAlloc: true,
});
const plan: Plan = { geometry, chunk: 2, touchesPerKernelPage: 16, running: [18, 12, 5, 0], ended: [1, 2, 4] };

describe("reclaim of what instances left, scaled down", () => {
  it("costs HotMem the same whatever is in use, and every clause had something to say", () => {
    const { readings, weighed } = readingsOf(referenceGuest, "hotmem", plan);
    expect(readings).toHaveLength(12);
    expect([...inexact("hotmem", readings, 16), ...bounded(readings), ...vacuous(weighed)]).toEqual([]);
    expect(weighed.size).toBe(5);
  });

  it("makes virtio-mem move more pages the more is in use", () => {
    const { readings } = readingsOf(virtioMemGuest, "virtio-mem", plan);
    expect([...inexact("virtio-mem", readings, 16), ...growing("virtio-mem", readings)]).toEqual([]);
  });

  it.each([
    ["virtio-mem", virtioMemGuest, "reclaim/no-migration"],
    ["memory in a kernel zone", kernelZoneGuest, "reclaim/"],
    ["a balloon", balloonGuest, "reclaim/requests"],
    ["HotMem that zeroes what it gives back", freePartitionsAreZeroed.source, "partition/unplug-moves-nothing"],
  ] as const)("gives no figures of %s under profile hotmem", (_, source, clause) => {
    expect(convicted(() => readingsOf(source, "hotmem", plan))).toContain(clause);
  });
});

function convicted(attempt: () => unknown): string {
  try {
    attempt();
    return "nothing";
  } catch (error) {
    if (error instanceof Convicted) return error.violation.rule;
    throw error;
  }
}
