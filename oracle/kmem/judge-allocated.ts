import type { Allocated } from "./event.ts";
import { ALLOCATED, indexIn, MOVABLE, OFFLINE, orderOf, type Span, UNKNOWN } from "./frames.ts";
import { ANYBODY, hex, type Memory, MOST_MOVES } from "./memory.ts";
import { within } from "./ranges.ts";
import type { KmemConviction, KmemRule } from "./rules.ts";

/** Judges a block that was handed out, and remembers it. Its alignment has been judged. */
export function judgeAllocated(memory: Memory, event: Allocated, span: Span): KmemConviction | null {
  const wrong = judgeRequest(memory, event) ?? judgeFrames(memory, event, span);
  if (wrong !== null) return wrong;
  const { pfn, order, gfp } = event;
  const from = indexIn(pfn);
  const state = ALLOCATED + order + (event.migratetype === 1 ? MOVABLE : 0);
  span.states.fill(state, from, from + 2 ** order);
  if (gfp.isTarget) rememberPlace(memory, event);
  return null;
}

/** A place to move a page to. */
function rememberPlace(memory: Memory, event: Allocated): void {
  const { pid, order } = event;
  const { targets, callers, migrator } = memory;
  if (targets.length < MOST_MOVES) targets.push(event);
  for (const caller of [callers.get(pid), callers.get(ANYBODY)]) if (caller !== undefined) caller.places += 2 ** order;
  memory.migrator = migrator === null || migrator === pid ? pid : ANYBODY;
}

const convict = ({ line }: Allocated, rule: KmemRule, pfn: number, because: string): KmemConviction => ({
  rule,
  line,
  pfn,
  because,
});

/** What the flags of the request say about what it was given. */
function judgeRequest(memory: Memory, event: Allocated): KmemConviction | null {
  const { judged, setting } = memory;
  const { pfn, order, migratetype, gfp } = event;
  if (!gfp.isSpelledOut) {
    memory.explained["flags as a number"]++;
    return null;
  }
  judged["allocate/migratetype"]++;
  if (gfp.migratetype === null) {
    return convict(event, "allocate/migratetype", pfn, `${gfp.text} asks for movable and reclaimable memory at once`);
  }
  // A machine of a few MiB does not group by mobility, and calls everything unmovable (page_group_by_mobility_disabled).
  if (migratetype !== gfp.migratetype && (migratetype !== 0 || memory.grouping)) {
    const because = `migratetype ${migratetype}, but ${gfp.text} asks for ${gfp.migratetype}`;
    return convict(event, "allocate/migratetype", pfn, because);
  }
  if (migratetype !== 0) memory.grouping = true;
  if (gfp.limit !== Number.POSITIVE_INFINITY) {
    judged["allocate/reach"]++;
    if (pfn + 2 ** order > gfp.limit) {
      const because = `${gfp.text} reaches frames below ${hex(gfp.limit)}, but was given ${hex(pfn)}`;
      return convict(event, "allocate/reach", pfn, because);
    }
  }
  if (setting.movable === undefined || !within(setting.movable, pfn)) return null;
  judged["allocate/movable-only"]++;
  if (gfp.mayUseMovable) return null;
  return convict(
    event,
    "allocate/movable-only",
    pfn,
    `frame ${hex(pfn)} is in zone Movable, where ${gfp.text} may not be served`,
  );
}

/** What was known of the frames. */
function judgeFrames(memory: Memory, event: Allocated, span: Span): KmemConviction | null {
  const { judged, explained, knowsOnline } = memory;
  const { pfn, order } = event;
  const from = indexIn(pfn);
  if (knowsOnline) judged["allocate/online"]++;
  if (span.states[from] === UNKNOWN) explained["allocated, not seen before"]++;
  else judged["allocate/once"]++;
  for (let at = 0; at < 2 ** order; at++) {
    const state = span.states[from + at] as number;
    if (state === OFFLINE) {
      return convict(
        event,
        "allocate/online",
        pfn + at,
        `frame ${hex(pfn + at)} is allocated before its memory was onlined`,
      );
    }
    if (state >= ALLOCATED) {
      const because = `frame ${hex(pfn + at)} is allocated again while it is in use, in a block of order ${orderOf(state)}`;
      return convict(event, "allocate/once", pfn + at, because);
    }
  }
  return null;
}
