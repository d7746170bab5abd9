import type { GuestState } from "../../../model/guest/state.ts";
import type { Hold } from "../../../model/guest/vocabulary.ts";
import { type FrameCount, frames, type Handle } from "../../../model/units.ts";
import type { Dice } from "../../composer.ts";
import { looking, PLENTY } from "../host.ts";
import type { Ask } from "../kinds.ts";
import {
  bytesOf,
  freshHandle,
  hasRoom,
  isCrowded,
  isFull,
  requestedWorths,
  roomOf,
  sharedInRegion,
  worth,
} from "../pick.ts";
import { anyValue } from "../sizes.ts";

/** Part of a story: commands, and what came of them. */
export type Beat<T> = Generator<Ask, T, undefined>;

/** Lets everything come to rest. */
export const settle: Ask<"settle"> = { kind: "settle", within: PLENTY };

/** A few micro-steps. */
export const run = (steps: number): Ask<"run"> => ({ kind: "run", steps });

/** The host wants so many partitions more, or fewer; kept between none and all. */
export function grow(state: GuestState, by: number): Ask<"resize"> {
  const worths = Math.min(state.layout.partitions, Math.max(0, requestedWorths(state) + by));
  return { kind: "resize", bytes: bytesOf(worth(state, worths)) };
}

/** The host takes back what nobody uses, but for so many partitions. */
export function takeBack(state: GuestState, spare = 0): Ask<"resize"> {
  const worths = Math.min(state.layout.partitions, state.society.alive + spare);
  return { kind: "resize", bytes: bytesOf(worth(state, worths)) };
}

/** Whether another instance of the rated size would find memory. */
const isRoomy = (state: GuestState): boolean =>
  hasRoom(state) && state.hotplug.plugged - sharedInRegion(state) >= (state.society.alive + 1) * state.layout.rated;

/** Memory for one instance more, if there is none. */
export function* provide(state: GuestState): Beat<void> {
  if (isRoomy(state)) return;
  yield grow(state, 1);
  yield settle;
}

/** An instance that runs, or null. */
export function* arrive(state: GuestState, dice: Dice): Beat<Handle | null> {
  if (isCrowded(state, "processes")) return null;
  yield* provide(state);
  const as = freshHandle(state, dice);
  yield { kind: "spawn", as, wait: dice.chance(1, 2) };
  return isRunning(state, as) ? as : null;
}

/** Whether a process is there and does not sleep. */
export const isRunning = ({ society }: GuestState, process: Handle): boolean => society.running.has(process);

/** Whether a process has an area of this name. */
export const hasArea = ({ society }: GuestState, process: Handle, area: Handle): boolean =>
  society.running.get(process)?.areas.has(area) === true;

/** Fresh pages of a process, by the thousand where there is room; the name of their area, or null. */
export function* touch(state: GuestState, dice: Dice, process: Handle, pages: FrameCount): Beat<Handle | null> {
  const who = state.society.running.get(process);
  if (who === undefined || isFull(who)) return null;
  const as = freshHandle(state, dice);
  yield { kind: "touch", process, as, pages, write: true };
  return hasArea(state, process, as) ? as : null;
}

/** Pages with something in them: all that a process has left, or few. */
export function* fill(state: GuestState, dice: Dice, process: Handle): Beat<Handle | null> {
  const who = state.society.running.get(process);
  if (who === undefined) return null;
  const room = roomOf(state, who);
  const pages = dice.chance(1, 3) ? room : Math.min(room, 1 + dice.below(6));
  const area = yield* touch(state, dice, process, frames(Math.max(1, pages)));
  if (area !== null && dice.chance(2, 3)) yield { kind: "write", process, area, value: anyValue(dice) };
  return area;
}

/** An instance with pages of its own: process and area, or null. */
export function* settleIn(state: GuestState, dice: Dice): Beat<readonly [process: Handle, area: Handle] | null> {
  const process = yield* arrive(state, dice);
  const area = process === null ? null : yield* fill(state, dice, process);
  return process === null || area === null ? null : [process, area];
}

/** Reads an area that is still there. */
export function* readBack(state: GuestState, process: Handle, area: Handle): Beat<void> {
  if (hasArea(state, process, area)) yield { kind: "read", process, area };
}

/** A hold on an area; its name, or null when it was refused. */
export function* hold(state: GuestState, dice: Dice, process: Handle, area: Handle, how: Hold): Beat<Handle | null> {
  if (!hasArea(state, process, area) || isCrowded(state, "holds")) return null;
  const as = freshHandle(state, dice);
  yield { kind: "pin", process, area, as, how };
  return state.society.holds.has(as) ? as : null;
}

/** Ends a hold that is still there. */
export function* letGo(state: GuestState, pin: Handle | null): Beat<void> {
  if (pin !== null && state.society.holds.has(pin)) yield { kind: "unpin", pin };
}

/** Ends a process that still runs. */
export function* leave(state: GuestState, dice: Dice, process: Handle): Beat<void> {
  if (isRunning(state, process)) yield { kind: dice.chance(1, 8) ? "kill" : "exit", process };
}

/** A look at everything, where that is cheap. */
export function* look(state: GuestState, dice: Dice): Beat<void> {
  const ask = looking(state, dice);
  if (ask !== null) yield ask;
}
