import { describe, expect, it } from "vitest";
import type { Allocator } from "../../model/allocator/vocabulary.ts";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { Geometry } from "../../model/geometry.ts";
import { decided } from "../../model/guest/options.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { block, frames, handle, pageblock, pfn } from "../../model/units.ts";
import { allocatorWire } from "../../wire/allocator.ts";
import { deviceWire } from "../../wire/device.ts";
import { guestWire } from "../../wire/guest.ts";
import { relocate } from "./relocate.ts";

const { small, tiny } = presets;

describe("relocate", () => {
  it("keeps places in their region, as far from its start as the new guest allows", () => {
    // small has 64 boot blocks, 32 shared ones and partitions of 8; tiny has 2, 1 and partitions of 2.
    const moved = (n: number) =>
      relocate<Allocator>(allocatorWire, [{ kind: "remove", block: block(n) }], small, tiny).map(
        (ask) => (ask as Command<Allocator, "remove">).block,
      )[0];
    expect([0, 1, 40, 63].map(moved)).toEqual([0, 1, 1, 1]);
    expect([64, 70, 95].map(moved)).toEqual([2, 2, 2]);
    expect([96, 97, 101].map(moved)).toEqual([3, 4, 4]);
    expect([104, 105, 250].map(moved)).toEqual([5, 6, 6]);
  });

  it("keeps pageblocks and frames within their block", () => {
    const asks: Command<Allocator>[] = [
      { kind: "isolate", pageblock: pageblock(64 * 4 + 1) },
      { kind: "poison", pfn: pfn(64 * 16 + 4 + 3) },
    ];
    expect(relocate<Allocator>(allocatorWire, asks, small, tiny)).toEqual([
      { kind: "isolate", pageblock: 2 * 2 + 1 },
      { kind: "poison", pfn: 2 * 4 + 2 + 1 },
    ]);
  });

  it("keeps addresses inside, beyond or below the region, aligned or not", () => {
    const base = BigInt(small.device.address);
    const unit = BigInt(small.device.blockBytes);
    const [newBase, newUnit] = [BigInt(tiny.device.address), BigInt(tiny.device.blockBytes)];
    const moved = (address: bigint) =>
      (relocate<Device>(deviceWire, [{ kind: "read", address }], small, tiny)[0] as Command<Device, "read">).address;
    expect(moved(base)).toBe(newBase);
    expect(moved(base + 3n * unit)).toBe(newBase + 3n * newUnit);
    expect(moved(base + 700n * unit)).toBe(newBase + 9n * newUnit);
    expect(moved(base + 768n * unit)).toBe(newBase + 10n * newUnit);
    expect(moved(base + unit / 2n)).toBe(newBase + newUnit / 2n);
    expect(moved(base - unit)).toBe(newBase - newUnit);
    expect(moved(2n ** 64n - 8n)).toBe(2n ** 64n - 8n);
  });

  it("keeps numbers of pages in proportion to a partition", () => {
    const moved = (pages: number, from: Geometry, to: Geometry) => {
      const touch = { kind: "touch", process: handle(0), as: handle(1), pages: frames(pages), write: true } as const;
      return (relocate<Guest>(guestWire, [touch], from, to)[0] as Command<Guest, "touch">).pages;
    };
    expect([1, 16, 60, 128, 130].map((pages) => moved(pages, small, tiny))).toEqual([1, 1, 4, 8, 8]);
    expect(moved(5, tiny, small)).toBe(80);
    expect(moved(5, small, { ...tiny, partitions: 0, partitionBlocks: 0 })).toBe(5);
  });

  it("keeps sizes of a guest at as many partitions, and as much of the shared one", () => {
    // small has 512 shared frames and 20 partitions of 128; tiny has 4, and 2 of 8. A device block is 4 frames, then 2.
    const moved = (frames: number, from: Geometry = small, to: Geometry = tiny) => {
      const bytes = BigInt(frames * 4096);
      const [ask] = relocate<Guest>(guestWire, [{ kind: "resize", bytes }], from, to);
      return Number((ask as Command<Guest, "resize">).bytes) / 4096;
    };
    expect([0, 4, 8, 300, 512].map((n) => moved(n))).toEqual([0, 2, 4, 4, 4]);
    expect([1, 2, 3].map((n) => n + 512 + 128).map((n) => moved(n))).toEqual([12.5, 13, 13.5]);
    expect([1, 2, 3, 20].map((n) => moved(512 + n * 128))).toEqual([12, 20, 20, 20]);
    expect([4, 64, 127].map((n) => moved(512 + n))).toEqual([6, 12, 12]);
    expect([2560, 3072, 3073, 2 ** 40].map((n) => moved(n))).toEqual([20, 20, 21, 2 ** 40]);
    expect(moved(12, tiny, small)).toBe(640);
    const boot: Geometry = { ...small, guest: { ...decided, sharedAt: "boot" } };
    expect([0, 128, 260].map((n) => moved(n, boot, { ...tiny, guest: { ...decided, sharedAt: "boot" } }))).toEqual([
      0, 8, 16,
    ]);
  });
});
