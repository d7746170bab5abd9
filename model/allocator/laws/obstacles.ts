import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { afterOwner, nextUsed, OWNER, POISON, valueAt } from "../frames.ts";
import { LINGERING, MOVABLE, PAGE } from "../handles.ts";
import { allocatorRules as rules } from "../rules.ts";
import { isCma, meetsHole } from "../shape.ts";
import { type AllocatorState, NOBODY } from "../state.ts";

/** Pageblocks somebody wants to isolate, half-open. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Isolation was granted: none of the pageblocks may be isolated already, or be CMA. */
export function checkIsolated(state: AllocatorState, span: Span): Verdict | null {
  const { docket } = state;
  // Refusing would certainly have been wrong where nothing is used at all; looking at frames for more is not worth it.
  if (isUntouched(state, span)) weighs(docket, rules["isolate/no-spurious-busy"]);
  const taken = firstIsolated(state, span);
  if (taken >= 0 && weighs(docket, rules["isolate/exclusive"])) {
    return illegal(rules["isolate/exclusive"], `pageblock ${taken} is isolated already`);
  }
  const cma = firstCma(state, span);
  if (cma < 0 || !weighs(docket, rules["isolate/cma"])) return null;
  return illegal(rules["isolate/cma"], `pageblock ${cma} is CMA`);
}

/** Isolation was refused: something must be in the way. In a kernel that others use too, a race may have been. */
export function checkBusy(state: AllocatorState, span: Span): Verdict | null {
  const { docket } = state;
  if (firstIsolated(state, span) >= 0) weighs(docket, rules["isolate/exclusive"]);
  if (firstCma(state, span) >= 0) weighs(docket, rules["isolate/cma"]);
  const rule = rules["isolate/no-spurious-busy"];
  if (isObstructed(state, span) || !weighs(docket, rule)) return null;
  return illegal(rule, `nothing in pageblocks ${span.first} to ${span.end - 1} is isolated or unmovable`);
}

const firstIsolated = ({ isolation }: AllocatorState, span: Span): number =>
  firstWhere(span, (at) => isolation[at] !== NOBODY);

const firstCma = ({ shape }: AllocatorState, span: Span): number =>
  shape.cmaEnd === 0 ? -1 : firstWhere(span, (at) => isCma(shape, at));

/** Whether has_unmovable_pages or a concurrent isolation could be the reason for refusing. */
export function isObstructed(state: AllocatorState, span: Span): boolean {
  if (straddles(state, span.first) || straddles(state, span.end)) return true;
  return firstWhere(span, (at) => isObstacle(state, at)) >= 0;
}

const isUntouched = ({ shape, used, isolation }: AllocatorState, span: Span): boolean =>
  firstWhere(span, (at) => used[at] !== 0 || isolation[at] !== NOBODY || isCma(shape, at)) < 0;

function firstWhere({ first, end }: Span, test: (pageblock: number) => boolean): number {
  for (let at = first; at < end; at++) if (test(at)) return at;
  return -1;
}

/** A page across the boundary must move before the pageblock can be isolated (isolate_single_pageblock). */
function straddles(state: AllocatorState, pageblock: number): boolean {
  if (pageblock <= 0 || pageblock >= state.shape.pageblocks) return false;
  const frame = pageblock * state.shape.pageblockFrames;
  const owner = valueAt(state, frame) & OWNER;
  if (owner === 0 || (valueAt(state, frame - 1) & OWNER) !== owner) return false;
  const kind = state.handles.kind[owner - 1];
  return kind === PAGE || kind === LINGERING;
}

function isObstacle(state: AllocatorState, pageblock: number): boolean {
  const { shape } = state;
  const first = pageblock * shape.pageblockFrames;
  const end = first + shape.pageblockFrames;
  if (state.isolation[pageblock] !== NOBODY || isCma(shape, pageblock) || meetsHole(shape, first, end)) return true;
  if (state.used[pageblock] === 0) return false;
  let left = state.used[pageblock] as number;
  let at = nextUsed(state, first, end);
  while (at >= 0) {
    const value = valueAt(state, at);
    if (isUnmovable(state, value)) return true;
    const owner = (value & OWNER) - 1;
    const next = owner >= 0 && state.handles.poison[owner] !== 0 ? at + 1 : afterOwner(state, at, value);
    left -= next - at;
    // Frames behind the last used one are not worth looking at.
    at = left > 0 ? nextUsed(state, next, end) : -1;
  }
  return false;
}

/**
 * Poison, kernel memory, ranges somebody took, referenced pages. Linux looks at no references, skips more when a block
 * goes offline and nearly everything in the movable zone; but nobody owes a try that may not succeed.
 */
function isUnmovable({ handles }: AllocatorState, value: number): boolean {
  if (value === 0) return false;
  if ((value & POISON) !== 0) return true;
  const owner = (value & OWNER) - 1;
  if (owner < 0) return false;
  const page = handles.kind[owner] === PAGE || handles.kind[owner] === LINGERING;
  return !(page && handles.mobility[owner] === MOVABLE && handles.references[owner] === 0);
}
