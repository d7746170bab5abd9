import { type TProperties, Type } from "typebox";
import type { Guest } from "../model/guest/vocabulary.ts";
import type { FrameCount } from "../model/units.ts";
import { count, counter, frameCount, handle, integer, order, text, u64 } from "./fields.ts";
import { extent, partitionState, told } from "./guest-events.ts";
import { faithful, type WireContract } from "./schema.ts";

/** An answer: its kind, what it carries, what happened on the way and what that cost. */
const is = <K extends string, P extends TProperties>(kind: K, fields: P) =>
  Type.Object({ kind: Type.Literal(kind), ...fields, ...told });

const extents = Type.Array(extent);
/** What a page holds; a fresh one holds 0. */
const value = () => integer<number>(0, 2 ** 32 - 1);
const runs = Type.Array(Type.Object({ value: value(), pages: frameCount() }));

const done = is("done", {});
const refused = is("refused", { why: text() });
const placed = is("placed", { frames: extents });
const killed = is("killed", {});
const exhausted = is("exhausted", {});

/** A command touches at least one page. */
const pages = () => integer<FrameCount>(1, 2 ** 28, { scales: true });
/** How often something goes wrong. An answer tells of each time, and must fit into a line of a transcript. */
const times = () => integer<number>(0, 2 ** 12);
/** Micro-steps of the workers; each may tell of something, also where they try the same again and again. */
const steps = () => integer<number>(0, 2 ** 16);
/**
 * Micro-steps after which it is no use to wait any longer; at most more than any guest takes. The simplest is plenty for a small
 * guest, and little enough to see the end of one that never rests.
 */
const within = () => integer<number>(0, 2 ** 26, { simplest: 10_000 });
/** A file has a number, and the pages of it are numbered from 0. */
const file = { file: count(), first: count(), pages: pages() };
const process = { process: handle("uses") };
// Areas keep their names in a forked child, so no command on one process ends a name.
const area = { ...process, area: handle("uses") };
const nothing = Type.Object({});

const host = {
  resize: { ask: Type.Object({ bytes: u64({ measure: "memory" }) }), answer: Type.Union([done, refused]) },
  "system-reset": { ask: nothing, answer: done },
  restore: { ask: nothing, answer: done },
  "migration-start": { ask: nothing, answer: done },
  "migration-end": { ask: nothing, answer: done },
  busy: { ask: Type.Object({ requests: times() }), answer: done },
  "host-memory": { ask: Type.Object({ short: Type.Boolean() }), answer: done },
  obstruct: { ask: Type.Object({ what: Type.Enum(["veto", "enqueue", "add"]), times: times() }), answer: done },
};

const processes = {
  spawn: {
    ask: Type.Object({ as: handle("creates"), wait: Type.Boolean() }),
    answer: Type.Union([is("attached", { partition: Type.Union([count(), Type.Null()]) }), is("waiting", {}), refused]),
  },
  cancel: { ask: Type.Object({ process: handle("ends") }), answer: done },
  fork: {
    ask: Type.Object({ process: handle("uses"), as: handle("creates") }),
    answer: Type.Union([
      is("forked", { copies: Type.Array(Type.Object({ area: handle("uses"), frames: extents })) }),
      exhausted,
    ]),
  },
  thread: { ask: Type.Object({ process: handle("uses"), as: handle("creates") }), answer: done },
  "thread-exit": { ask: Type.Object({ thread: handle("ends") }), answer: done },
  exec: { ask: Type.Object(process), answer: done },
  exit: { ask: Type.Object({ process: handle("ends") }), answer: done },
  kill: { ask: Type.Object({ process: handle("ends") }), answer: done },
};

const memory = {
  touch: {
    ask: Type.Object({ ...process, as: handle("creates"), pages: pages(), write: Type.Boolean() }),
    answer: Type.Union([placed, killed]),
  },
  write: { ask: Type.Object({ ...area, value: value() }), answer: Type.Union([placed, killed]) },
  read: { ask: Type.Object(area), answer: is("content", { runs }) },
  discard: { ask: Type.Object(area), answer: done },
  mlock: { ask: Type.Object(area), answer: done },
  pin: {
    ask: Type.Object({ ...area, as: handle("creates"), how: Type.Enum(["io", "longterm", "splice"]) }),
    answer: Type.Union([placed, refused]),
  },
  unpin: { ask: Type.Object({ pin: handle("ends") }), answer: done },
};

const files = {
  "fault-file": {
    ask: Type.Object({ ...process, as: handle("creates"), ...file }),
    answer: Type.Union([placed, killed]),
  },
  "read-file": {
    ask: Type.Object({ ...process, ...file }),
    answer: Type.Union([is("placed", { frames: extents, runs }), killed]),
  },
  "write-file": {
    ask: Type.Object({ ...process, ...file, value: value() }),
    answer: Type.Union([placed, killed]),
  },
  "drop-caches": { ask: Type.Object({ sync: Type.Boolean() }), answer: done },
};

const kernel = {
  "kernel-allocate": {
    ask: Type.Object({ as: handle("creates"), order: order() }),
    answer: Type.Union([placed, exhausted]),
  },
  "kernel-free": { ask: Type.Object({ what: handle("ends") }), answer: done },
};

const sight = {
  blocks: Type.Array(
    Type.Enum([
      "unused",
      "plugged",
      "offline",
      "offline-partial",
      "kernel",
      "kernel-partial",
      "movable",
      "movable-partial",
      "shared",
      "shared-partial",
      "private",
      "private-partial",
    ]),
  ),
  plugged: extents,
  zones: Type.Array(
    Type.Object({
      zone: Type.Enum(["kernel", "movable", "shared", "private", "boot"]),
      partition: Type.Union([count(), Type.Null()]),
      managed: counter<FrameCount>(),
      free: counter<FrameCount>(),
    }),
  ),
  partitions: Type.Array(Type.Object({ state: partitionState, users: counter<number>() })),
  waiting: Type.Array(handle("uses")),
};

const progress = {
  run: { ask: Type.Object({ steps: steps() }), answer: is("ran", {}) },
  settle: {
    ask: Type.Object({ within: within() }),
    answer: Type.Union([is("settled", {}), is("unsettled", {})]),
  },
  observe: { ask: nothing, answer: is("observed", sight) },
};

/** How the guest's commands and answers are written. The compiler holds it to the vocabulary, field by field. */
export const guestWire: WireContract<Guest> = faithful<Guest>()({
  ...host,
  ...processes,
  ...memory,
  ...files,
  ...kernel,
  ...progress,
});
