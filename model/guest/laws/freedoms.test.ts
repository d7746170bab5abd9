import { describe, expect, test } from "vitest";
import { judge, type Step } from "../../contract.ts";
import { openDocket, profilesUpTo } from "../../rule.ts";
import { extent, frames } from "../../units.ts";
import { guest } from "../contract.ts";
import type { GuestEvent, Zone } from "../events.ts";
import type { Guest } from "../vocabulary.ts";
import { reads12 } from "./conviction.test-kit.ts";
import { option, two } from "./memory-scenes.test-kit.ts";
import { askKernel, askPin, at, drops, exits, pinned, readFile, unpins } from "./memory-telling.test-kit.ts";
import { sight } from "./progress-convictions.test-kit.ts";
import {
  add,
  begin,
  blockIn,
  blockOut,
  config,
  entered,
  kernelPage,
  move,
  nothing,
  offline,
  online,
  outcomeOf,
  populated,
  ran,
  remove,
  resize,
  response,
  send,
  settled,
  spawn,
  tiny,
  touch,
  zero,
} from "./telling.test-kit.ts";

/** Area 2 was held for long, so that it lies in boot memory, frames 0 and 1. */
const inBoot = [...two, pinned(askPin(1, 2, 3, "longterm"), at([0, 2]), [move(12, 0, 2)]), unpins(3)];

/** The kernel compacts boot memory to get two frames together. */
const compaction: Step<Guest> = {
  ask: askKernel(9, 1),
  answer: {
    kind: "placed",
    frames: at([0, 2]),
    events: [move(0, 4, 2)],
    spent: { ...nothing, migrated: 2, faulted: 2 },
  },
};
const whole = (request: "plug" | "unplug", first: number): readonly GuestEvent[] => [
  send(request, first, 8),
  response(request, first, 8),
];
const zeroing: Step<Guest> = {
  ask: exits(1).ask,
  answer: { kind: "done", events: [zero(12, 2), entered(0, "free")], spent: { ...nothing, zeroed: 2 } },
} as Step<Guest>;

type Freedom = readonly [string, readonly Step<Guest>[]];

describe("another guest than the reference may", () => {
  const freedoms: readonly Freedom[] = [
    ["compact boot memory for the kernel", [...inBoot, compaction]],
    ["compact boot memory while it unplugs", [...inBoot, resize(12), ran([config(12), move(0, 4, 2)])]],
    ["make huge pages within a partition", [...two, ran([move(12, 14, 2)])]],
    ["zero frames as they are freed", [...two, zeroing]],
    [
      "drop clean pages whenever it likes",
      [...two, readFile({ process: 1, file: 3, first: 0, pages: 2 }, at([8, 2]), 2), ran([drops(8, 1)])],
    ],
    [
      "unplug a partition by one request",
      [
        ...reads12,
        settled([
          config(12),
          entered(0, "unplugging"),
          offline(3),
          offline(4),
          remove(3),
          remove(4),
          ...whole("unplug", 12),
          entered(0, "empty"),
        ]),
      ],
    ],
    [
      "plug a partition by one request, the last first",
      [
        resize(12),
        settled([
          config(12),
          ...blockIn(2, "shared"),
          entered(1, "plugging"),
          ...whole("plug", 20),
          add(6),
          online(6, "private"),
          add(5),
          online(5, "private"),
          entered(1, "free"),
        ]),
      ],
    ],
    [
      "unplug two partitions at a time",
      [
        ...populated,
        resize(4),
        settled([
          config(4),
          entered(0, "unplugging"),
          entered(1, "unplugging"),
          ...blockOut(6),
          ...blockOut(3),
          ...blockOut(4),
          entered(0, "empty"),
          ...blockOut(5),
          entered(1, "empty"),
        ]),
      ],
    ],
    [
      "tell the host before it removes a block",
      [
        ...reads12,
        settled([
          config(12),
          entered(0, "unplugging"),
          offline(3),
          send("unplug", 12, 4),
          response("unplug", 12, 4),
          remove(3),
          ...blockOut(4),
          entered(0, "empty"),
        ]),
      ],
    ],
    [
      "give up an unplug that is not wanted any more",
      [
        ...reads12,
        ran([config(12), entered(0, "unplugging"), offline(3), remove(3)]),
        resize(20),
        settled([config(20), add(3), online(3, "private"), entered(0, "free")]),
      ],
    ],
    ["give instances any free partition, and any frame of it", [...populated, spawn(1, 1), touch(1, 2, 27, 1)]],
    [
      "list plugged memory block by block",
      [...populated, { ask: { kind: "observe" }, answer: { ...sight, plugged: [extent(8, 4), extent(12, 16)] } }],
    ],
    ["read the configuration once more", [...populated, ran([config(20)])]],
  ];
  test.each(freedoms)("%s", (_, account) => {
    expect(outcomeOf(begin(), account)).toBe("held");
  });
});

describe("where others use the guest too", () => {
  const steps: readonly Freedom[] = [
    ["somebody else may hold what a process leaves", [...two, exits(1, entered(0, "draining"))]],
    [
      "the host is busy for reasons of its own",
      [
        ...reads12,
        ran([
          config(12),
          entered(0, "unplugging"),
          offline(3),
          remove(3),
          send("unplug", 12, 4),
          response("unplug", 12, 4, "busy"),
        ]),
      ],
    ],
    [
      "a request may cross with a change of the size",
      [
        ...reads12,
        ran([config(12), entered(0, "unplugging"), ...blockOut(3)]),
        resize(20),
        ran([...blockOut(4), entered(0, "empty"), config(20)]),
      ],
    ],
  ];
  test.each(steps)("%s", (_, account) => {
    const docket = openDocket(guest.rules, { profiles: profilesUpTo(guest.profiles, "hotmem"), world: "shared" });
    const state = guest.begin(tiny, docket);
    for (const step of account) expect(judge(guest.laws, state, step)).toEqual({ kind: "legal" });
  });
});

describe("a memory map", () => {
  const guestOf = () => begin({ ...tiny, ...option({ memmap: frames(1) }) });
  const pluggedBlock = (at: number, zone: Zone, map: number) => [
    send("plug", at * 4, 4),
    response("plug", at * 4, 4),
    add(at, "done", map),
    online(at, zone),
  ];

  test("may lie in a kernel zone", () => {
    const account = [resize(8), settled([config(8), ...pluggedBlock(2, "kernel", 0), ...pluggedBlock(3, "kernel", 8)])];
    expect(outcomeOf(guestOf(), account)).toBe("held");
  });

  test("never lies in a movable one", () => {
    const account = [
      resize(8),
      settled([config(8), ...pluggedBlock(2, "movable", 0), ...pluggedBlock(3, "movable", 8)]),
    ];
    expect(outcomeOf(guestOf(), account)).toBe("1: block/memory-map");
  });

  test("keeps its frames", () => {
    const account = [resize(4), settled([config(4), ...pluggedBlock(2, "kernel", 1)]), kernelPage(7, 1)];
    expect(outcomeOf(guestOf(), account)).toBe("2: place/free-frames");
  });
});
