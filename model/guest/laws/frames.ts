import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { firstUnusable } from "../hotplug/zones.ts";
import { valueAt } from "../memory/frame-map.ts";
import { firstTaken } from "../memory/frames.ts";
import { isHeld, ownerName, ownerOf } from "../memory/owners.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";

/** Words for an extent. */
export const say = (first: number, count: number): string =>
  count === 1 ? `frame ${first}` : `frames ${first}–${first + count - 1}`;

/** Whether an extent names frames of the guest at all; subjects may answer anything. */
export const isInside = (state: GuestState, { first, count }: Extent): boolean =>
  Number.isSafeInteger(first) &&
  Number.isSafeInteger(count) &&
  first >= 0 &&
  count > 0 &&
  first + count <= state.layout.end;

/** The number of frames that extents name; NaN or a fraction when an answer makes no sense. */
export function sumOf(extents: readonly Extent[]): number {
  let sum = 0;
  for (const { count } of extents) sum += count;
  return sum;
}

/** Frames named for pages: one for each. */
export function notAsMany({ docket }: GuestState, extents: readonly Extent[], pages: number): Illegal | undefined {
  const rule = rules["place/as-many-as-asked"];
  if (!weighs(docket, rule)) return undefined;
  const sum = sumOf(extents);
  return sum === pages ? undefined : illegal(rule, `${sum} frames for ${pages} pages`);
}

/** Frames that are handed out must be usable, and nobody's. Callers skip those that do not even exist. */
export function notForUse(state: GuestState, extent: Extent): Illegal | undefined {
  const wrong = notUsable(state, extent);
  return wrong === undefined && isInside(state, extent) ? notFree(state, extent.first, extent.count) : wrong;
}

/** Frames that are handed out must exist and be the allocator's. */
export function notUsable(state: GuestState, extent: Extent): Illegal | undefined {
  const rule = rules["place/usable-frames"];
  const counts = weighs(state.docket, rule);
  if (!counts) return undefined;
  if (!isInside(state, extent)) return illegal(rule, `there is no extent of ${extent.count} frames at ${extent.first}`);
  const unusable = firstUnusable(state, extent);
  if (unusable === -1) return undefined;
  return illegal(rule, `frame ${unusable} is not plugged and online, or the driver holds it`);
}

/** Frames that are handed out must be nobody's; those of pages that a hold keeps are named by the rule of holds. */
export function notFree(state: GuestState, first: number, count: number): Illegal | undefined {
  const rule = rules["place/free-frames"];
  const held = rules["hold/never-given-up"];
  const counts = weighs(state.docket, rule);
  const anyHeld = state.society.holds.size > 0 && weighs(state.docket, held);
  const taken = firstTaken(state, first, count);
  if (taken < 0) return undefined;
  const owner = ownerOf(state, valueAt(state.memory.map, taken), taken);
  const because = `frame ${taken} belongs to ${ownerName(state, owner)}`;
  if (anyHeld && isHeld(state, owner)) return illegal(held, because);
  return counts ? illegal(rule, because) : undefined;
}

/** Whether extents name exactly these runs, in page order, however they are cut. */
export function sameFrames(runs: readonly number[], extents: readonly Extent[]): boolean {
  let run = 0;
  let done = 0;
  for (const { first, count } of extents) {
    for (let at = 0; at < count; ) {
      if (run >= runs.length || (runs[run] as number) + done !== first + at) return false;
      const step = Math.min(count - at, (runs[run + 1] as number) - done);
      if (!(step > 0)) return false;
      at += step;
      done += step;
      if (done === runs[run + 1]) {
        run += 2;
        done = 0;
      }
    }
  }
  return run === runs.length;
}

/** Pages that stay lie where they lay. */
export function notWhereTheyLay(
  state: GuestState,
  runs: readonly number[],
  extents: readonly Extent[],
): Illegal | undefined {
  const rule = rules["place/pages-stay"];
  if (!weighs(state.docket, rule) || sameFrames(runs, extents)) return undefined;
  return illegal(rule, `the pages lie in ${sayRuns(runs)}, not in ${sayExtents(extents)}`);
}

/** Words for runs of frames. */
export function sayRuns(runs: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < runs.length && parts.length < 4; i += 2)
    parts.push(say(runs[i] as number, runs[i + 1] as number));
  return `${parts.join(", ") || "no frames"}${runs.length > 8 ? ", …" : ""}`;
}

/** Words for extents. */
export const sayExtents = (extents: readonly Extent[]): string =>
  sayRuns(extents.slice(0, 5).flatMap(({ first, count }) => [first, count]));
