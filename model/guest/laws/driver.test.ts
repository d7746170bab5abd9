import { describe, expect, test } from "vitest";
import type { Step } from "../../contract.ts";
import { extent } from "../../units.ts";
import type { GuestEvent } from "../events.ts";
import { blocks } from "../rules/blocks.ts";
import { cost } from "../rules/cost.ts";
import { device } from "../rules/device.ts";
import { driver } from "../rules/driver.ts";
import { observed } from "../rules/observed.ts";
import { reclaim } from "../rules/reclaim.ts";
import { settling } from "../rules/settling.ts";
import type { Guest } from "../vocabulary.ts";
import type { Conviction } from "./conviction.test-kit.ts";
import { driverConvictions } from "./driver-convictions.test-kit.ts";
import { lies } from "./lies.test-kit.ts";
import { progressConvictions } from "./progress-convictions.test-kit.ts";
import {
  begin,
  blockIn,
  blockOut,
  config,
  done,
  kernelPage,
  movable,
  outcomeOf,
  partitionIn,
  partitionOut,
  populated,
  ran,
  resize,
  send,
  settled,
  spawn,
  tiny,
  touch,
} from "./telling.test-kit.ts";

const convictions = [...driverConvictions, ...progressConvictions, ...lies];

/** The verdict on the last of some steps, those before being fine. */
const verdict = ({ steps, geometry, rule, alone }: Conviction): string => {
  const found = outcomeOf(begin({ ...tiny, ...geometry }, ...(alone ? [rule] : [])), steps);
  return found.startsWith(`${steps.length - 1}: `) ? found.slice(found.indexOf(" ") + 1) : `not at the end: ${found}`;
};

describe("an account that no honest guest gives is convicted by", () => {
  test.each(convictions.map((one) => [one.rule, one.why, one] as const))("%s: %s", (rule, _, one) => {
    expect(verdict(one)).toBe(rule);
  });
});

test("every rule of driver, device, blocks, reclaim, settling, sights and costs is broken here", () => {
  const all = { ...device, ...driver, ...blocks, ...reclaim, ...settling, ...observed, ...cost };
  const broken = new Set<string>(convictions.map(({ rule }) => rule));
  expect(Object.keys(all).filter((id) => !broken.has(id))).toEqual([]);
});

describe("an honest account is fine", () => {
  const fine: readonly (readonly [string, readonly Step<Guest>[]])[] = [
    ["HotMem plugs all there is", populated],
    ["Linux plugs all there is", movable],
    ["a free partition is given back", [...populated, resize(12), settled([config(12), ...partitionOut(1)])]],
    ["an assigned one stays", [...populated, spawn(1, 0), spawn(2, 1), resize(4), settled([config(4)])]],
    ["a fraction of a partition plugs nothing", [resize(10), settled([config(10), ...blockIn(2, "shared")])]],
    [
      "an unplug is refused and tried again",
      [
        ...populated,
        done({ kind: "busy", requests: 1 }),
        resize(12),
        settled([
          config(12),
          { kind: "partition", partition: 1, state: "unplugging", users: 0 },
          ...blockOut(5).slice(0, 3),
          busy(20),
          { kind: "timer", afterMs: 50_000 },
          ...blockOut(5).slice(2),
          ...blockOut(6),
          { kind: "partition", partition: 1, state: "empty", users: 0 },
        ]),
      ],
    ],
    [
      "during a migration nothing is owed",
      [...populated, done({ kind: "migration-start" }), resize(4), settled([config(4)])],
    ],
    [
      "a pinned kernel page keeps a subblock",
      [
        resize(4),
        settled([config(4), ...blockIn(2, "kernel")]),
        kernelPage(1, 8),
        resize(0),
        ran([config(0)]),
        settled([{ kind: "isolate", extent: extent(8, 2), outcome: "busy" }, ...unplugOf(10, 2)]),
      ],
    ],
    [
      "a full guest keeps what cannot move",
      [...movable, spawn(1, null), touch(1, 2, 8, 20), touch(1, 3, 0, 8), resize(4), settled([config(4)])],
    ],
    ["memory of an earlier life is unplugged at once", earlierLife()],
    [
      "the machine is reset",
      [
        ...populated,
        spawn(1, 0),
        done({ kind: "system-reset" }),
        settled([config(20), ...blockIn(2, "shared"), ...partitionIn(0), ...partitionIn(1)]),
      ],
    ],
  ];
  test.each(fine)("%s", (_, steps) => {
    expect(outcomeOf(begin(), steps)).toBe("held");
  });
});

test("copies of a state go their own ways", () => {
  const state = begin();
  expect(outcomeOf(state, populated)).toBe("held");
  const copy = state.fork();
  expect(copy.key()).toBe(state.key());
  expect(outcomeOf(copy, [resize(12), settled([config(12), ...partitionOut(0)])])).toBe("held");
  expect(copy.key()).not.toBe(state.key());
  expect(outcomeOf(state, [resize(12), settled([config(12), ...partitionOut(1)])])).toBe("held");
});

test("nonsense is convicted and never crashes a law", () => {
  const ranges = [
    [-4, 4],
    [0, 4],
    [9, 1],
    [8, 0],
    [26, 8],
    [2 ** 40, 2],
    [8, 2 ** 40],
  ] as const;
  for (const [first, count] of ranges) {
    for (const kind of ["send", "response", "isolate", "give-back", "zero", "inflate", "deflate", "drop"] as const) {
      // Free memory may be zeroed by anybody while nothing is unplugged.
      if (kind === "zero" && (first === 0 || first === 9)) continue;
      const event = {
        kind,
        request: "unplug",
        response: "ack",
        queued: true,
        outcome: "done",
        extent: { first, count },
      } as unknown as GuestEvent;
      expect([kind, first, outcomeOf(begin(), [...populated, ran([event])])]).not.toEqual([kind, first, "held"]);
    }
  }
  for (const at of [-1, 0, 7, 1.5, 2 ** 40]) {
    for (const kind of ["add", "online", "offline", "remove"] as const) {
      const event = { kind, block: at, memmap: [], outcome: "done", zone: "private" } as unknown as GuestEvent;
      expect(outcomeOf(begin(), [...populated, ran([event])])).toMatch(/^2: /);
    }
  }
});

function busy(first: number): GuestEvent {
  return { kind: "response", request: "unplug", extent: extent(first, 4), response: "busy" };
}

function unplugOf(first: number, count: number): readonly GuestEvent[] {
  return [
    { kind: "isolate", extent: extent(first, count), outcome: "done" },
    send("unplug", first, count),
    { kind: "response", request: "unplug", extent: extent(first, count), response: "ack" },
  ];
}

/** The machine is reset during a migration, so that the device keeps what is plugged. */
function earlierLife(): readonly Step<Guest>[] {
  const all = (kind: "send" | "response", rest: object) =>
    ({ kind, request: "unplug-all", extent: extent(8, 20), ...rest }) as GuestEvent;
  return [
    ...populated,
    done({ kind: "migration-start" }),
    done({ kind: "system-reset" }),
    ran([config(20), all("send", { queued: true }), all("response", { response: "busy" })]),
    done({ kind: "migration-end" }),
    ran([{ kind: "timer", afterMs: 50_000 }, all("send", { queued: true }), all("response", { response: "ack" })]),
    settled([...blockIn(2, "shared"), ...partitionIn(0), ...partitionIn(1)]),
    spawn(1, 0),
  ];
}
