import { weighs } from "../../../rule.ts";
import { extent } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { runEnd, valueAt } from "../../memory/frame-map.ts";
import { freeRun, takeFrames } from "../../memory/frames.ts";
import { moveGroup } from "../../memory/groups.ts";
import { FILE, GROUP, indexOf, kindOf, ownerName, ownerOf } from "../../memory/owners.ts";
import { movePages } from "../../memory/pages.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { isInside, notForUse, say } from "../frames.ts";

type Move = Extract<GuestEvent, { kind: "move" }>;

/** Pages went to other frames. The new frames must be free, the old ones theirs, and nothing may hold them. */
export function moved(state: GuestState, { from, to, count }: Move): Illegal | undefined {
  const rule = rules["move/of-pages"];
  const { map } = state.memory;
  const counts = weighs(state.docket, rule);
  if (!isInside(state, extent(from, count))) {
    return counts ? illegal(rule, `there is no extent of ${count} frames at ${from}`) : undefined;
  }
  const target = notForUse(state, extent(to, count));
  if (target !== undefined || !isInside(state, extent(to, count))) return target;
  for (let at: number = from; at < from + count; ) {
    const end = runEnd(map, at, from + count);
    const value = valueAt(map, at);
    const goal = to + at - from;
    if (kindOf(value) !== GROUP && kindOf(value) !== FILE) {
      return counts ? illegal(rule, `frame ${at} belongs to ${nameAt(state, value, at)}`) : undefined;
    }
    const wrong = immovable(state, value, at, end - at) ?? outOfBounds(state, value, goal, end - at);
    if (wrong !== undefined) return wrong;
    freeRun(state, at, end - at);
    takeFrames(state, goal, end - at, value);
    repoint(state, value, at, goal, end - at);
    at = end;
  }
  return undefined;
}

/** Held pages stay. */
function immovable(state: GuestState, value: number, at: number, count: number): Illegal | undefined {
  const rule = rules["hold/never-moves"];
  if (!weighs(state.docket, rule)) return undefined;
  const held = firstHeld(state, value, at, count);
  if (held < 0) return undefined;
  return illegal(rule, `frame ${held} went elsewhere although a hold is on ${nameAt(state, value, held)}`);
}

const nameAt = (state: GuestState, value: number, at: number): string => ownerName(state, ownerOf(state, value, at));

/** The first of these frames, all of one group or file, whose page is held; or -1. */
function firstHeld(state: GuestState, value: number, first: number, count: number): number {
  if (kindOf(value) === GROUP) return (state.society.groups[indexOf(value)]?.holds ?? 0) > 0 ? first : -1;
  for (const run of state.files.files.get(indexOf(value))?.cached ?? []) {
    const at = Math.max(first, run.frame);
    if (run.holds > 0 && at < Math.min(first + count, run.frame + run.count)) return at;
  }
  return -1;
}

/** A page that is moved stays where its owner may have pages. */
function outOfBounds(state: GuestState, value: number, goal: number, count: number): Illegal | undefined {
  const { layout, docket, hotplug, geometry } = state;
  const rule = rules["confine/moves"];
  if (hotplug.partitioned !== true || !weighs(docket, rule)) return undefined;
  const { first, count: sharedFrames } = layout.shared;
  const boot = goal + count <= geometry.bootFrames;
  if (kindOf(value) === FILE) {
    if (goal + count <= first + sharedFrames) return undefined;
    return illegal(rule, `file pages went to ${say(goal, count)}, beyond the shared partition`);
  }
  const group = state.society.groups[indexOf(value)];
  const partition = state.society.instances.get(group?.instance ?? -1)?.partition ?? -1;
  const start = first + sharedFrames + partition * layout.rated;
  if (partition >= 0 && goal >= start && goal + count <= start + layout.rated) return undefined;
  if (boot && (partition < 0 || state.pinning === indexOf(value) || group?.settled === true)) return undefined;
  const home = partition < 0 ? "no partition" : `partition ${partition}`;
  return illegal(rule, `pages of an instance with ${home} went to ${say(goal, count)}`);
}

/** Whoever has the pages finds them in their new frames. */
function repoint(state: GuestState, value: number, from: number, to: number, count: number): void {
  if (kindOf(value) === GROUP) moveGroup(state, indexOf(value), from, to, count);
  else movePages(state, indexOf(value), from, to, count);
}
