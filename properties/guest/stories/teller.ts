import type { GuestState } from "../../../model/guest/state.ts";
import type { Dice } from "../../composer.ts";
import { anyFaas } from "../faas/parameters.ts";
import { runtime } from "../faas/runtime.ts";
import type { Ask, Story } from "../kinds.ts";
import {
  anotherLife,
  busyWindow,
  changeOfMind,
  crampedBoot,
  halfWay,
  hostShort,
  misfortune,
  resetWhileMigrating,
  shrinkWhilePlugging,
  takeTooMuch,
} from "./driver.ts";
import { fullCache, pipeAFile, shareAFile, writeBack } from "./files.ts";
import {
  changeShape,
  comeAndGo,
  exhaust,
  forkAndWrite,
  holdBeyondExit,
  leaveInAHurry,
  moveInAfter,
  queueUp,
} from "./instances.ts";
import { scatter, stray } from "./scatter.ts";

/** Every story there is; named twice where it is worth twice the time. */
const stories: readonly Story[] = [
  comeAndGo,
  comeAndGo,
  scatter,
  stray,
  holdBeyondExit,
  holdBeyondExit,
  queueUp,
  forkAndWrite,
  moveInAfter,
  moveInAfter,
  exhaust,
  changeShape,
  leaveInAHurry,
  changeOfMind,
  busyWindow,
  misfortune,
  misfortune,
  halfWay,
  shrinkWhilePlugging,
  hostShort,
  takeTooMuch,
  crampedBoot,
  anotherLife,
  resetWhileMigrating,
  shareAFile,
  pipeAFile,
  writeBack,
  fullCache,
];

/** What is being told in one run, and how much comes in between. */
interface Telling {
  /** A story begins in one of so many steps in which none is told; 0: none ever does. */
  readonly rarity: number;
  /** One of so many commands is none of the story's. */
  readonly noise: number;
  story: Generator<Ask, void, undefined> | null;
}

/** By the state that a run moves forward in place, so that a run and its telling end together. */
const tellings = new WeakMap<GuestState, Telling>();

/**
 * One run in four has no stories; one in six is the day of a FaaS runtime. In the others stories take a third to two thirds of the
 * steps, less where partitions are large: they are rich in changes of size, which are slow, and want company that uses the memory.
 */
function begin(state: GuestState, dice: Dice): Telling {
  const draw = dice.below(12);
  const { partitionBlocks } = state.geometry;
  const scale = partitionBlocks > 2 ? 2 * partitionBlocks : 1;
  if (draw < 3) return { rarity: 0, noise: 1, story: null };
  if (draw < 5)
    return {
      rarity: 1,
      noise: scale > 1 ? 2 : dice.pick([3, 24]),
      story: runtime(state, dice, anyFaas(state.geometry, dice)),
    };
  return { rarity: dice.pick([4, 12]) * scale, noise: dice.pick(scale > 1 ? [2, 3] : [2, 3, 8]), story: null };
}

/** The next command of the story that is being told, or null: none is, or something else comes in between. */
export function sequel(state: GuestState, dice: Dice): Ask | null {
  let telling = tellings.get(state);
  if (telling === undefined) {
    telling = begin(state, dice);
    tellings.set(state, telling);
  }
  const { rarity, noise } = telling;
  if (rarity === 0) return null;
  if (telling.story === null) {
    if (!dice.chance(1, rarity)) return null;
    telling.story = dice.pick(stories)(state, dice);
  } else if (dice.chance(1, noise)) return null;
  const { value, done } = telling.story.next();
  if (done !== true) return value;
  telling.story = null;
  return null;
}
