import type { Geometry, GuestOptions } from "../../geometry.ts";
import { frames } from "../../units.ts";
import { decided } from "../options.ts";
import { askPin, askWrite, at, exits, pinned, wrote } from "./memory-telling.test-kit.ts";
import { entered, movable, populated, spawn, touch } from "./telling.test-kit.ts";

/** A geometry with some options changed. */
export const option = (changed: Partial<GuestOptions>): Partial<Geometry> => ({ guest: { ...decided, ...changed } });
/** A geometry with per-CPU lists. */
export const lists: Partial<Geometry> = {
  perCpuLists: { high: frames(2), batch: frames(1), maxOrder: 1 as Geometry["maxOrder"] },
};

/** One instance in partition 0, frames 12 to 19; partition 1 is frames 20 to 27, shared memory frames 8 to 11. */
export const one = [...populated, spawn(1, 0)];
/** The same without partitions: movable from frame 8 on. */
export const stock = [...movable, spawn(1, null)];
/** Area 2 of process 1: two pages, the value 7. */
export const two = [...one, touch(1, 2, 12, 2), wrote(askWrite(1, 2, 7), at([12, 2]))];
/** Pages of file 3, asked by a process. */
export const file = (first: number, pages: number, process = 1) => ({ process, file: 3, first, pages });
/** Partition 0 has one user. */
export const oneUser = entered(0, "assigned", 1);
/** Partition 0 has two users. */
export const twoUsers = entered(0, "assigned", 2);

/** Input into area 2 is in flight. */
export const held = [...two, pinned(askPin(1, 2, 3, "io"), at([12, 2]))];
/** It still is when its process is gone. */
export const afterExit = [...held, exits(1, entered(0, "draining"))];
