import type { GuestState } from "../../../model/guest/state.ts";
import { frames, type Handle } from "../../../model/units.ts";
import type { Dice } from "../../composer.ts";
import type { Story } from "../kinds.ts";
import { freshHandle, isFull } from "../pick.ts";
import { anyValue } from "../sizes.ts";
import {
  arrive,
  type Beat,
  fill,
  hasArea,
  hold,
  isRunning,
  leave,
  letGo,
  readBack,
  settle,
  takeBack,
} from "./beats.ts";

/** Pages of a file mapped by a process; the name of the area, or null. */
function* map(state: GuestState, dice: Dice, process: Handle, file: number, pages: number): Beat<Handle | null> {
  const who = state.society.running.get(process);
  if (who === undefined || isFull(who)) return null;
  const as = freshHandle(state, dice);
  yield { kind: "fault-file", process, as, file, first: 0, pages: frames(pages) };
  return hasArea(state, process, as) ? as : null;
}

/** Two instances map the same file; one writes to its mapping, one writes the file, one goes. */
export const shareAFile: Story = function* (state, dice) {
  const [one, two] = [yield* arrive(state, dice), yield* arrive(state, dice)];
  if (one === null || two === null) return;
  const file = dice.below(3);
  const pages = 1 + dice.below(4);
  if (dice.chance(1, 2) && isRunning(state, one)) {
    yield { kind: "write-file", process: one, file, first: 0, pages: frames(pages), value: anyValue(dice) };
  }
  const [mine, yours] = [yield* map(state, dice, one, file, pages), yield* map(state, dice, two, file, pages)];
  if (mine !== null && hasArea(state, one, mine)) {
    yield { kind: "write", process: one, area: mine, value: anyValue(dice) };
    yield* readBack(state, one, mine);
  }
  if (yours !== null) yield* readBack(state, two, yours);
  const pin =
    yours === null ? null : yield* hold(state, dice, two, yours, dice.pick(["splice", "io", "longterm"] as const));
  yield* leave(state, dice, two);
  yield { kind: "drop-caches", sync: dice.chance(1, 2) };
  yield takeBack(state);
  yield settle;
  yield* letGo(state, pin);
  yield { kind: "drop-caches", sync: true };
};

/** A pipe keeps pages of a file whose last process is gone, until it is read. */
export const pipeAFile: Story = function* (state, dice) {
  const process = yield* arrive(state, dice);
  const area = process === null ? null : yield* map(state, dice, process, dice.below(3), 1 + dice.below(4));
  if (process === null || area === null) return;
  const pipe = yield* hold(state, dice, process, area, "splice");
  yield* leave(state, dice, process);
  yield { kind: "drop-caches", sync: dice.chance(3, 4) };
  yield* letGo(state, pipe);
};

/** What was written to a file is there after it was written back and given up, and so is what nobody wrote. */
export const writeBack: Story = function* (state, dice) {
  const process = yield* arrive(state, dice);
  if (process === null) return;
  const file = dice.below(3);
  const pages = frames(1 + dice.below(4));
  yield { kind: "write-file", process, file, first: dice.below(3), pages, value: anyValue(dice) };
  yield { kind: "drop-caches", sync: dice.chance(3, 4) };
  if (isRunning(state, process)) yield { kind: "read-file", process, file, first: 0, pages: frames(6) };
};

/** Most pages that fill a cache in one story; larger shared partitions are never full. */
const MOST = 600;

/** The shared partition fills up with clean, dirty and mapped pages, and one file more is read. */
export const fullCache: Story = function* (state, dice) {
  const { count } = state.layout.shared;
  const process = yield* arrive(state, dice);
  if (process === null || count > MOST) return;
  const dirty = dice.chance(1, 2);
  const pages = frames(Math.max(1, count - dice.below(3)));
  if (isRunning(state, process)) {
    yield dirty
      ? { kind: "write-file", process, file: 0, first: 0, pages, value: anyValue(dice) }
      : { kind: "read-file", process, file: 0, first: 0, pages };
  }
  yield* map(state, dice, process, 1, 1 + dice.below(4));
  if (isRunning(state, process))
    yield { kind: "read-file", process, file: 2, first: 0, pages: frames(1 + dice.below(6)) };
  if (dirty && isRunning(state, process)) yield { kind: "read-file", process, file: 0, first: 0, pages };
  yield* fill(state, dice, process);
  yield* leave(state, dice, process);
  yield { kind: "drop-caches", sync: dice.chance(1, 2) };
  yield takeBack(state);
  yield settle;
};
