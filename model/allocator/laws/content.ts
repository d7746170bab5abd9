import type { Rule } from "../../rule.ts";
import { weighs } from "../../rule.ts";
import { illegal, LEGAL } from "../../verdict.ts";
import { kindOf, MIXED, MOVED, PAGE, TAKEN, UNKNOWN, ZEROED } from "../handles.ts";
import { wasInRange } from "../key.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import { type AllocatorLaw, DONE, lawOf } from "./law.ts";

/** Largest tag: 32 bits. */
const MOST_TAG = 2 ** 32 - 1;

/** Live pages and taken ranges can be accessed; touching a poisoned frame would raise a machine check. */
export function isAccessible(state: AllocatorState, handle: number): boolean {
  const kind = kindOf(state.handles, handle);
  return (kind === PAGE || kind === TAKEN) && state.handles.poison[handle] === 0;
}

/** A tag is written to every frame of an allocation; nothing can go wrong. */
export const write: AllocatorLaw<"write"> = lawOf<"write">({
  applies: (state, { what, tag }) => isAccessible(state, what) && tag >= 1 && tag <= MOST_TAG,
  check: () => LEGAL,
  take(state, { what, tag }) {
    const { handles } = state;
    handles.tag[what] = tag;
    handles.past[what] = (handles.past[what] as number) & ~(ZEROED | MOVED);
    handles.placed[what] = state.clock;
  },
  candidates: () => [DONE],
});

/** What was never written nor zeroed may read as anything, but from then on it stays what it is. */
export const read: AllocatorLaw<"read"> = lawOf<"read">({
  applies: (state, { what }) => isAccessible(state, what),
  check(state, { what }, answer) {
    const known = state.handles.tag[what] as number;
    if (known === UNKNOWN) return LEGAL;
    const rule = ruleFor(state, what);
    const found = answer.kind === "mixed" ? MIXED : answer.tag;
    if (!weighs(state.docket, rule) || found === known) return LEGAL;
    return illegal(
      rule,
      `handle ${what} at frame ${state.handles.first[what]} holds ${say(found)} instead of ${say(known)}`,
    );
  },
  take(state, { what }, answer) {
    state.handles.tag[what] = answer.kind === "mixed" ? MIXED : answer.tag;
  },
  *candidates(state, { what }) {
    yield { kind: "mixed" };
    yield { kind: "content", tag: 0 };
    const known = state.handles.tag[what] as number;
    if (known > 0) yield { kind: "content", tag: known };
    if (known === UNKNOWN) yield* otherTags(state);
  },
});

const say = (tag: number): string => (tag === MIXED ? "several tags" : `tag ${tag}`);

/** The promise a wrong content breaks depends on what the page went through. */
function ruleFor(state: AllocatorState, handle: number): Rule {
  const past = state.handles.past[handle] as number;
  if ((past & MOVED) !== 0) return rules["migrate/content"];
  if (wasInRange(state, handle)) return rules["migrate/failure"];
  return (past & ZEROED) !== 0 ? rules["zero/fresh"] : rules["content/kept"];
}

/** Old content has any tag; those in use stand for all of them. */
function* otherTags(state: AllocatorState): Iterable<{ kind: "content"; tag: number }> {
  const seen = new Set<number>();
  for (let handle = 0; handle < state.handles.top; handle++) {
    const tag = state.handles.tag[handle] as number;
    if (tag > 0 && !seen.has(tag)) yield { kind: "content", tag };
    seen.add(tag);
  }
}
