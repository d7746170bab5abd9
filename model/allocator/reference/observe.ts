import { block, type Cpu, cpu, frames, order, type Pfn, pageblock, pfn } from "../../units.ts";
import type {
  BlockRun,
  BlockState,
  Counters,
  FreeList,
  Lists,
  Migratetype,
  PageblockRun,
  PerCpuList,
  ZoneCounters,
  ZoneName,
} from "../vocabulary.ts";
import { listOf, parkedListOf, walk } from "./lists.ts";
import type { Memory } from "./memory.ts";
import { NONE, NORMAL, ONLINE, PARKED_TYPES, TYPES, ZONES } from "./numbers.ts";

/** Names of the zones, by number. */
const zoneNames: readonly ZoneName[] = ["normal", "movable"];
const typeNames: readonly Migratetype[] = ["unmovable", "movable", "reclaimable", "highatomic", "cma", "isolate"];
const stateNames: readonly BlockState[] = ["absent", "offline", "online", "going-offline"];

/** What an observer of /proc/zoneinfo sees. */
export function observeCounters(m: Memory): Counters {
  return { kind: "counters", zones: zoneCounters(m) };
}

/** Everything there is to see. */
export function observeLists(m: Memory): Lists {
  return {
    kind: "lists",
    zones: zoneCounters(m),
    free: freeLists(m),
    perCpu: perCpuLists(m),
    pageblocks: pageblockRuns(m),
    blocks: blockRuns(m),
  };
}

function zoneCounters(m: Memory): ZoneCounters[] {
  const zones: ZoneCounters[] = [];
  for (let zone = NORMAL; zone < ZONES; zone++) {
    let parked = 0;
    for (let at = zone; at < m.parked.length; at += ZONES) parked += m.parked[at] as number;
    zones.push({
      zone: zoneNames[zone] as ZoneName,
      free: frames(m.free[zone] as number),
      perCpu: frames(parked),
      managed: frames(m.managed[zone] as number),
      present: frames(m.present[zone] as number),
      spanned: frames(spanned(m, zone)),
      isolatedPageblocks: m.isolated[zone] as number,
    });
  }
  return zones;
}

function spanned(m: Memory, zone: number): number {
  if (m.spanned[zone] === NONE) m.spanned[zone] = countSpanned(m, zone);
  return m.spanned[zone] as number;
}

/** Frames from a zone's first present frame to its last. A hole at either end does not count. */
function countSpanned(m: Memory, zone: number): number {
  if (m.present[zone] === 0) return 0;
  const blocks = m.blockState.length;
  let low = 0;
  while (low < blocks && !isPresent(m, low, zone)) low++;
  let high = blocks - 1;
  while (high > low && !isPresent(m, high, zone)) high--;
  // Frames without a block are counted only by a mutant.
  if (low === blocks) return 0;
  let first = low << m.blockShift;
  let end = (high + 1) << m.blockShift;
  const { hole } = m.geometry;
  if (hole !== null && hole.first <= first && first < hole.first + hole.count) first = hole.first + hole.count;
  if (hole !== null && hole.first < end && end <= hole.first + hole.count) end = hole.first;
  return end - first;
}

/** Whether a block has frames in the zone; one may lie in the hole as a whole. */
function isPresent(m: Memory, block: number, zone: number): boolean {
  if ((m.blockState[block] as number) < ONLINE || m.blockZone[block] !== zone) return false;
  const { hole } = m.geometry;
  if (hole === null) return true;
  return hole.first > block << m.blockShift || (block + 1) << m.blockShift > hole.first + hole.count;
}

function freeLists(m: Memory): FreeList[] {
  const lists: FreeList[] = [];
  for (let zone = NORMAL; zone < ZONES; zone++) {
    for (let size = 0; size <= m.maxOrder; size++) {
      for (let type = 0; type < TYPES; type++) {
        const list = listOf(m, zone, size, type);
        if (m.head[list] === NONE) continue;
        lists.push({
          zone: zoneNames[zone] as ZoneName,
          order: order(size),
          migratetype: typeNames[type] as Migratetype,
          heads: walk(m, list, size) as Pfn[],
        });
      }
    }
  }
  return lists;
}

function perCpuLists(m: Memory): PerCpuList[] {
  const lists: PerCpuList[] = [];
  const lanes = ((m.geometry.perCpuLists?.maxOrder ?? -1) + 1) * PARKED_TYPES;
  for (let at = 0; at < m.geometry.cpus; at++) {
    for (let zone = NORMAL; zone < ZONES; zone++) {
      const pages: PerCpuList["pages"][number][] = [];
      for (let lane = 0; lane < lanes; lane++) {
        const size = Math.floor(lane / PARKED_TYPES);
        for (const first of walk(m, parkedListOf(m, at, zone, lane), size)) {
          pages.push({ first: pfn(first), order: order(size) });
        }
      }
      if (pages.length > 0) lists.push({ cpu: cpu(at) as Cpu, zone: zoneNames[zone] as ZoneName, pages });
    }
  }
  return lists;
}

function pageblockRuns(m: Memory): PageblockRun[] {
  const runs: { first: number; count: number; type: number }[] = [];
  for (let at = 0; at < m.pageblockType.length; at++) {
    if ((m.blockState[(at << m.pageblockOrder) >>> m.blockShift] as number) < ONLINE) continue;
    const type = m.pageblockType[at] as number;
    const last = runs.at(-1);
    if (last !== undefined && last.type === type && last.first + last.count === at) last.count++;
    else runs.push({ first: at, count: 1, type });
  }
  return runs.map(({ first, count, type }) => ({
    first: pageblock(first),
    count,
    migratetype: typeNames[type] as Migratetype,
  }));
}

function blockRuns(m: Memory): BlockRun[] {
  const runs: { first: number; count: number; state: number; zone: number }[] = [];
  for (let at = 0; at < m.blockState.length; at++) {
    const state = m.blockState[at] as number;
    const zone = state < ONLINE ? NONE : (m.blockZone[at] as number);
    const last = runs.at(-1);
    if (last !== undefined && last.state === state && last.zone === zone) last.count++;
    else runs.push({ first: at, count: 1, state, zone });
  }
  return runs.map(({ first, count, state, zone }) => {
    const run = { first: block(first), count, state: stateNames[state] as BlockState };
    return zone === NONE ? run : { ...run, zone: zoneNames[zone] as ZoneName };
  });
}
