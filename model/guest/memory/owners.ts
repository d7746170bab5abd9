import type { GuestState } from "../state.ts";
import type { Hold } from "../vocabulary.ts";
import { runInFrame } from "./cache.ts";
import type { Keep } from "./society.ts";

/**
 * Who has a frame. `driver`: a driver of the guest alone holds it (isolated for unplugging, or taken by a balloon).
 * Group numbers are those of the specification's own table.
 */
export type Owner =
  | { readonly kind: "free" }
  | { readonly kind: "anonymous"; readonly group: number }
  | { readonly kind: "file"; readonly file: number; readonly page: number; readonly held: boolean }
  | { readonly kind: "kernel"; readonly what: number }
  | { readonly kind: "memmap"; readonly block: number }
  | { readonly kind: "driver" };

/** Low bits of a frame's value: the kind of its owner. A frame with value 0 is free. */
export const KIND_BITS = 3;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** Anonymous pages; the index is their group's. */
export const GROUP = 1;
/** Pages of the page cache; the index is the number of the file. */
export const FILE = 2;
/** Memory of the kernel; the index is the handle of the allocation. */
export const KERNEL = 3;
/** The memory map of a block; the index is the block's. */
export const MEMMAP = 4;
/** Frames that a driver alone holds; no index. */
export const DRIVER = 5;

/** The value of frames of this owner. */
export const markOf = (kind: number, index: number): number => (index << KIND_BITS) | kind;
/** The kind of owner that a value names; 0 for free. */
export const kindOf = (value: number): number => value & KIND_MASK;
/** Which of that kind. */
export const indexOf = (value: number): number => value >>> KIND_BITS;

/** Who has a frame of this value. */
export function ownerOf(state: GuestState, value: number, frame: number): Owner {
  const index = indexOf(value);
  switch (kindOf(value)) {
    case GROUP:
      return { kind: "anonymous", group: index };
    case FILE:
      return pageIn(state, index, frame);
    case KERNEL:
      return { kind: "kernel", what: index };
    case MEMMAP:
      return { kind: "memmap", block: index };
    case DRIVER:
      return { kind: "driver" };
    default:
      return FREE;
  }
}

const FREE: Owner = { kind: "free" };

function pageIn({ files }: GuestState, number: number, frame: number): Owner {
  const file = files.files.get(number);
  const run = file && runInFrame(file, frame);
  if (run === undefined) return FREE;
  return { kind: "file", file: number, page: run.index + frame - run.frame, held: run.holds > 0 };
}

/** The value of an owner. */
export function valueFor(owner: Owner): number {
  switch (owner.kind) {
    case "free":
      return 0;
    case "anonymous":
      return markOf(GROUP, owner.group);
    case "file":
      return markOf(FILE, owner.file);
    case "kernel":
      return markOf(KERNEL, owner.what);
    case "memmap":
      return markOf(MEMMAP, owner.block);
    case "driver":
      return DRIVER;
  }
}

/** Whether a hold keeps these pages, so that they neither move nor go away. */
export function isHeld(state: GuestState, owner: Owner): boolean {
  if (owner.kind === "anonymous") return (state.society.groups[owner.group]?.holds ?? 0) > 0;
  return owner.kind === "file" && owner.held;
}

/** Why pages of this owner cannot go to other frames, in words; null when they can, or when there are none. */
export function canMove(state: GuestState, owner: Owner): string | null {
  if (owner.kind === "kernel" || owner.kind === "memmap") return "kernel memory never moves";
  if (owner.kind === "driver") return "a driver holds it";
  return isHeld(state, owner) ? holderName(state, owner) : null;
}

const holders: Readonly<Record<Hold, string>> = {
  io: "input or output in flight holds it",
  longterm: "a long-term pin holds it",
  splice: "a pipe holds it",
};

/** What holds pages of this owner, in words; the first of several. */
function holderName({ society }: GuestState, owner: Owner): string {
  for (const [pin, keep] of society.holds) if (isKept(keep, owner)) return `${holders[keep.how]} (pin ${pin})`;
  throw new Error(`pages are held and there is no hold: ${owner.kind}`);
}

function isKept(keep: Keep, owner: Owner): boolean {
  if (keep.kind === "anonymous") return owner.kind === "anonymous" && keep.group === owner.group;
  if (keep.kind !== "file" || owner.kind !== "file" || keep.file !== owner.file) return false;
  return owner.page >= keep.first && owner.page < keep.first + keep.pages;
}

/** Who has a frame, in words. */
export function ownerName(state: GuestState, owner: Owner): string {
  switch (owner.kind) {
    case "free":
      return "nobody";
    case "anonymous":
      return groupName(state, owner.group);
    case "file":
      return `page ${owner.page} of file ${owner.file}`;
    case "kernel":
      return `kernel memory k${owner.what}`;
    case "memmap":
      return `the memory map of block ${owner.block}`;
    case "driver":
      return "a driver of the guest";
  }
}

function groupName(state: GuestState, group: number): string {
  for (const process of state.society.running.values()) {
    for (const [area, pages] of process.areas) {
      if (pages.kind === "anonymous" && pages.group === group) return `area ${area} of process ${process.handle}`;
    }
  }
  return "a process that is gone";
}
