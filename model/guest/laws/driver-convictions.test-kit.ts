import type { Step } from "../../contract.ts";
import { frames, handle, order } from "../../units.ts";
import type { GuestEvent } from "../events.ts";
import { decided } from "../options.ts";
import type { Guest } from "../vocabulary.ts";
import { type Conviction, convict, convictAlone, reads12, toShared } from "./conviction.test-kit.ts";
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
  convict("driver/retry-timer", "a request is outstanding", [ran([config(4), send("plug", 8, 4), timer(50_000)])]),
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
    resize(12),
    ran([config(12), move(12, 13, 1)]),
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

/** What convicts the device, the driver, and what becomes of blocks. */
export const driverConvictions: readonly Conviction[] = [...ofDevice, ...ofDriver, ...ofBlocks];

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
