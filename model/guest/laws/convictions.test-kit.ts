import type { Step } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import { extent, frames, handle, order } from "../../units.ts";
import type { GuestEvent } from "../events.ts";
import { decided } from "../options.ts";
import type { Guest, Observed } from "../vocabulary.ts";
import {
  add,
  blockIn,
  blockOut,
  config,
  deflate,
  done,
  entered,
  giveBack,
  inflate,
  isolate,
  kernelPage,
  movable,
  move,
  nothing,
  offline,
  online,
  partitionIn,
  partitionOut,
  populated,
  ran,
  remove,
  resize,
  response,
  send,
  settled,
  size,
  spawn,
  timer,
  touch,
  zero,
} from "./telling.test-kit.ts";

/** Steps of which the last breaks a rule, and those before none. */
export interface Conviction {
  readonly rule: string;
  readonly why: string;
  readonly steps: readonly Step<Guest>[];
  readonly geometry?: Partial<Geometry>;
  /** Judged with no other rule in force: another convicts the same account earlier. */
  readonly alone?: true;
}

const convict = (
  rule: string,
  why: string,
  steps: readonly Step<Guest>[],
  geometry?: Partial<Geometry>,
): Conviction => ({
  rule,
  why,
  steps,
  ...(geometry && { geometry }),
});

const convictAlone = (rule: string, why: string, steps: readonly Step<Guest>[]): Conviction => ({
  rule,
  why,
  steps,
  alone: true,
});

const toShared: readonly GuestEvent[] = [config(4), ...blockIn(2, "shared")];
const reads12 = [...populated, resize(12)];

/** What the device and the host owe. */
const ofDevice: readonly Conviction[] = [
  convict("device/answers-request", "nothing was asked", [ran([config(4), response("plug", 8, 4)])]),
  convict("device/answers-request", "twice", [
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4), response("plug", 8, 4)]),
  ]),
  convict("device/answers-request", "another range", [ran([config(4), send("plug", 8, 4), response("plug", 8, 2)])]),
  convictAlone("device/acknowledges-possible", "plugged twice", [
    ...populated,
    ran([send("plug", 8, 4), response("plug", 8, 4)]),
  ]),
  convictAlone("device/acknowledges-possible", "unplugged before it was plugged", [
    ran([config(4), send("unplug", 8, 4), response("unplug", 8, 4)]),
  ]),
  convict("device/plug-within-requested", "the host changed its mind", [
    ran([config(4), send("plug", 8, 4)]),
    resize(0),
    ran([response("plug", 8, 4)]),
  ]),
  convict("device/error-has-cause", "a plug", [ran([config(4), send("plug", 8, 4), response("plug", 8, 4, "error")])]),
  convict("device/error-has-cause", "an unplug", [
    ...reads12,
    ran([config(12), entered(1, "unplugging"), ...blockOut(5).slice(0, 3), response("unplug", 20, 4, "error")]),
  ]),
  convict("device/nack-has-cause", "a plug within the size", [
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4, "nack")]),
  ]),
  convict("device/busy-has-cause", "nothing keeps the host", [
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4, "busy")]),
  ]),
  convict("device/busy-has-cause", "once more than ordered", [
    done({ kind: "busy", requests: 1 }),
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4, "busy"), timer(50_000)]),
    ran([send("plug", 8, 4), response("plug", 8, 4, "busy")]),
  ]),
  convict("device/busy-as-ordered", "a migration runs", [
    done({ kind: "migration-start" }),
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4)]),
  ]),
  convict("device/busy-as-ordered", "the host is short of memory", [
    done({ kind: "host-memory", short: true }),
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4)]),
  ]),
  convict("device/config-current", "another size", [ran([config(8)])]),
  convict("device/config-current", "usable below requested", [ran([config(4, 2)])]),
  convict("device/config-current", "usable beyond the region", [ran([config(4, 22)])]),
  convict("device/config-current", "usable shrinks", [ran([config(4, 20)]), ran([config(4, 10)])]),
  convict("resize/accepted", "half a device block", [done({ kind: "resize", bytes: size(1) })]),
  convict("resize/accepted", "beyond the region", [done({ kind: "resize", bytes: 2n ** 60n })]),
  convict("host/acts-alone", "a restore that plugs", [done({ kind: "restore" }, [config(4)])]),
  convict("misfortune/as-ordered", "a request that was queued", [
    done({ kind: "obstruct", what: "enqueue", times: 1 }),
    ran([config(4), send("plug", 8, 4)]),
  ]),
  convict("misfortune/as-ordered", "a veto nobody ordered", [
    ...reads12,
    ran([config(12), entered(1, "unplugging"), offline(5, "vetoed")]),
  ]),
  convict("misfortune/as-ordered", "an add that succeeded", [
    done({ kind: "obstruct", what: "add", times: 1 }),
    ran(toShared),
  ]),
];

/** What the driver owes. */
const ofDriver: readonly Conviction[] = [
  convict("driver/valid-range", "half a subblock", [ran([config(4), send("plug", 8, 3)])]),
  convict("driver/valid-range", "boot memory", [ran([config(4), send("plug", 4, 4)])]),
  convict("driver/valid-range", "isolation of an absent block", [ran([config(4), isolate(8, 4)])]),
  convict("driver/request-fits", "plugged twice", [...populated, ran([send("plug", 8, 4)])]),
  convict("driver/request-fits", "unplugged before it was plugged", [ran([config(4), send("unplug", 8, 4)])]),
  convict("driver/one-request", "two at a time", [
    resize(8),
    ran([config(8), send("plug", 8, 4), send("plug", 12, 4)]),
  ]),
  convict("driver/config-before-send", "the size was never read", [ran([send("plug", 8, 4)])]),
  convict("driver/config-before-send", "the size changed", [ran([config(4)]), resize(8), ran([send("plug", 8, 4)])]),
  convict(
    "driver/stale-attempts",
    "two after the size changed",
    [...movable, resize(12), ran([config(12)]), resize(16), ran([isolate(24, 4, "busy"), isolate(20, 4)])],
    { kernel: "6.12", perCpuLists: { batch: frames(1), high: frames(1), maxOrder: order(0) } },
  ),
  convict("driver/never-overshoots", "a plug", [ran([config(4), send("plug", 8, 8)])]),
  convict("driver/never-overshoots", "an unplug", [...movable, ran([isolate(24, 4), send("unplug", 24, 4)])]),
  convict("driver/never-overshoots", "a partition", [...populated, ran([entered(1, "unplugging")])]),
  convict("driver/usable-only", "beyond the margin", [ran([config(4, 4), send("plug", 12, 4)])]),
  convict("driver/exclusive", "a block that is online", [
    ...movable,
    resize(16),
    ran([config(16), send("unplug", 24, 4)]),
  ]),
  convict("driver/offline-threshold", "nine blocks added", nineAdded(), {
    partitions: 4,
    partitionBlocks: 4,
  }),
  convict("driver/never-broken", "after a NACK", [
    ran([config(4), send("plug", 8, 4)]),
    resize(0),
    ran([response("plug", 8, 4, "nack"), { kind: "broken", why: "nack" }]),
  ]),
  convict("driver/attempts", "six times", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 4),
    resize(16),
    ran([config(16), ...Array.from({ length: 6 }, () => isolate(24, 4, "busy"))]),
  ]),
  convict("driver/attempts", "twice in a kernel zone", [
    resize(4),
    settled([config(4), ...blockIn(2, "kernel")]),
    kernelPage(1, 8),
    resize(0),
    ran([config(0), isolate(8, 4, "busy"), isolate(8, 4, "busy")]),
  ]),
  convict("driver/retry-timer", "too long at first", [ran([timer(100_000)])]),
  convict("driver/retry-timer", "not doubled", [ran([timer(50_000)]), ran([timer(50_000)])]),
  convictAlone("driver/nack-once", "asked again without a look", [
    ran([config(4), send("plug", 8, 4)]),
    resize(0),
    ran([response("plug", 8, 4, "nack")]),
    ran([send("plug", 8, 4), response("plug", 8, 4, "nack")]),
  ]),
  convict("partition/unplug-only-free", "an assigned one", [
    ...populated,
    spawn(1, 1),
    resize(12),
    ran([config(12), offline(5)]),
  ]),
  convict("partition/unplug-moves-nothing", "a page moved", [
    ...populated,
    spawn(1, 0),
    touch(1, 2, 12, 1),
    ran([move(12, 13, 1)]),
  ]),
  convict("partition/shared-stays", "offline", [...populated, resize(0), ran([config(0), offline(2)])]),
  convict("partition/waiters-first", "a sleeping process", waitingWhileUnplugged()),
];

/** What becomes of blocks and frames. */
const ofBlocks: readonly Conviction[] = [
  convict("block/transitions", "online before it was added", [ran([online(2, "shared")])]),
  convict("block/transitions", "added without plugged memory", [ran([config(4), add(2)])]),
  convict("block/transitions", "offline twice", [...movable, ran([offline(6), offline(6)])]),
  convict("block/transitions", "removed while online", [...movable, ran([remove(6)])]),
  convict("block/zone", "private memory as shared", [
    ran([config(4), send("plug", 12, 4), response("plug", 12, 4), add(3), online(3, "shared")]),
  ]),
  convict("block/zone", "movable in a guest with partitions", [
    ...populated.slice(0, 1),
    ran([config(20), ...blockIn(2, "shared"), ...blockIn(3, "movable")]),
  ]),
  convict("block/taken-unused", "offline with a page", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 1),
    ran([offline(6)]),
  ]),
  convict("block/taken-unused", "isolated with a page", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 1),
    ran([isolate(24, 2)]),
  ]),
  convict("block/taken-unused", "zeroed with a page", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 1),
    ran([zero(24, 2)]),
  ]),
  convict("block/taken-unused", "into a balloon with a page", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 1),
    ran([inflate(24, 2)]),
  ]),
  convict("block/handed-over-once", "what the allocator has", [...movable, ran([giveBack(24, 2)])]),
  convict("block/handed-over-once", "out of a balloon that has it not", [...movable, ran([deflate(24, 1)])]),
  convict("block/handed-over-once", "into a balloon twice", [ran([deflate(8, 4), inflate(8, 2), inflate(9, 1)])]),
  convict("block/handed-over-once", "isolated twice", [...movable, ran([isolate(24, 2), isolate(24, 2)])]),
  convict("block/memory-map", "missing", [ran(toShared)], { guest: { ...decided, memmap: frames(1) } }),
  convict(
    "block/memory-map",
    "in use",
    [kernelPage(1, 3), ran([config(4), send("plug", 8, 4), response("plug", 8, 4), add(2, "done", 3)])],
    { guest: { ...decided, memmap: frames(1) } },
  ),
  convict("block/memory-map", "kept by a failed add", [
    done({ kind: "obstruct", what: "add", times: 1 }),
    ran([config(4), send("plug", 8, 4), response("plug", 8, 4), add(2, "failed", 3)]),
  ]),
  convict("block/no-spurious-failure", "an empty block", [...movable, ran([offline(6, "busy")])]),
  convict("block/no-spurious-failure", "an empty range", [...movable, ran([isolate(24, 2, "busy")])]),
];

/** What bounded reclaim asks for. */
const ofReclaim: readonly Conviction[] = [
  convict("reclaim/exact", "nothing given back", [...reads12, settled([config(12)])]),
  convictAlone("reclaim/exact", "too much given back", [
    ...reads12,
    ran([config(12), ...partitionOut(1), ...partitionOut(0)]),
  ]),
  convict("reclaim/no-migration", "for a whole block", [
    ...movable,
    spawn(1, null),
    touch(1, 2, 24, 1),
    resize(12),
    ran([config(12), move(24, 8, 1)]),
  ]),
  convict("reclaim/no-zeroing", "as init_on_alloc does", [...movable, resize(12), ran([config(12), zero(24, 4)])]),
  convict("reclaim/requests", "subblock by subblock", [
    ...movable,
    resize(12),
    ran([
      config(12),
      ...[24, 26].flatMap((first) => [isolate(first, 2), send("unplug", first, 2), response("unplug", first, 2)]),
    ]),
  ]),
  convict("reclaim/requests", "page by page", [
    ran([deflate(8, 20)]),
    resize(20),
    resize(12),
    ran([config(12), inflate(24, 1), inflate(25, 1)]),
  ]),
  convict("reclaim/steps", "more work than blocks", [...reads12, { ...ran([config(12)], { steps: 15 }) }]),
];

/** What is owed at rest. */
const ofSettling: readonly Conviction[] = [
  convict("settle/bounded", "never at rest", [settled([config(4)], "unsettled")]),
  convict("settle/plugged", "the shared partition is missing", [settled([config(4)])]),
  convict("settle/plugged", "a partition is missing", [resize(12), settled([config(12), ...blockIn(2, "shared")])]),
  convict("settle/plugged", "a subblock is missing", [resize(6), settled([config(6), ...blockIn(2, "movable")])]),
  convict("settle/unplugged", "a free subblock is left", [...movable, resize(18), settled([config(18)])]),
  convict("settle/unplugged", "a free partition is left, another was asked for too", [
    ...populated,
    spawn(1, 0),
    resize(4),
    settled([config(4)]),
  ]),
  convict("settle/request-answered", "still outstanding", [settled([config(4), send("plug", 8, 4)])]),
  convict("settle/no-leftovers", "plugged and not added", [
    settled([config(4), send("plug", 8, 4), response("plug", 8, 4)]),
  ]),
  convict(
    "settle/emptied-removed",
    "online without memory",
    [...movable, resize(16), settled([config(16), isolate(24, 4), send("unplug", 24, 4), response("unplug", 24, 4)])],
    { kernel: "6.12" },
  ),
  convict("settle/no-half-partition", "still plugging", [
    resize(12),
    settled([config(12), ...blockIn(2, "shared"), entered(0, "plugging"), ...blockIn(3, "private")]),
  ]),
];

/** What an observer of a populated HotMem guest sees. */
const sight: Observed = {
  kind: "observed",
  blocks: ["shared", "private", "private", "private", "private"],
  plugged: [extent(8, 20)],
  zones: [
    { zone: "boot", partition: null, managed: frames(8), free: frames(8) },
    { zone: "shared", partition: null, managed: frames(4), free: frames(4) },
    { zone: "private", partition: 0, managed: frames(8), free: frames(8) },
    { zone: "private", partition: 1, managed: frames(8), free: frames(8) },
  ],
  partitions: [
    { state: "free", users: 0 },
    { state: "free", users: 0 },
  ],
  waiting: [],
  events: [],
  spent: nothing,
};

const seen = (change: Partial<Observed>): readonly Step<Guest>[] => [
  ...populated,
  { ask: { kind: "observe" }, answer: sight },
  { ask: { kind: "observe" }, answer: { ...sight, ...change } },
];

const ofSights: readonly Conviction[] = [
  convict(
    "observed/blocks",
    "partial",
    seen({ blocks: ["shared", "private", "private-partial", "private", "private"] }),
  ),
  convict("observed/blocks", "too few", seen({ blocks: ["shared"] })),
  convict("observed/plugged", "a hole", seen({ plugged: [extent(8, 8), extent(18, 10)] })),
  convict("observed/plugged", "too much", seen({ plugged: [extent(8, 20), extent(28, 2)] })),
  convict("observed/managed", "a zone is missing", seen({ zones: sight.zones.slice(1) })),
  convict(
    "observed/managed",
    "a frame is missing",
    seen({ zones: sight.zones.map((it) => ({ ...it, managed: frames(it.managed - 1) })) }),
  ),
  convict(
    "observed/free",
    "a frame is lost",
    seen({ zones: sight.zones.map((it) => ({ ...it, free: frames(it.free - 1) })) }),
  ),
  convict(
    "observed/partitions",
    "in another state",
    seen({
      partitions: [
        { state: "draining", users: 0 },
        { state: "free", users: 0 },
      ],
    }),
  ),
  convict("observed/waiting", "nobody waits", seen({ waiting: [handle(7)] })),
];

const ofCosts: readonly Conviction[] = [
  convict("cost/migrated", "made up", [ran([], { migrated: 1 })]),
  convict("cost/zeroed", "made up", [ran([], { zeroed: 1 })]),
  convict("cost/requests", "hidden", [ran([config(4), send("plug", 8, 4), response("plug", 8, 4)], { requests: 0 })]),
  convict("cost/offlined", "made up", [ran([], { offlined: 1 })]),
  convict("cost/faulted", "made up", [ran([], { faulted: 1 })]),
  convict("cost/steps", "more than granted", [ran([], { steps: 1001 })]),
];

export const convictions: readonly Conviction[] = [
  ...ofDevice,
  ...ofDriver,
  ...ofBlocks,
  ...ofReclaim,
  ...ofSettling,
  ...ofSights,
  ...ofCosts,
];

/** Nine blocks are plugged and added, and none is brought online. */
function nineAdded(): readonly Step<Guest>[] {
  const one = (at: number): readonly GuestEvent[] => blockIn(at, "shared").slice(0, 3);
  return [resize(68), ran([config(68, 68), ...Array.from({ length: 9 }, (_, i) => one(2 + i)).flat()])];
}

/** A partition is taken for unplugging in the very moment in which a process sleeps for one. */
function waitingWhileUnplugged(): readonly Step<Guest>[] {
  return [
    settled(toShared),
    { ask: { kind: "spawn", as: handle(1), wait: true }, answer: { kind: "waiting", events: [], spent: nothing } },
    resize(12),
    ran([config(12), ...partitionIn(0), ...partitionOut(0)]),
  ];
}
