import { describe, expect, test } from "vitest";
import type { Step } from "../../contract.ts";
import { handle } from "../../units.ts";
import {
  begin,
  blockIn,
  config,
  done,
  isolate,
  kernelPage,
  movable,
  move,
  outcomeOf,
  partitionOut,
  populated,
  ran,
  resize,
  response,
  send,
  settled,
  spawn,
  timer,
  touch,
  verdictOn,
} from "../laws/telling.test-kit.ts";
import type { Guest } from "../vocabulary.ts";

/** Partition-worths that the open episode is about; 0 when there is none. */
function worthsAfter(...steps: readonly Step<Guest>[]): number {
  const state = begin();
  expect(outcomeOf(state, steps)).toBe("held");
  return state.reclaim.worths;
}

const exit = (process: number): Step<Guest> => done({ kind: "exit", process: handle(process) });

describe("an episode begins", () => {
  test("when the host wants back what is free", () => {
    expect(worthsAfter(...movable, resize(12))).toBe(1);
    expect(worthsAfter(...movable, resize(4))).toBe(2);
    expect(worthsAfter(...populated, resize(12))).toBe(1);
  });

  test("when an instance has ended", () => {
    expect(worthsAfter(...movable, spawn(1, null), spawn(2, null), resize(12))).toBe(0);
    expect(worthsAfter(...movable, spawn(1, null), spawn(2, null), exit(2), resize(12))).toBe(1);
    expect(worthsAfter(...movable, spawn(1, null), exit(1), resize(4))).toBe(2);
  });

  test("not when the host wants back less than a partition, or more than is free", () => {
    expect(worthsAfter(...movable, resize(14))).toBe(0);
    expect(worthsAfter(...movable, spawn(1, null), resize(4))).toBe(0);
    expect(worthsAfter(...movable, resize(0))).toBe(0);
  });

  test("not when the host wants more", () => {
    expect(worthsAfter(...movable, resize(12), resize(14))).toBe(0);
  });

  test("not for a fraction that a guest without partitions gives back by more requests", () => {
    expect(worthsAfter(...movable, resize(10))).toBe(0);
    expect(worthsAfter(...populated, resize(10))).toBe(1);
  });

  test("not while a request is outstanding", () => {
    const begun = [...movable, resize(16), ran([config(16)])];
    const asked = [...movable, resize(16), ran([config(16), isolate(24, 4), send("unplug", 24, 4)])];
    expect([worthsAfter(...begun, resize(12)), worthsAfter(...asked, resize(12))]).toEqual([1, 0]);
  });

  test("not when an instance is larger than a partition", () => {
    expect(worthsAfter(...movable, spawn(1, null), touch(1, 2, 8, 9), resize(12))).toBe(0);
    expect(worthsAfter(...movable, spawn(1, null), touch(1, 2, 8, 8), resize(12))).toBe(1);
  });
});

describe("an episode ends", () => {
  test("when all is given back", () => {
    expect(worthsAfter(...populated, resize(12), ran([config(12)]))).toBe(1);
    expect(worthsAfter(...populated, resize(12), ran([config(12), ...partitionOut(0)]))).toBe(0);
  });

  test("when a new instance takes what was free", () => {
    expect(worthsAfter(...movable, resize(4), spawn(1, null), ran([config(4)]))).toBe(0);
    expect(worthsAfter(...movable, resize(12), spawn(1, null), ran([config(12)]))).toBe(1);
  });

  test("when an instance outgrows its partition", () => {
    expect(worthsAfter(...movable, resize(12), spawn(1, null), touch(1, 2, 8, 9), ran([config(12)]))).toBe(0);
  });

  test("at a reset of the machine", () => {
    expect(worthsAfter(...movable, resize(12), done({ kind: "system-reset" }))).toBe(0);
  });
});

test("what is not owed convicts nobody", () => {
  const grown = [...movable, spawn(1, null), touch(1, 2, 20, 8), touch(1, 3, 8, 1), resize(12)];
  expect(outcomeOf(begin(), [...grown, ran([config(12), move(20, 12, 8)])])).toBe("held");
});

test("misfortunes are paid for in steps", () => {
  const unlucky = [...movable, done({ kind: "busy", requests: 2 }), resize(12)];
  const once = (ms: number) => [
    isolate(24, 4),
    send("unplug", 24, 4),
    response("unplug", 24, 4, "busy"),
    { kind: "give-back", extent: { first: 24, count: 4 } } as never,
    timer(ms),
  ];
  const all = [config(12), ...once(50_000), ...once(100_000)];
  expect(outcomeOf(begin(), [...unlucky, ran(all, { steps: 30 })])).toBe("held");
  expect(outcomeOf(begin(), [...unlucky, ran(all, { steps: 300 })])).toMatch(/reclaim\/steps$/);
});

test("a migration of the machine excuses who gives nothing back", () => {
  const state = begin();
  const steps = [...populated, done({ kind: "migration-start" }), resize(12), settled([config(12)])];
  expect(outcomeOf(state, steps)).toBe("held");
  expect(state.reclaim.worths).toBe(1);
  expect(outcomeOf(state, [done({ kind: "migration-end" }), settled()])).toMatch(/reclaim\/exact$/);
});

test("who gives back too little is told what keeps it", () => {
  const kernelZone = [resize(20), settled([config(20), ...[2, 3, 4, 5, 6].flatMap((at) => blockIn(at, "kernel"))])];
  const state = begin();
  expect(outcomeOf(state, [...kernelZone, kernelPage(1, 13), kernelPage(2, 25), resize(12), ran([config(12)])])).toBe(
    "held",
  );
  expect(verdictOn(state, settled())).toMatchObject({
    violation: {
      rule: "reclaim/exact",
      because:
        "0 bytes were given back when 1 partition-worth (32 KiB) of memory that nobody needs was asked for; " +
        "frame 13 of block 3 (kernel memory k1): kernel memory never moves; " +
        "frame 25 of block 6 (kernel memory k2): kernel memory never moves",
    },
  });
});
