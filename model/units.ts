/**
 * Units as types. A frame number is not a frame count and neither is a byte count; the compiler keeps them apart.
 * Arithmetic on branded numbers yields a plain number, so every result is named again by one of the functions below.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Page frame number: physical address divided by {@link FRAME_BYTES}. */
export type Pfn = Unit<"pfn">;
/** A number of page frames. */
export type FrameCount = Unit<"frames">;
/** Binary logarithm of a number of frames; 0 is one frame. The largest legal order is inclusive (MAX_PAGE_ORDER since Linux 6.8). */
export type Order = Unit<"order">;
/** Index of a pageblock (2^pageblock_order frames), counted from frame 0. */
export type PageblockIndex = Unit<"pageblock">;
/** Index of a Linux memory block (the unit of online and offline), counted from frame 0. */
export type BlockIndex = Unit<"block">;
/** A number of bytes below 2^53. */
export type Bytes = Unit<"bytes">;
/** Index of a processor; every processor has its own per-CPU page lists. */
export type Cpu = Unit<"cpu">;
/** A name chosen by the harness for something whose place only the subject knows. Small and dense, so that tables can be arrays. */
export type Handle = Unit<"handle">;
/** A guest-physical address or an unsigned 64-bit size as it stands in a virtio structure. */
export type U64 = bigint;

/** Size of a page frame; x86-64 and arm64 with 4 KiB granules. */
export const FRAME_BYTES = 4096 as Bytes;

/** `count` frames starting at `first`; half-open, so the frame after it is `first + count`. */
export interface Extent {
  readonly first: Pfn;
  readonly count: FrameCount;
}

/** Numbers as what they count or name. Nothing is checked: a geometry or an answer vouches for them. */
export const pfn = (n: number): Pfn => n as Pfn;
export const frames = (n: number): FrameCount => n as FrameCount;
export const order = (n: number): Order => n as Order;
export const pageblock = (n: number): PageblockIndex => n as PageblockIndex;
export const block = (n: number): BlockIndex => n as BlockIndex;
export const bytes = (n: number): Bytes => n as Bytes;
export const cpu = (n: number): Cpu => n as Cpu;
export const handle = (n: number): Handle => n as Handle;

/** Frames of one allocation of this order. */
export const framesOf = (o: Order): FrameCount => (2 ** o) as FrameCount;

/** `count` frames from `first` on. */
export const extent = (first: number, count: number): Extent => ({ first: first as Pfn, count: count as FrameCount });
