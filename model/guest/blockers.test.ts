import { describe, expect, test } from "vitest";
import type { Step } from "../contract.ts";
import { extent, handle } from "../units.ts";
import { blockersOf, firstUnblocked, sayBlocker, sayBlockers } from "./blockers.ts";
import {
  begin,
  blockIn,
  config,
  deflate,
  kernelPage,
  movable,
  nothing,
  outcomeOf,
  populated,
  ran,
  resize,
  settled,
  spawn,
  touch,
  verdictOn,
} from "./laws/telling.test-kit.ts";
import type { GuestState } from "./state.ts";
import type { Guest, Hold } from "./vocabulary.ts";

const guestAfter = (...steps: readonly Step<Guest>[]): GuestState => {
  const state = begin();
  expect(outcomeOf(state, steps)).toBe("held");
  return state;
};

/** Pages of an area of process 1 are held where they lie. */
const pin = (area: number, as: number, how: Hold, first: number, count: number): Step<Guest> => ({
  ask: { kind: "pin", process: handle(1), area: handle(area), as: handle(as), how },
  answer: { kind: "placed", frames: [extent(first, count)], events: [], spent: nothing },
});

const said = (state: GuestState): readonly string[] => blockersOf(state).map(sayBlocker);

describe("blockers", () => {
  test("there are none in a guest that is not used", () => {
    const state = guestAfter(...movable);
    expect(said(state)).toEqual([]);
    expect(firstUnblocked(state)).toEqual(extent(8, 2));
  });

  test.each([
    ["io", "input or output in flight holds it (pin 3)"],
    ["splice", "a pipe holds it (pin 3)"],
  ] as const)("a page held by %s", (how, why) => {
    const state = guestAfter(...movable, spawn(1, null), touch(1, 2, 21, 1), pin(2, 3, how, 21, 1));
    expect(blockersOf(state)).toEqual([{ block: 5, frame: 21, owner: "area 2 of process 1", why }]);
  });

  test("a page of the kernel", () => {
    const state = guestAfter(
      resize(8),
      settled([config(8), ...blockIn(2, "kernel"), ...blockIn(3, "kernel")]),
      kernelPage(1, 13),
    );
    expect(said(state)).toEqual(["frame 13 of block 3 (kernel memory k1): kernel memory never moves"]);
    expect(firstUnblocked(state)).toEqual(extent(8, 2));
  });

  test("a page that is held for long, where it may be: in a kernel zone", () => {
    const state = guestAfter(
      resize(4),
      settled([config(4), ...blockIn(2, "kernel")]),
      spawn(1, null),
      touch(1, 2, 10, 1),
      pin(2, 3, "longterm", 10, 1),
    );
    expect(said(state)).toEqual([
      expect.stringMatching(/^frame 10 of block 2 \(area 2 of process 1\): .*long-term pin.* \(pin 3\)$/),
    ]);
    expect(firstUnblocked(state)).toEqual(extent(8, 2));
  });

  test("a full guest", () => {
    const state = guestAfter(...movable, spawn(1, null), touch(1, 2, 8, 20), touch(1, 3, 0, 8));
    expect(blockersOf(state)).toHaveLength(10);
    expect(said(state)[0]).toBe("frame 8 of block 2 (area 2 of process 1): there is no free memory to move it to");
    expect(firstUnblocked(state)).toBeNull();
  });

  test("assigned partitions and the shared one", () => {
    const state = guestAfter(...populated, spawn(1, 1), touch(1, 2, 25, 1));
    expect(said(state)).toEqual([
      "frame 8 of block 2 (the shared partition): it stays plugged",
      "frame 25 of block 6 (area 2 of process 1): partition 1 is assigned",
    ]);
    expect(firstUnblocked(state)).toEqual(extent(12, 8));
  });

  test("a draining partition", () => {
    const exit: Step<Guest> = {
      ask: { kind: "exit", process: handle(1) },
      answer: {
        kind: "done",
        events: [{ kind: "partition", partition: 1, state: "draining", users: 0 }],
        spent: nothing,
      },
    };
    const state = guestAfter(...populated, spawn(1, 1), touch(1, 2, 25, 1), pin(2, 3, "io", 25, 1), exit);
    expect(said(state)[1]).toMatch(
      /^frame 25 of block 6 \(.*\): partition 1 is draining: input or output in flight holds it \(pin 3\)$/,
    );
  });

  test("pages of a balloon's guest", () => {
    const state = guestAfter(ran([deflate(8, 4)]), spawn(1, null), touch(1, 2, 9, 1));
    expect(blockersOf(state).map(({ frame }) => frame)).toEqual([9]);
    expect(firstUnblocked(state)).toEqual(extent(8, 1));
  });
});

test("many blockers are counted, not worded", () => {
  const state = guestAfter(...movable, spawn(1, null), touch(1, 2, 8, 20), touch(1, 3, 0, 8));
  expect(sayBlockers(state)).toMatch(/^frame 8 .*; frame 10 .*; frame 12 .*; frame 14 .*; and 6 more$/);
  expect(sayBlockers(begin())).toBe("");
});

test("a law that finds the guest short names what could go and what could not", () => {
  const state = guestAfter(...populated, spawn(1, 1), touch(1, 2, 25, 1), resize(4));
  const verdict = verdictOn(state, settled([config(4)]));
  expect(verdict).toMatchObject({
    violation: {
      rule: "settle/unplugged",
      because: expect.stringMatching(
        /nothing keeps frames 12–19, unlike .*frame 25 of block 6 \(area 2 of process 1\)/,
      ),
    },
  });
});
