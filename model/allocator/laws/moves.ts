import { type Rule, weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { firstUsed, occupy, ownerOf, vacate } from "../frames.ts";
import { LINGERING, MOVABLE, MOVED, PAGE } from "../handles.ts";
import { mayBeParked } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY, ONLINE } from "../state.ts";
import type { Move } from "../vocabulary.ts";

/** A migration out of the half-open frame span: what moves, where from, where to. Tests one move; changes nothing. */
export function checkMove(state: AllocatorState, move: Move, first: number, end: number): Verdict | null {
  return checkSource(state, move, first, end) ?? checkTarget(state, move, ownerOf(state, move.from));
}

function fault(state: AllocatorState, rule: Rule, broken: boolean, because: () => string): Verdict | null {
  return weighs(state.docket, rule) && broken ? illegal(rule, because()) : null;
}

function checkSource(state: AllocatorState, move: Move, first: number, end: number): Verdict | null {
  const { handles, shape } = state;
  const { from } = move;
  const inside = from >= 0 && from < shape.frames;
  const page = inside ? ownerOf(state, from) : -1;
  const kind = page < 0 ? 0 : handles.kind[page];
  const whole = page >= 0 && handles.first[page] === from && handles.order[page] === move.order;
  const movable = (kind === PAGE || kind === LINGERING) && handles.mobility[page] === MOVABLE;
  const inRange = from < end && from + 2 ** move.order > first;
  return (
    fault(state, rules["migrate/source"], !(whole && movable && inRange), () => sayNoSource(move, page)) ??
    fault(state, rules["migrate/referenced"], (handles.references[page] as number) > 0, () => {
      return `page at frame ${from} has ${handles.references[page]} references`;
    }) ??
    (state.poisoned === 0
      ? null
      : fault(
          state,
          rules["migrate/poisoned"],
          (handles.poison[page] as number) > 0,
          () => `page at frame ${from} is poisoned`,
        ))
  );
}

const sayNoSource = ({ from, order }: Move, page: number): string =>
  `no movable page of order ${order} in range begins at frame ${from}${page < 0 ? "" : `; handle ${page} lies there`}`;

/** Where a movable page of this owner may come to lie. */
function checkTarget(state: AllocatorState, { to, order }: Move, page: number): Verdict | null {
  const { shape, docket } = state;
  const end = to + 2 ** order;
  const block = to >>> shape.blockShift;
  const inside = to >= 0 && end <= shape.frames && to % 2 ** order === 0 && (state.phase[block] as number) >= ONLINE;
  const used = inside ? firstUsed(state, to, end) : to;
  if (weighs(docket, rules["migrate/target"]) && (!inside || used >= 0)) {
    return illegal(rules["migrate/target"], `frames ${to} to ${end - 1} are no free page; see frame ${used}`);
  }
  if (weighs(docket, rules["migrate/isolated-target"])) {
    const last = (end - 1) >>> shape.pageblockOrder;
    for (let at = to >>> shape.pageblockOrder; at <= last; at++) {
      // As for any allocation, what was parked before the isolation may still come from a per-CPU list.
      if (state.isolation[at] === NOBODY || mayBeParked(state, at)) continue;
      return illegal(rules["migrate/isolated-target"], `target frame ${to} lies in pageblock ${at}, which is isolated`);
    }
  }
  const above = state.zoneOf[block] === MOVABLE_ZONE && state.handles.reach[page] === 0;
  return fault(state, rules["migrate/zone"], above, () => `target frame ${to} lies in a zone the page could not use`);
}

/** The page is at its target from now on, with content, owner and order; its source is free. */
export function takeMove(state: AllocatorState, { from, to }: Move): void {
  const { handles } = state;
  const page = ownerOf(state, from);
  const frames = handles.frames[page] as number;
  vacate(state, from, frames, page);
  occupy(state, to, frames, page);
  handles.first[page] = to;
  handles.past[page] = (handles.past[page] as number) | MOVED;
  handles.placed[page] = state.clock;
}

/** Every single legal move out of the span, for the enumeration of answers. */
export function* movesOut(state: AllocatorState, first: number, end: number): Iterable<Move> {
  const { handles, shape } = state;
  const pages = handles.rosters[PAGE];
  for (let place = 0; place < (pages?.count ?? 0); place++) {
    const page = pages?.items[place] as number;
    const from = handles.first[page] as number;
    const frames = handles.frames[page] as number;
    if (from >= end || from + frames <= first) continue;
    for (let to = 0; to < shape.frames; to += frames) yield { from, to, order: handles.order[page] } as Move;
  }
}
