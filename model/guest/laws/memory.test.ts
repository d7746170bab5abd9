import { describe, expect, test } from "vitest";
import type { Step } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import { frames, handle } from "../../units.ts";
import { freeFrames } from "../memory/frames.ts";
import { decided } from "../options.ts";
import { content } from "../rules/content.ts";
import { holdings } from "../rules/memory.ts";
import { partitions } from "../rules/partitions.ts";
import { placement } from "../rules/placement.ts";
import type { Guest } from "../vocabulary.ts";
import { memoryConvictions } from "./memory-convictions.test-kit.ts";
import { file, one, oneUser, two, twoUsers } from "./memory-scenes.test-kit.ts";
import {
  askFault,
  askFork,
  askKernel,
  askPin,
  askTouch,
  askWrite,
  at,
  dies,
  discards,
  dropCaches,
  drops,
  execs,
  exhausted,
  exits,
  forked,
  kernelGot,
  killed,
  loads,
  mapped,
  pinned,
  readFile,
  refused,
  serves,
  sleeps,
  touched,
  unpins,
  wrote,
  wroteFile,
} from "./memory-telling.test-kit.ts";
import { partitionConvictions } from "./partition-convictions.test-kit.ts";
import {
  begin,
  done,
  entered,
  movable,
  move,
  outcomeOf,
  populated,
  ran,
  settled,
  spawn,
  tiny,
  touch,
} from "./telling.test-kit.ts";

/** The verdict on the last of some steps, those before being fine. */
function verdict(steps: readonly Step<Guest>[], geometry: Geometry): string {
  const found = outcomeOf(begin(geometry), steps);
  return found.startsWith(`${steps.length - 1}: `) ? found.slice(found.indexOf(" ") + 1) : `not at the end: ${found}`;
}

const convictions = [...memoryConvictions, ...partitionConvictions];

describe("an answer that no honest guest gives is convicted by", () => {
  test.each(convictions.map((one) => [one.rule, one.why, one] as const))("%s: %s", (rule, _, one) => {
    expect(verdict(one.steps, { ...tiny, ...one.geometry })).toBe(rule);
  });
});

test("every rule of placement, content, holds and partitions is broken here", () => {
  const broken = new Set(convictions.map(({ rule }) => rule));
  const all = Object.keys({ ...placement, ...content, ...holdings, ...partitions });
  expect(all.filter((id) => !broken.has(id))).toEqual([]);
});

describe("an honest answer is fine:", () => {
  const fine: readonly (readonly [string, readonly Step<Guest>[], Partial<Geometry>?])[] = [
    ["pages in any order of frames", [...one, touched(askTouch(1, 2, 3), at([18, 2], [12, 1]))]],
    ["the zero page", [...one, touched(askTouch(1, 2, 3, false), []), loads(1, 2, [0, 3])]],
    ["frames named piece by piece", [...two, wrote(askWrite(1, 2, 8), at([12, 1], [13, 1])), loads(1, 2, [8, 2])]],
    [
      "a child writes to pages of its own, its parent keeps the old ones",
      [
        ...two,
        forked(askFork(1, 5), [twoUsers]),
        wrote(askWrite(5, 2, 8), at([14, 2]), 2),
        loads(1, 2, [7, 2]),
        loads(5, 2, [8, 2]),
        wrote(askWrite(1, 2, 9), at([12, 2])),
        exits(1, oneUser),
        touched(askTouch(5, 6, 2), at([12, 2])),
      ],
    ],
    [
      "what input holds is copied for the child, what a pipe holds is shared",
      [
        ...two,
        pinned(askPin(1, 2, 3, "io"), at([12, 2])),
        touch(1, 4, 14, 1),
        pinned(askPin(1, 4, 6, "splice"), at([14, 1])),
        forked(askFork(1, 5), [twoUsers], [2, 16, 2]),
        loads(5, 2, [7, 2]),
        wrote(askWrite(5, 2, 8), at([16, 2])),
        wrote(askWrite(5, 4, 8), at([15, 1]), 1),
      ],
    ],
    [
      "pages held for long move to boot memory and stay there when the partition is free",
      [
        ...two,
        pinned(askPin(1, 2, 3, "longterm"), at([0, 2]), [move(12, 0, 2)]),
        loads(1, 2, [7, 2]),
        exits(1, entered(0, "free")),
        settled(),
        unpins(3),
      ],
    ],
    [
      "a refusal by the options",
      [...two, refused(askPin(1, 2, 3, "longterm"))],
      { guest: { ...decided, longtermPins: "refuse" } },
    ],
    [
      "a held page cannot move, hence not be held for long",
      [...two, pinned(askPin(1, 2, 3, "io"), at([12, 2])), refused(askPin(1, 2, 4, "longterm"))],
    ],
    [
      "a partition drains until the pin ends, then serves who waits",
      [
        ...two,
        spawn(8, 1),
        pinned(askPin(1, 2, 3, "splice"), at([12, 2])),
        exits(1, entered(0, "draining")),
        sleeps(4),
        settled(),
        unpins(3, entered(0, "free"), serves(4, 0), oneUser),
        touch(4, 5, 12, 2),
        loads(4, 5, [0, 2]),
      ],
    ],
    [
      "any who waits, where all are woken",
      [...one, spawn(2, 1), sleeps(3), sleeps(4), exits(1, entered(0, "free"), serves(4, 0), oneUser)],
      { guest: { ...decided, waiters: "all" } },
    ],
    [
      "parked frames may keep a partition draining until the guest settles",
      [...two, exits(1, entered(0, "draining")), settled([entered(0, "free")])],
      { perCpuLists: { high: frames(2), batch: frames(1), maxOrder: 1 as Geometry["maxOrder"] } },
    ],
    [
      "the whole instance dies, nobody else",
      [
        ...one,
        spawn(8, 1),
        forked(askFork(1, 5), [twoUsers]),
        killed(askTouch(5, 6, 9), [dies(5), oneUser, dies(1), entered(0, "free")]),
        touch(8, 9, 20, 8),
      ],
    ],
    [
      "the process alone dies, where options say so",
      [...two, forked(askFork(1, 5), [twoUsers]), killed(askTouch(5, 6, 9), [dies(5), oneUser]), loads(1, 2, [7, 2])],
      { guest: { ...decided, outOfMemory: "process" } },
    ],
    [
      "a partition keeps its watermark",
      [...one, killed(askTouch(1, 6, 7), [dies(1), entered(0, "free")])],
      { guest: { ...decided, reserve: frames(2) } },
    ],
    ["exec keeps the partition and frees the pages", [...two, execs(1), touch(1, 3, 12, 8)]],
    [
      "exec gives the partition back, where options say so; boot memory serves from then on",
      [...two, execs(1, entered(0, "free")), touched(askTouch(1, 3, 1), at([0, 1])), spawn(9, 0)],
      { guest: { ...decided, exec: "drops" } },
    ],
    [
      "cached pages are used where they lie, by everybody",
      [
        ...one,
        spawn(2, 1),
        mapped(askFault(file(0, 2), 4), at([8, 2]), 2),
        mapped(askFault(file(1, 2, 2), 5), at([9, 2]), 1),
        wroteFile(file(1, 1), at([9, 1]), 0, 6),
        loads(2, 5, [6, 1], [0, 1]),
      ],
    ],
    [
      "a full shared partition drops idle pages, then boot memory serves",
      [
        ...one,
        readFile(file(0, 4), at([8, 4]), 4),
        mapped(askFault(file(4, 2), 4), at([8, 2]), 2, [drops(8, 2)]),
        mapped(askFault(file(6, 4), 5), at([10, 2], [0, 2]), 4, [drops(10, 2)]),
        readFile(file(0, 1), at([2, 1]), 1),
      ],
    ],
    [
      "what was synced survives the page cache",
      [
        ...one,
        wroteFile(file(0, 2), at([8, 2]), 2, 9),
        dropCaches(true, drops(8, 2)),
        readFile(file(0, 2), at([10, 2]), 2, 9),
      ],
    ],
    [
      "the copy of a file page is the process's own",
      [
        ...one,
        mapped(askFault(file(0, 1), 4), at([8, 1]), 1),
        wrote(askWrite(1, 4, 5), at([12, 1]), 1),
        loads(1, 4, [5, 1]),
        readFile(file(0, 1), at([8, 1]), 0, 0),
        dropCaches(false, drops(8, 1)),
      ],
    ],
    [
      "after a system reset a file may hold what it held, or nothing, but keeps to it",
      [
        ...one,
        wroteFile(file(0, 2), at([8, 2]), 2, 9),
        done({ kind: "system-reset" }),
        ...populated,
        spawn(1, 0),
        readFile(file(0, 1), at([8, 1]), 1, 9),
        readFile(file(1, 1), at([9, 1]), 1, 0),
        readFile(file(0, 1), at([8, 1]), 0, 9),
      ],
    ],
    [
      "no aligned frames are left to the kernel",
      [
        ...populated,
        kernelGot(askKernel(1, 0), at([1, 1])),
        kernelGot(askKernel(2, 0), at([5, 1])),
        exhausted(askKernel(3, 2)),
        kernelGot(askKernel(3, 1), at([2, 2])),
        done({ kind: "kernel-free", what: handle(2) }),
        kernelGot(askKernel(2, 2), at([4, 4])),
      ],
    ],
    [
      "without partitions pages may lie anywhere and move",
      [
        ...movable,
        spawn(1, null),
        touched(askTouch(1, 2, 3), at([8, 2], [0, 1])),
        wrote(askWrite(1, 2, 7), at([8, 2], [0, 1])),
        ran([move(9, 20, 1)]),
        loads(1, 2, [7, 3]),
        wrote(askWrite(1, 2, 8), at([8, 1], [20, 1], [0, 1])),
      ],
    ],
  ];
  test.each(fine.map(([why, steps, geometry]) => [why, steps, geometry ?? {}] as const))("%s", (_, steps, geometry) => {
    expect(outcomeOf(begin({ ...tiny, ...geometry }), steps)).toBe("held");
  });
});

test("who goes leaves no frame behind", () => {
  const state = begin();
  const steps = [
    ...two,
    forked(askFork(1, 5), [twoUsers]),
    wrote(askWrite(5, 2, 8), at([14, 2]), 2),
    touch(5, 6, 16, 4),
    pinned(askPin(5, 6, 7, "io"), at([16, 4])),
    mapped(askFault(file(0, 2), 9), at([8, 2]), 2),
    discards(1, 9),
    dropCaches(false, drops(8, 2)),
    exits(5, oneUser),
    unpins(7),
    exits(1, entered(0, "free")),
  ];
  expect(outcomeOf(state, steps)).toBe("held");
  expect(freeFrames(state, { first: 0 as never, count: frames(28) })).toBe(28);
  expect(state.society.alive).toBe(0);
});

test("copies of a state go their own ways and are told apart by their keys", () => {
  const state = begin();
  expect(outcomeOf(state, two)).toBe("held");
  const copy = state.fork();
  expect(copy.key()).toBe(state.key());
  expect(outcomeOf(copy, [wrote(askWrite(1, 2, 8), at([12, 2])), touch(1, 3, 14, 2)])).toBe("held");
  expect(copy.key()).not.toBe(state.key());
  expect(outcomeOf(state, [loads(1, 2, [7, 2]), touch(1, 3, 14, 1)])).toBe("held");
});

test("two ways to the same state have one key", () => {
  const [here, there] = [begin(), begin()];
  const area = (name: number, first: number) => touch(1, name, first, 1);
  expect(outcomeOf(here, [...one, area(2, 12), area(3, 13), spawn(4, 1)])).toBe("held");
  const detour = [...populated, spawn(4, 1), spawn(1, 0), area(5, 14), area(3, 13), discards(1, 5), area(2, 12)];
  expect(outcomeOf(there, detour)).toBe("held");
  expect(there.key()).toBe(here.key());
});
