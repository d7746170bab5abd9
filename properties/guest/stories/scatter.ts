import { frames, type Handle } from "../../../model/units.ts";
import type { Story } from "../kinds.ts";
import { roomOf, sharedInRegion } from "../pick.ts";
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
