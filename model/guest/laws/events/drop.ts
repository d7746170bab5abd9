import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { runInFrame } from "../../memory/cache.ts";
import { valueAt } from "../../memory/frame-map.ts";
import { FILE, indexOf, isHeld, kindOf, ownerName, ownerOf } from "../../memory/owners.ts";
import { dropPages, isIdle } from "../../memory/pages.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { isInside } from "../frames.ts";

type Drop = Extract<GuestEvent, { kind: "drop" }>;

/** Page-cache pages were given up: each clean, mapped by nobody, held by nobody. */
export function dropped(state: GuestState, { extent }: Drop): Illegal | undefined {
  const rule = rules["drop/idle-only"];
  weighs(state.docket, rule);
  if (state.society.holds.size > 0) weighs(state.docket, rules["hold/never-given-up"]);
  if (!isInside(state, extent)) return illegal(rule, `there is no extent of ${extent.count} frames at ${extent.first}`);
  const end = extent.first + extent.count;
  for (let at: number = extent.first; at < end; ) {
    const value = valueAt(state.memory.map, at);
    const file = kindOf(value) === FILE ? state.files.files.get(indexOf(value)) : undefined;
    const run = file && runInFrame(file, at);
    if (file === undefined || run === undefined || !isIdle(run)) return notIdle(state, value, at);
    const count = Math.min(end, run.frame + run.count) - at;
    dropPages(state, file, run, at, count);
    at += count;
  }
  return undefined;
}

/** Spoils the state in any profile, for what becomes of the frames cannot be told. */
function notIdle(state: GuestState, value: number, at: number): Illegal {
  const owner = ownerOf(state, value, at);
  const name = ownerName(state, owner);
  const held = rules["hold/never-given-up"];
  if (isHeld(state, owner)) return illegal(held, `frame ${at} holds ${name}, which is held`);
  return illegal(rules["drop/idle-only"], `frame ${at} belongs to ${name}, not to a clean page that nobody maps`);
}
