import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { FREED_ISOLATED, valueAt } from "../frames.ts";
import { mayBeParked } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY, NORMAL_ZONE } from "../state.ts";

/** Isolated pageblocks give nothing away, CMA pageblocks only to movable requests. */
export function checkPageblocks(state: AllocatorState, movable: boolean, first: number, end: number): Verdict | null {
  const { docket, shape, zones } = state;
  const isolated = (zones.isolated[NORMAL_ZONE] as number) + (zones.isolated[MOVABLE_ZONE] as number);
  if (isolated > 0 && weighs(docket, rules["allocate/isolated"])) {
    const at = firstOutOfReach(state, first, end);
    if (at >= 0) {
      const pageblock = at >>> shape.pageblockOrder;
      return illegal(rules["allocate/isolated"], `frame ${at} lies in pageblock ${pageblock}, which is isolated`);
    }
  }
  if (shape.cmaEnd === 0 || movable || !weighs(docket, rules["allocate/cma"])) return null;
  const from = first >>> shape.pageblockOrder;
  const last = (end - 1) >>> shape.pageblockOrder;
  if (last < shape.cmaFirst || from >= shape.cmaEnd) return null;
  return illegal(
    rules["allocate/cma"],
    `frames ${first} to ${end - 1} meet CMA pageblocks, but the request is not movable`,
  );
}

/** The first frame in an isolated pageblock that cannot have come from a per-CPU list, or -1. */
function firstOutOfReach(state: AllocatorState, first: number, end: number): number {
  const { shape, isolation } = state;
  const last = (end - 1) >>> shape.pageblockOrder;
  for (let pageblock = first >>> shape.pageblockOrder; pageblock <= last; pageblock++) {
    if (isolation[pageblock] === NOBODY) continue;
    const from = Math.max(first, pageblock * shape.pageblockFrames);
    if (!mayBeParked(state, pageblock) || end - first > 2 ** parkedOrder(state)) return from;
    const to = Math.min(end, from + shape.pageblockFrames);
    for (let at = from; at < to; at++) if (valueAt(state, at) === FREED_ISOLATED) return at;
  }
  return -1;
}

/** Largest order that per-CPU lists hold. */
const parkedOrder = (state: AllocatorState): number => state.shape.geometry.perCpuLists?.maxOrder ?? 0;
