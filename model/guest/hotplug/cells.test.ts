import { describe, expect, test } from "vitest";
import { presets } from "../../presets.ts";
import { block, bytes, extent, FRAME_BYTES, frames, type Pfn, pfn } from "../../units.ts";
import { begin } from "../laws/telling.test-kit.ts";
import type { GuestState } from "../state.ts";
import {
  firstGiven,
  firstNotGiven,
  firstNotHeld,
  firstPlugged,
  firstUnplugged,
  inRegion,
  inSubblocks,
  turn,
} from "./cells.ts";
import { GIVEN, HELD, ONLINE, UNPLUGGED } from "./hotplug.ts";
import { firstUnusable, usableFrames, zoneAt } from "./zones.ts";

/** Four device blocks of one frame in each block of four. */
const fine = (): GuestState =>
  begin({ ...presets.tiny, device: { ...presets.tiny.device, blockBytes: bytes(FRAME_BYTES), regionBlocks: 20 } });

/** The same, counted device block by device block. */
function slowly(state: GuestState) {
  const { cells } = state.hotplug;
  const per = (test: (value: number) => boolean) =>
    [0, 1, 2, 3, 4].map((at) => [...cells.slice(at * 4, at * 4 + 4)].filter(test).length);
  return {
    plugged: [...cells].filter((value) => value !== UNPLUGGED).length,
    pluggedIn: per((value) => value !== UNPLUGGED),
    givenIn: per((value) => value === GIVEN),
  };
}

const quickly = ({ hotplug }: GuestState) => ({
  plugged: hotplug.plugged,
  pluggedIn: [...hotplug.pluggedIn],
  givenIn: [...hotplug.givenIn],
});

test("counts stay what a slow count finds, whatever is turned", () => {
  const state = fine();
  let seed = 7;
  const below = (n: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let i = 0; i < 500; i++) {
    const first = below(20);
    const range = extent(8 + first, 1 + below(20 - first));
    const value = below(3);
    if (below(2) === 0) turn(state, range, value);
    else turn(state, range, value, below(3));
    expect(quickly(state)).toEqual(slowly(state));
    const at = (wanted: (value: number) => boolean): number => {
      const found = [...state.hotplug.cells].findIndex(
        (cell, index) => index >= first && index < first + range.count && wanted(cell),
      );
      return found === -1 ? -1 : found + 8;
    };
    expect(firstPlugged(state, range)).toBe(at((cell) => cell !== UNPLUGGED));
    expect(firstUnplugged(state, range)).toBe(at((cell) => cell === UNPLUGGED));
    expect(firstGiven(state, range)).toBe(at((cell) => cell === GIVEN));
    expect(firstNotGiven(state, range)).toBe(at((cell) => cell !== GIVEN));
    expect(firstNotHeld(state, range)).toBe(at((cell) => cell !== HELD));
  }
});

describe("a range is", () => {
  test.each([
    [8, 2, true],
    [26, 2, true],
    [26, 4, false],
    [6, 2, false],
    [9, 2, false],
    [8, 3, false],
    [8, 0, false],
    [8, -2, false],
  ])("from %i on %i frames of whole device blocks: %s", (first, count, expected) => {
    expect(inRegion(begin(), extent(first, count))).toBe(expected);
  });

  test("whole subblocks or not", () => {
    expect(inSubblocks(fine(), extent(9, 2))).toBe(false);
    expect(inSubblocks(fine(), extent(10, 2))).toBe(true);
  });
});

describe("frames of the allocator", () => {
  const online = (): GuestState => {
    const state = begin();
    turn(state, extent(8, 4), GIVEN);
    turn(state, extent(12, 2), GIVEN);
    state.hotplug.phase.fill(ONLINE, 0, 2);
    state.hotplug.zone.fill(1, 0, 2);
    return state;
  };

  test("are in boot memory and where blocks are online", () => {
    const state = online();
    const zone = (frame: number) => zoneAt(state, pfn(frame));
    expect([zone(-1), zone(0), zone(7), zone(8), zone(13), zone(14), zone(28)]).toEqual([
      null,
      "boot",
      "boot",
      "movable",
      "movable",
      null,
      null,
    ]);
    expect([0, 2, 3, 4].map((at) => usableFrames(state, block(at)))).toEqual([4, 4, 2, 0]);
  });

  test("end where the first is missing", () => {
    const first = (from: number, count: number): Pfn | -1 => firstUnusable(online(), extent(from, count));
    expect([first(0, 14), first(6, 9), first(12, 3), first(26, 4), first(-2, 4), first(40, 1)]).toEqual([
      -1, 14, 14, 26, -2, 40,
    ]);
  });

  test("are not in a hole", () => {
    const state = begin({ ...presets.tiny, hole: extent(2, 1) });
    expect(zoneAt(state, pfn(2))).toBeNull();
    expect(firstUnusable(state, extent(0, 8))).toBe(2);
    expect(usableFrames(state, block(0))).toBe(3);
  });

  test("of the shared partition are boot memory until partitions show, where they are there from the start", () => {
    const { guest: _, ...base } = presets.tiny;
    const state = begin({
      ...base,
      guest: { ...begin().options, sharedAt: "boot", memmap: frames(0) },
    });
    expect(zoneAt(state, pfn(8))).toBe("boot");
    state.hotplug.partitioned = true;
    expect(zoneAt(state, pfn(8))).toBe("shared");
  });
});
