import { describe, expect, test } from "vitest";
import { checkGeometry } from "./check-geometry.ts";
import type { Geometry } from "./geometry.ts";
import { decided } from "./guest/options.ts";
import { presets } from "./presets.ts";

/** A geometry with fields replaced, by value and without regard to units: the point is that some are impossible. */
const changed = (fields: object): Geometry => ({ ...presets.tiny, ...fields });
const device = (fields: object): Geometry => changed({ device: { ...presets.tiny.device, ...fields } });

test.each(Object.entries(presets))("preset %s is possible", (_name, geometry) => {
  expect(checkGeometry(geometry)).toBeNull();
});

test("every feature at once is possible", () => {
  const all = {
    perCpuLists: { high: 4, batch: 2, maxOrder: 2 },
    watermarks: { min: 2, lowmemReserve: 1 },
    highatomic: true,
    cma: { first: 2, count: 1 },
    hole: { first: 0, count: 1 },
    initOnAlloc: true,
    kernel: "6.12",
    guest: { ...decided, reserve: 7, memmap: 4 },
  };
  expect(checkGeometry(changed(all))).toBeNull();
});

describe("each constraint has its sentence", () => {
  const impossible: readonly [Geometry, string][] = [
    [changed({ guest: { ...decided, reserve: 8 } }), "guest.reserve is 8; choose a whole number from 0 to 7."],
    [changed({ guest: { ...decided, memmap: 0.5 } }), "guest.memmap is 0.5; choose a whole number from 0 to 4."],
    [changed({ maxOrder: 11 }), "maxOrder is 11; choose a whole number from 1 to 10."],
    [changed({ maxOrder: 1.5 }), "maxOrder is 1.5; choose a whole number"],
    [changed({ pageblockOrder: 0 }), "pageblockOrder is 0; choose a whole number from 1"],
    [changed({ pageblockOrder: 3 }), "pageblockOrder is 3, above maxOrder 2"],
    [changed({ blockFrames: 0 }), "blockFrames is 0"],
    [changed({ blockFrames: 12, bootFrames: 12 }), "blockFrames is 12; choose a power of two."],
    [
      changed({ blockFrames: 2 }),
      "blockFrames is 2, smaller than the largest buddy; choose a multiple of 2^maxOrder, 4.",
    ],
    [
      changed({ bootFrames: 9 }),
      "bootFrames is 9, not a whole number of memory blocks; choose a multiple of blockFrames, 4.",
    ],
    [changed({ bootFrames: -4 }), "bootFrames is -4"],
    [changed({ bootFrames: 0 }), "bootFrames is 0; a guest boots from at least one memory block"],
    [changed({ sharedFrames: 2 }), "sharedFrames is 2, not a whole number of memory blocks"],
    [changed({ partitions: -1 }), "partitions is -1"],
    [changed({ partitions: 1, partitionBlocks: 0.5 }), "partitionBlocks is 0.5"],
    [changed({ partitions: 1, partitionBlocks: 0 }), "partitionBlocks is 0 although partitions is 1"],
    [changed({ partitions: 2 ** 28 }), "make 2147483660 frames; choose at most 268435456"],
    [changed({ cpus: 0 }), "cpus is 0; choose a whole number from 1 to 64."],
    [changed({ cpus: 65 }), "cpus is 65"],
    [changed({ perCpuLists: { high: 2, batch: 0, maxOrder: 0 } }), "perCpuLists.batch is 0"],
    [
      changed({ perCpuLists: { high: 1, batch: 2, maxOrder: 0 } }),
      "perCpuLists.high is 1; choose a whole number from 2",
    ],
    [
      changed({
        maxOrder: 3,
        blockFrames: 8,
        bootFrames: 8,
        sharedFrames: 0,
        perCpuLists: { high: 2, batch: 2, maxOrder: 4 },
      }),
      "perCpuLists.maxOrder is 4; choose a whole number from 0 to 3.",
    ],
    [changed({ watermarks: { min: -1, lowmemReserve: 0 } }), "watermarks.min is -1"],
    [changed({ watermarks: { min: 8, lowmemReserve: 0 } }), "watermarks.min is 8; choose a whole number from 0 to 7."],
    [changed({ watermarks: { min: 0, lowmemReserve: 8 } }), "watermarks.lowmemReserve is 8"],
    [
      changed({ watermarks: { min: 4, lowmemReserve: 4 } }),
      "watermarks.min and watermarks.lowmemReserve are 8 together",
    ],
    [changed({ cma: { first: 4, count: 1 } }), "cma.first is 4; choose a whole number from 0 to 3."],
    [changed({ cma: { first: 0, count: 0 } }), "cma.count is 0"],
    [changed({ cma: { first: 2, count: 3 } }), "cma ends at pageblock 5"],
    [changed({ hole: { first: 8, count: 1 } }), "hole.first is 8"],
    [changed({ hole: { first: 0, count: 0 } }), "hole.count is 0"],
    [changed({ hole: { first: 6, count: 3 } }), "hole ends at frame 9"],
    [changed({ hole: { first: 0, count: 8 } }), "hole.count is 8, all of boot memory"],
    [changed({ hole: { first: 3, count: 2 }, cma: { first: 2, count: 1 } }), "overlap cma (frames 4 to 5)"],
    [device({ blockBytes: 2048 }), "device.blockBytes is 2048"],
    [device({ blockBytes: 12288 }), "device.blockBytes is 12288; choose a power of two."],
    [device({ regionBlocks: 0 }), "device.regionBlocks is 0"],
    [device({ address: -8192 }), "device.address is -8192"],
    [device({ address: 4096 }), "device.address is 4096; choose a multiple of device.blockBytes, 8192."],
    [device({ regionBlocks: 2 ** 41 }), "device region ends at byte"],
    [changed({ kernel: "2.6" }), 'kernel is "2.6"'],
  ];
  test.each(impossible)("%#", (geometry, sentence) => {
    expect(checkGeometry(geometry)).toContain(sentence);
  });
});
