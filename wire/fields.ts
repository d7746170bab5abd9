import { type TSchema, type TUnsafe, Type } from "typebox";
import type { BlockIndex, Cpu, FrameCount, Handle, Order, PageblockIndex, Pfn, U64 } from "../model/units.ts";

/**
 * What a field's schema says beyond its range. JSON Schema ignores these keywords; the shrinker reads them through
 * `shapeOf`, so that a new command is shrunk well without another line of code.
 */
export interface Hints {
  /** For handles: does the command bring the named thing into being, need it, or end it? A handle may be used after its
   * end only by commands that are wrong on purpose. */
  readonly role?: "creates" | "uses" | "ends";
  /** For places (blocks, pageblocks, addresses): a command that opens and one that closes the same place form a unit. */
  readonly pair?: "opens" | "closes";
  /** How a 64-bit number is best lowered: an address moves in device blocks towards the start of the region, a size
   * moves in device blocks towards 0, the memory of a guest moves in partitions, then in device blocks towards 0. */
  readonly measure?: "address" | "size" | "memory";
  /** For numbers of pages: a guest with smaller partitions is better asked for fewer, in proportion. */
  readonly scales?: true;
  /** The value with nothing to say; absent means the smallest. Choices are listed simplest first. */
  readonly simplest?: number;
}

/** Largest frame number plus one: 1 TiB of 4 KiB frames. */
const FRAMES = 2 ** 28;

/** A whole number from `minimum` to `maximum`, both legal. */
export const integer = <T extends number>(minimum: number, maximum: number, hints: Hints = {}): TUnsafe<T> =>
  Type.Unsafe<T>({ type: "integer", minimum, maximum, ...hints } as TSchema);

/** A number that names something the harness chose. Dense and small, so that subjects can keep them in an array. */
export const handle = (role: "creates" | "uses" | "ends"): TUnsafe<Handle> => integer(0, 2 ** 20 - 1, { role });
/** Up to MAX_PAGE_ORDER of x86-64, inclusive; see `checkGeometry`. */
export const order = (): TUnsafe<Order> => integer(0, 10);
/** A frame number. */
export const pfn = (): TUnsafe<Pfn> => integer(0, FRAMES - 1);
/** A number of frames, at most all of them. */
export const frameCount = (): TUnsafe<FrameCount> => integer(0, FRAMES);
/** A counter as somebody shows it. Signed: one that fell below zero must be convicted, not refused. */
export const counter = <T extends number>(): TUnsafe<T> => integer(-FRAMES, FRAMES, { simplest: 0 });
/** A processor. */
export const cpu = (): TUnsafe<Cpu> => integer(0, 63);
/** A pageblock by its index; a guest may have as many as frames. */
export const pageblock = (hints: Hints = {}): TUnsafe<PageblockIndex> => integer(0, FRAMES - 1, hints);
/** A memory block by its index; a guest may have as many as frames. */
export const block = (hints: Hints = {}): TUnsafe<BlockIndex> => integer(0, FRAMES - 1, hints);
/** A number of things that has no unit of its own: pageblocks, memory blocks. */
export const count = (minimum = 0): TUnsafe<number> => integer(minimum, FRAMES);
/**
 * An unsigned 64-bit number. In JSON an integer up to 2^53 - 1, beyond that a string of hexadecimal digits: readers that
 * keep numbers as doubles would round it. Both spellings are read for every value; one is written.
 */
export const u64 = (hints: Hints = {}): TUnsafe<U64> =>
  Type.Unsafe<U64>({
    anyOf: [
      { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: "string", pattern: "^0x[0-9a-fA-F]{1,16}$" },
    ],
    wide: true,
    ...hints,
  } as TSchema);

/** Free text for people. */
export const text = (maxLength = 4096): TUnsafe<string> =>
  Type.Unsafe<string>({ type: "string", maxLength } as TSchema);
