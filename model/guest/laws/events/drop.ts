import { weighs } from "../../../rule.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { valueAt } from "../../memory/frame-map.ts";
import { FILE, indexOf, isHeld, kindOf, ownerName, ownerOf } from "../../memory/owners.ts";
import { dropPage, isIdle } from "../../memory/pages.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { isInside } from "../frames.ts";

type Drop = Extract<GuestEvent, { kind: "drop" }>;

/** Page-cache pages were given up: each clean, mapped by nobody, held by nobody. */
export function dropped(state: GuestState, { extent }: Drop): Illegal | undefined {
  const rule = rules["drop/idle-only"];
  weighs(state.docket, rule);
  if (!isInside(state, extent)) return illegal(rule, `there is no extent of ${extent.count} frames at ${extent.first}`);
  for (let at: number = extent.first; at < extent.first + extent.count; at++) {
    const value = valueAt(state.memory.map, at);
    if (kindOf(value) !== FILE || !isIdle(state.files, indexOf(value))) return notIdle(state, value, at);
    dropPage(state, indexOf(value));
  }
  return undefined;
}

function notIdle(state: GuestState, value: number, at: number): Illegal {
  const owner = ownerOf(value);
  const name = ownerName(state, owner);
  const held = rules["hold/never-given-up"];
  if (isHeld(state, owner) && weighs(state.docket, held))
    return illegal(held, `frame ${at} holds ${name}, which is held`);
  return illegal(rules["drop/idle-only"], `frame ${at} belongs to ${name}, not to a clean page that nobody maps`);
}
