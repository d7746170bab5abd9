import type { Step } from "../../contract.ts";
import { extent, frames, handle } from "../../units.ts";
import type { Guest, Observed } from "../vocabulary.ts";
import { type Conviction, convict, convictAlone, reads12 } from "./conviction.test-kit.ts";
import {
  add,
  blockIn,
  config,
  deflate,
  entered,
  inflate,
  isolate,
  movable,
  move,
  nothing,
  online,
  partitionOut,
  populated,
  ran,
  resize,
  response,
  send,
  settled,
  spawn,
  touch,
  zero,
} from "./telling.test-kit.ts";

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
  convict("settle/no-leftovers", "plugged and not handed over", [
    resize(6),
    settled([
      config(6),
      ...blockIn(2, "movable"),
      send("plug", 12, 2),
      response("plug", 12, 2),
      add(3),
      online(3, "movable"),
    ]),
    resize(8),
    settled([config(8), send("plug", 14, 2), response("plug", 14, 2)]),
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
export const sight: Observed = {
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

/** What convicts reclaim, rest, sights and costs. */
export const progressConvictions: readonly Conviction[] = [...ofReclaim, ...ofSettling, ...ofSights, ...ofCosts];
