import type { Vocabulary } from "../../model/contract.ts";
import type { Script } from "../script.ts";
import type { Axis } from "./axis.ts";
import type { Candidates } from "./pass.ts";

/** Like candidates, and returns the last script that was accepted, or null. */
export type Descent<V extends Vocabulary<V>> = Generator<Script<V>, Script<V> | null, Script<V> | null | undefined>;

/**
 * Goes down one axis: to the end at once, else by bisection to a distance below which the next step no longer violates.
 * Stops early when a success changes the number of commands, because then positions have moved.
 *
 * @param at the script at a given distance
 * @param length number of commands before
 */
export function* descend<V extends Vocabulary<V>>(
  { distance, ordered }: Pick<Axis, "distance" | "ordered">,
  at: (distance: bigint) => Script<V>,
  length: number,
): Descent<V> {
  let accepted: Script<V> | null = null;
  let [low, high] = [-1n, distance];
  while (high - low > 1n) {
    // The end first; then halves where the axis is ordered, each value in turn where it is not.
    const middle = low < 0n || !ordered ? low + 1n : (low + high) / 2n;
    const answer = yield at(middle);
    if (answer) {
      accepted = answer;
      high = middle;
      if (answer.commands.length !== length) break;
    } else low = middle;
  }
  return accepted;
}

/**
 * Attempts every item once, going on from each success. When a success changes the number of commands, the items are
 * gathered anew and it begins again.
 */
export function* sweep<V extends Vocabulary<V>, T>(
  script: Script<V>,
  gather: (script: Script<V>) => readonly T[],
  attempt: (script: Script<V>, item: T) => Descent<V>,
): Candidates<V> {
  let current = script;
  let items = gather(current);
  for (let i = 0; i < items.length; i++) {
    const accepted = yield* attempt(current, items[i] as T);
    if (accepted === null) continue;
    if (accepted.commands.length !== current.commands.length) {
      items = gather(accepted);
      i = -1;
    }
    current = accepted;
  }
}
