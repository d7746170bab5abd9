import { frames, type Handle, order } from "../../../model/units.ts";
import type { Story } from "../kinds.ts";
import { freshHandle, isCrowded, roomOf, sharedInRegion } from "../pick.ts";
import { arrive, leave, settle, takeBack, touch } from "./beats.ts";

/** Instances that one story keeps at a time. */
const MOST = 8;

/**
 * The guest is emptied. Instances fill all they may have, one after the other, until the last one lies above what the host leaves the guest in the
 * end; then all but the last go, and the host takes back what they had. A guest that packs from the bottom has to move pages.
 */
export const scatter: Story = function* (state, dice) {
  const { rated } = state.layout;
  const enough = rated === 0 ? 2 : 2 + Math.floor(sharedInRegion(state) / rated);
  for (const process of [...state.society.running.keys()]) yield* leave(state, dice, process);
  const there: Handle[] = [];
  while (there.length < Math.min(enough, MOST)) {
    const process = yield* arrive(state, dice);
    const who = process === null ? undefined : state.society.running.get(process);
    if (process === null || who === undefined) break;
    there.push(process);
    yield* touch(state, dice, process, frames(Math.max(1, roomOf(state, who))));
  }
  there.pop();
  for (const process of there) yield* leave(state, dice, process);
  yield takeBack(state);
  yield settle;
};

/**
 * The kernel allocates more than the host will leave the guest, though no more than boot memory could hold. A guest in which it
 * may use any memory cannot give back what it was lent.
 */
export const stray: Story = function* (state, dice) {
  const { geometry } = state;
  for (const process of [...state.society.running.keys()]) yield* leave(state, dice, process);
  yield takeBack(state, 1);
  yield settle;
  const size = order(Math.min(geometry.maxOrder, 2 + dice.below(geometry.maxOrder)));
  const strayed: Handle[] = [];
  for (let left = sharedInRegion(state) + 1; left > 0 && !isCrowded(state, "kernel"); left -= 1 << size) {
    const as = freshHandle(state, dice);
    yield { kind: "kernel-allocate", as, order: size };
    strayed.push(as);
  }
  yield takeBack(state);
  yield settle;
  for (const what of strayed) if (state.society.kernel.has(what)) yield { kind: "kernel-free", what };
};
