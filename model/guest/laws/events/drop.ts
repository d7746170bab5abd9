import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { runInFrame } from "../../memory/cache.ts";
import { valueAt } from "../../memory/frame-map.ts";
import { FILE, indexOf, isHeld, kindOf, type Owner, ownerName, ownerOf } from "../../memory/owners.ts";
import { dropPages, isIdle } from "../../memory/pages.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { isInside } from "../frames.ts";

type Drop = Extract<GuestEvent, { kind: "drop" }>;

/** Page-cache pages were given up: each clean, mapped by nobody, held by nobody. */
export function dropped(state: GuestState, { extent }: Drop): Illegal | undefined {
  const rule = rules["drop/idle-only"];
  const held = rules["hold/never-given-up"];
  const counts = weighs(state.docket, rule);
  const heldCounts = state.society.holds.size > 0 && weighs(state.docket, held);
  if (!isInside(state, extent)) {
    return counts ? illegal(rule, `there is no extent of ${extent.count} frames at ${extent.first}`) : undefined;
  }
  const end = extent.first + extent.count;
  for (let at: number = extent.first; at < end; ) {
    const value = valueAt(state.memory.map, at);
    const file = kindOf(value) === FILE ? state.files.files.get(indexOf(value)) : undefined;
    const run = file && runInFrame(file, at);
    if (file === undefined || run === undefined || !isIdle(run)) {
      const owner = ownerOf(state, value, at);
      if (heldCounts && isHeld(state, owner))
        return illegal(held, `frame ${at} holds ${ownerName(state, owner)}, held`);
      return counts ? illegal(rule, notIdle(state, owner, at)) : undefined;
    }
    const count = Math.min(end, run.frame + run.count) - at;
    dropPages(state, file, run, at, count);
    at += count;
  }
  return undefined;
}

const notIdle = (state: GuestState, owner: Owner, at: number): string =>
  `frame ${at} belongs to ${ownerName(state, owner)}, not to a clean page that nobody maps`;
