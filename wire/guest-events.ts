import { type TProperties, Type } from "typebox";
import { block, count, counter, frameCount, handle, integer, pfn, text, u64 } from "./fields.ts";

const is = <K extends string, P extends TProperties>(kind: K, fields: P) =>
  Type.Object({ kind: Type.Literal(kind), ...fields });

/** Frames that follow one another. */
export const extent = Type.Object({ first: pfn(), count: frameCount() });
const extents = Type.Array(extent);

/** Life of a partition. */
export const partitionState = Type.Enum(["empty", "plugging", "free", "assigned", "draining", "unplugging"]);

const zone = Type.Enum(["kernel", "movable", "shared", "private"]);
const request = Type.Enum(["plug", "unplug", "unplug-all"]);

const device = [
  is("config", { requested: u64(), usable: u64() }),
  is("send", { request, extent, queued: Type.Boolean() }),
  is("response", { request, extent, response: Type.Enum(["ack", "nack", "busy", "error"]) }),
  is("timer", { afterMs: integer<number>(0, Number.MAX_SAFE_INTEGER) }),
  is("broken", { why: text() }),
  is("inflate", { extent }),
  is("deflate", { extent }),
] as const;

const blocks = [
  is("add", { block: block(), memmap: extents, outcome: Type.Enum(["done", "failed"]) }),
  is("online", { block: block(), zone }),
  is("offline", { block: block(), outcome: Type.Enum(["done", "busy", "vetoed"]) }),
  is("remove", { block: block() }),
  is("isolate", { extent, outcome: Type.Enum(["done", "busy", "no-memory"]) }),
  is("give-back", { extent }),
] as const;

const pages = [
  is("move", { from: pfn(), to: pfn(), count: frameCount() }),
  is("drop", { extent }),
  is("zero", { extent }),
] as const;

const processes = [
  is("partition", { partition: count(), state: partitionState, users: counter<number>() }),
  is("killed", { process: handle("uses") }),
  is("served", { process: handle("uses"), partition: count() }),
] as const;

/** A sum over a whole answer; signed, so that one that fell below zero is convicted and not refused. */
const sum = () => integer<number>(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, { simplest: 0 });

/** What every answer of a guest carries besides the answer itself. */
export const told = {
  events: Type.Array(Type.Union([...device, ...blocks, ...pages, ...processes])),
  spent: Type.Object({
    migrated: sum(),
    zeroed: sum(),
    faulted: sum(),
    requests: sum(),
    offlined: sum(),
    steps: sum(),
  }),
};
