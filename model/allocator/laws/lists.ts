import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { firstUsed } from "../frames.ts";
import { mayBeParked } from "../isolation.ts";
import { allocatorRules as rules } from "../rules.ts";
import { type AllocatorState, MOVABLE_ZONE, NOBODY, NORMAL_ZONE, ONLINE } from "../state.ts";
import type { FreeList, Lists, PerCpuList } from "../vocabulary.ts";
import { ZONE_NAMES } from "./counters.ts";
import { checkBlocks } from "./listed.ts";
import { checkMerged } from "./merged.ts";
import { checkTypes, typesOf } from "./types.ts";

/** What was found while going through the lists, frame by frame. */
interface Found {
  /** By frame: 1 when some list has it. */
  readonly seen: Uint8Array;
  /** By zone: frames on free lists outside isolated pageblocks. */
  readonly free: [number, number];
  readonly parked: [number, number];
  frames: number;
}

/** Everything that can be told from one observation alone. */
export function checkLists(state: AllocatorState, lists: Lists): Verdict | null {
  const found: Found = { seen: new Uint8Array(state.shape.frames), free: [0, 0], parked: [0, 0], frames: 0 };
  const types = typesOf(state, lists);
  return (
    checkBlocks(state, lists) ??
    first(lists.free, (list) => checkFreeList(state, list, found)) ??
    first(lists.perCpu, (list) => checkPerCpuList(state, list, found)) ??
    checkAllSeen(state, found) ??
    checkSums(state, lists, found) ??
    checkTypes(state, lists, types) ??
    checkMerged(state, lists, types)
  );
}

function first<T>(from: readonly T[], check: (one: T) => Verdict | null): Verdict | null {
  for (const one of from) {
    const fault = check(one);
    if (fault !== null) return fault;
  }
  return null;
}

function checkFreeList(state: AllocatorState, list: FreeList, found: Found): Verdict | null {
  const { order } = list;
  if (weighs(state.docket, rules["lists/order"]) && !(order >= 0 && order <= state.shape.maxOrder)) {
    return illegal(rules["lists/order"], `a free list has order ${order}`);
  }
  const zone = list.zone === "movable" ? MOVABLE_ZONE : NORMAL_ZONE;
  for (const head of list.heads) {
    const fault = checkPlace(state, head, order, zone) ?? see(state, head, 2 ** order, found);
    if (fault !== null) return fault;
    countFree(state, head, 2 ** order, zone, found);
  }
  return null;
}

/** Aligned, inside the guest, in an online block of the zone; buddies never cross blocks. */
function checkPlace(state: AllocatorState, head: number, order: number, zone: number): Verdict | null {
  if (!weighs(state.docket, rules["lists/aligned"])) return null;
  const block = head >>> state.shape.blockShift;
  const inside = head >= 0 && head + 2 ** order <= state.shape.frames && head % 2 ** order === 0;
  if (inside && (state.phase[block] as number) >= ONLINE && state.zoneOf[block] === zone) return null;
  return illegal(
    rules["lists/aligned"],
    `frame ${head} heads a free page of order ${order} of zone ${ZONE_NAMES[zone as 0 | 1]}, where none can be`,
  );
}

/** Each frame is free and was on no list so far. */
function see(state: AllocatorState, head: number, count: number, found: Found): Verdict | null {
  const inForce = weighs(state.docket, rules["lists/one-place"]);
  const used = firstUsed(state, head, head + count);
  if (inForce && used >= 0)
    return illegal(rules["lists/one-place"], `frame ${used} is on a list although it is in use`);
  for (let at = head; at < head + count; at++) {
    if (inForce && found.seen[at] === 1) return illegal(rules["lists/one-place"], `frame ${at} is on two lists`);
    found.seen[at] = 1;
  }
  found.frames += count;
  return null;
}

function countFree(state: AllocatorState, head: number, count: number, zone: number, found: Found): void {
  const { pageblockOrder, pageblockFrames } = state.shape;
  const last = (head + count - 1) >>> pageblockOrder;
  const each = Math.min(count, pageblockFrames);
  for (let at = head >>> pageblockOrder; at <= last; at++) {
    if (state.isolation[at] === NOBODY) found.free[zone as 0 | 1] += each;
  }
}

function checkPerCpuList(state: AllocatorState, list: PerCpuList, found: Found): Verdict | null {
  const zone = list.zone === "movable" ? MOVABLE_ZONE : NORMAL_ZONE;
  const cached = state.shape.geometry.perCpuLists?.maxOrder ?? -1;
  for (const { first: head, order } of list.pages) {
    if (weighs(state.docket, rules["lists/order"]) && !(order >= 0 && order <= cached)) {
      return illegal(rules["lists/order"], `processor ${list.cpu} caches a page of order ${order}`);
    }
    const pageblock = head >>> state.shape.pageblockOrder;
    const isolated = state.isolation[pageblock] !== NOBODY && !mayBeParked(state, pageblock);
    if (weighs(state.docket, rules["lists/isolated"]) && isolated) {
      return illegal(rules["lists/isolated"], `frame ${head} of isolated pageblock ${pageblock} is on a per-CPU list`);
    }
    const fault = checkPlace(state, head, order, zone) ?? see(state, head, 2 ** order, found);
    if (fault !== null) return fault;
    found.parked[zone] += 2 ** order;
  }
  return null;
}

/** Nobody's frames are all on some list. */
function checkAllSeen(state: AllocatorState, found: Found): Verdict | null {
  const { zones, docket } = state;
  const sum = (of: Float64Array): number => (of[NORMAL_ZONE] as number) + (of[MOVABLE_ZONE] as number);
  const owed = sum(zones.free) + sum(zones.freeIsolated);
  if (!weighs(docket, rules["lists/one-place"]) || found.frames === owed) return null;
  return illegal(rules["lists/one-place"], `${found.frames} frames are on lists although ${owed} are free`);
}

/** The numbers that came with the lists are their sums. */
function checkSums(state: AllocatorState, lists: Lists, found: Found): Verdict | null {
  if (!weighs(state.docket, rules["lists/counted"])) return null;
  for (const { zone, free, perCpu } of lists.zones) {
    const at = zone === "movable" ? MOVABLE_ZONE : NORMAL_ZONE;
    if (free === found.free[at] && perCpu === found.parked[at]) continue;
    const summed = `${found.free[at]} and ${found.parked[at]}`;
    return illegal(
      rules["lists/counted"],
      `free and perCpu (${zone}) are ${free} and ${perCpu}, but the lists have ${summed}`,
    );
  }
  return null;
}
