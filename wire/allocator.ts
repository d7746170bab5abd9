import { type TProperties, Type } from "typebox";
import type { Allocator } from "../model/allocator/vocabulary.ts";
import type { FrameCount } from "../model/units.ts";
import { block, count, counter, cpu, frameCount, handle, integer, order, pageblock, pfn } from "./fields.ts";
import { faithful, type WireContract } from "./schema.ts";

const is = <K extends string, P extends TProperties>(kind: K, fields: P) =>
  Type.Object({ kind: Type.Literal(kind), ...fields });
const bare = <K extends string>(kind: K) => Type.Object({ kind: Type.Literal(kind) });

const mobility = Type.Enum(["unmovable", "reclaimable", "movable"]);
const migratetype = Type.Enum(["unmovable", "reclaimable", "movable", "highatomic", "cma", "isolate"]);
const zone = Type.Enum(["normal", "movable"]);
const blockState = Type.Enum(["absent", "offline", "online", "going-offline"]);
const refusal = Type.Enum(["invalid", "exists", "busy", "vetoed", "no-memory"]);
const notified = Type.Array(
  Type.Enum(["going-online", "online", "cancel-online", "going-offline", "offline", "cancel-offline"]),
);
const moved = Type.Array(Type.Object({ from: pfn(), to: pfn(), order: order() }));

const done = bare("done");
const busy = bare("busy");
const refused = is("refused", { why: refusal });
const vetoable = is("refused", { why: refusal, notified });

const zones = Type.Array(
  Type.Object({
    zone,
    free: counter<FrameCount>(),
    perCpu: counter<FrameCount>(),
    managed: counter<FrameCount>(),
    present: counter<FrameCount>(),
    spanned: counter<FrameCount>(),
    isolatedPageblocks: counter<number>(),
  }),
);
const counters = is("counters", { zones });
const lists = is("lists", {
  zones,
  free: Type.Array(Type.Object({ zone, order: order(), migratetype, heads: Type.Array(pfn()) })),
  perCpu: Type.Array(
    Type.Object({ cpu: cpu(), zone, pages: Type.Array(Type.Object({ first: pfn(), order: order() })) }),
  ),
  pageblocks: Type.Array(Type.Object({ first: pageblock(), count: count(), migratetype })),
  blocks: Type.Array(Type.Object({ first: block(), count: count(), state: blockState, zone: Type.Optional(zone) })),
});

const pages = {
  allocate: {
    ask: Type.Object({
      as: handle("creates"),
      order: order(),
      mobility,
      reach: zone,
      zero: Type.Boolean(),
      atomic: Type.Boolean(),
      cpu: cpu(),
    }),
    answer: Type.Union([is("granted", { first: pfn(), zeroed: frameCount() }), bare("exhausted")]),
  },
  release: { ask: Type.Object({ what: handle("ends"), cpu: cpu() }), answer: done },
  misrelease: {
    ask: Type.Object({ what: handle("uses"), how: Type.Enum(["twice", "order", "tail"]) }),
    answer: Type.Union([bare("refused"), done]),
  },
  write: {
    ask: Type.Object({ what: handle("uses"), tag: integer<number>(1, 2 ** 32 - 1) }),
    answer: done,
  },
  read: {
    ask: Type.Object({ what: handle("uses") }),
    answer: Type.Union([is("content", { tag: integer<number>(0, 2 ** 32 - 1) }), bare("mixed")]),
  },
  hold: {
    ask: Type.Object({ as: handle("creates"), what: handle("uses"), how: Type.Enum(["get", "pin", "longterm"]) }),
    answer: Type.Union([is("held", { moved }), refused]),
  },
  drop: { ask: Type.Object({ what: handle("ends"), cpu: cpu() }), answer: done },
  drain: { ask: Type.Object({ cpu: cpu() }), answer: done },
};

const ranges = {
  isolate: {
    ask: Type.Object({ pageblock: pageblock({ pair: "opens" }) }),
    answer: Type.Union([bare("isolated"), busy]),
  },
  unisolate: { ask: Type.Object({ pageblock: pageblock({ pair: "closes" }), mobility }), answer: done },
  "contig-begin": {
    ask: Type.Object({ as: handle("creates"), pageblock: pageblock(), count: count(1) }),
    answer: Type.Union([bare("begun"), busy]),
  },
  "contig-step": { ask: Type.Object({ what: handle("uses") }), answer: is("stepped", { moved }) },
  // A taken range lives on under its handle, so finishing is no end.
  "contig-finish": {
    ask: Type.Object({ what: handle("uses") }),
    answer: Type.Union([is("taken", { zeroed: frameCount() }), busy]),
  },
  "contig-release": { ask: Type.Object({ what: handle("ends") }), answer: done },
  "fake-offline": { ask: Type.Object({ what: handle("uses") }), answer: done },
  "fake-online": { ask: Type.Object({ what: handle("ends") }), answer: done },
};

const blocks = {
  add: { ask: Type.Object({ block: block({ pair: "opens" }) }), answer: Type.Union([bare("added"), refused]) },
  online: { ask: Type.Object({ block: block(), zone }), answer: Type.Union([is("onlined", { notified }), vetoable]) },
  "offline-begin": {
    ask: Type.Object({ block: block({ pair: "opens" }) }),
    answer: Type.Union([is("begun", { notified }), vetoable]),
  },
  "offline-step": { ask: Type.Object({ block: block() }), answer: is("stepped", { moved }) },
  "offline-finish": {
    ask: Type.Object({ block: block({ pair: "closes" }) }),
    answer: Type.Union([is("offlined", { notified }), bare("again")]),
  },
  "offline-cancel": { ask: Type.Object({ block: block({ pair: "closes" }) }), answer: is("cancelled", { notified }) },
  remove: { ask: Type.Object({ block: block({ pair: "closes" }) }), answer: Type.Union([bare("removed"), refused]) },
  veto: { ask: Type.Object({ next: Type.Enum(["online", "offline"]) }), answer: done },
  poison: {
    ask: Type.Object({ pfn: pfn() }),
    answer: Type.Union([is("poisoned", { was: Type.Enum(["free", "in-use"]) }), bare("ignored")]),
  },
  observe: {
    ask: Type.Object({ what: Type.Enum(["counters", "lists"]) }),
    answer: Type.Union([counters, lists]),
  },
};

/** How the allocator's commands and answers are written. The compiler holds it to the vocabulary, field by field. */
export const allocatorWire: WireContract<Allocator> = faithful<Allocator>()({ ...pages, ...ranges, ...blocks });
