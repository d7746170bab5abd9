import type { Process } from "../../model/guest/memory/society.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Hold } from "../../model/guest/vocabulary.ts";
import { type Handle, order } from "../../model/units.ts";
import type { Dice } from "../composer.ts";
import type { Proposers } from "./kinds.ts";
import { anyArea, anyKey, anyProcess, freshHandle, isCrowded, isFull } from "./pick.ts";
import { anyFilePages, anyPages, anyValue } from "./sizes.ts";

const HOLDS: readonly Hold[] = ["io", "io", "longterm", "longterm", "splice"];

/** An area of some process, or null. Two draws, for some processes have none. */
function someArea(state: GuestState, dice: Dice): { readonly process: Handle; readonly area: Handle } | null {
  for (let tries = 0; tries < 2; tries++) {
    const process = anyProcess(state, dice);
    const found = process === undefined ? undefined : anyArea(process, dice);
    if (process !== undefined && found !== undefined) return { process: process.handle, area: found[0] };
  }
  return null;
}

/** A process that may map more, or undefined. */
function growing(state: GuestState, dice: Dice): Process | undefined {
  const process = anyProcess(state, dice);
  return process === undefined || isFull(process) ? undefined : process;
}

/** Proposals for anonymous memory, for holds on pages, and for memory of the kernel. */
export const memory: Pick<
  Proposers,
  "touch" | "write" | "read" | "discard" | "mlock" | "pin" | "unpin" | "kernel-allocate" | "kernel-free"
> = {
  touch(state, dice) {
    const process = growing(state, dice);
    if (process === undefined) return null;
    const pages = anyPages(state, process, dice);
    if (pages === 0) return null;
    return { kind: "touch", process: process.handle, as: freshHandle(state, dice), pages, write: dice.chance(5, 6) };
  },
  write(state, dice) {
    const where = someArea(state, dice);
    return where === null ? null : { kind: "write", ...where, value: anyValue(dice) };
  },
  read(state, dice) {
    const where = someArea(state, dice);
    return where === null ? null : { kind: "read", ...where };
  },
  discard(state, dice) {
    const where = someArea(state, dice);
    return where === null ? null : { kind: "discard", ...where };
  },
  mlock(state, dice) {
    const where = someArea(state, dice);
    return where === null ? null : { kind: "mlock", ...where };
  },
  pin(state, dice) {
    const where = isCrowded(state, "holds") ? null : someArea(state, dice);
    return where === null ? null : { kind: "pin", ...where, as: freshHandle(state, dice), how: dice.pick(HOLDS) };
  },
  unpin({ society }, dice) {
    const pin = anyKey(society.holds, dice);
    return pin === undefined ? null : { kind: "unpin", pin };
  },
  "kernel-allocate"(state, dice) {
    if (isCrowded(state, "kernel")) return null;
    const { maxOrder } = state.geometry;
    const wanted = dice.chance(1, 2) ? 0 : dice.below(maxOrder + 1);
    return { kind: "kernel-allocate", as: freshHandle(state, dice), order: order(wanted) };
  },
  "kernel-free"({ society }, dice) {
    const what = anyKey(society.kernel, dice);
    return what === undefined ? null : { kind: "kernel-free", what };
  },
};

/** Proposals for files and the page cache. */
export const files: Pick<Proposers, "fault-file" | "read-file" | "write-file" | "drop-caches"> = {
  "fault-file"(state, dice) {
    const process = growing(state, dice);
    if (process === undefined) return null;
    const as = freshHandle(state, dice);
    return { kind: "fault-file", process: process.handle, as, ...anyFilePages(state, dice) };
  },
  "read-file"(state, dice) {
    const process = anyProcess(state, dice);
    return process === undefined ? null : { kind: "read-file", process: process.handle, ...anyFilePages(state, dice) };
  },
  "write-file"(state, dice) {
    const process = anyProcess(state, dice);
    if (process === undefined) return null;
    return { kind: "write-file", process: process.handle, ...anyFilePages(state, dice), value: anyValue(dice) };
  },
  "drop-caches": (_state, dice) => ({ kind: "drop-caches", sync: dice.chance(1, 2) }),
};
