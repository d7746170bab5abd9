import { zoneOf } from "./frames.ts";
import { parkedListOf, pushParked, removeParked } from "./lists.ts";
import type { Memory, Request } from "./memory.ts";
import { ISOLATE, MOVABLE, NONE, PARKED_TYPES, ZONES } from "./numbers.ts";

/** CMA and HIGHATOMIC pages are filed as movable; the true type is remembered with the page. */
const laneOf = (order: number, type: number): number => order * PARKED_TYPES + (type < PARKED_TYPES ? type : MOVABLE);

/** Whether per-CPU lists hold pages of this order in this zone now. */
const parks = (m: Memory, zone: number, order: number): boolean =>
  m.geometry.perCpuLists !== null && order <= m.geometry.perCpuLists.maxOrder && m.parkingOff[zone] === 0;

/** Frames of an isolated pageblock go straight to the buddy lists, whatever the size of the page (free_unref_page). */
export function bypassesParking(m: Memory, pfn: number, order: number): boolean {
  for (let at = pfn; at < pfn + (1 << order); at += 1 << m.pageblockOrder) {
    if (m.steps.typeOfFreed(m, at) === ISOLATE) return true;
  }
  return false;
}

/** Frees to the processor's own lists; returns `batch` frames to the buddies when they hold too many. False: not parked. */
export function park(m: Memory, pfn: number, order: number, cpu: number): boolean {
  const lists = m.geometry.perCpuLists;
  const zone = zoneOf(m, pfn);
  if (lists === null || !parks(m, zone, order) || m.steps.bypassesParking(m, pfn, order)) return false;
  const type = m.steps.typeOfFreed(m, pfn);
  const lane = laneOf(order, type);
  const node = pushParked(m, parkedListOf(m, cpu, zone, lane), pfn, order, false);
  m.type[node] = type;
  const set = cpu * ZONES + zone;
  m.parked[set] = (m.parked[set] as number) + (1 << order);
  if ((m.parked[set] as number) >= lists.high) returnSome(m, cpu, zone, lists.batch, lane);
  return true;
}

/** Takes a page from the processor's own lists, after refilling an empty one (rmqueue_pcplist). */
export function unpark(m: Memory, zone: number, request: Request): number {
  const { order, type, cpu } = request;
  if (!parks(m, zone, order)) return NONE;
  const list = parkedListOf(m, cpu, zone, laneOf(order, type));
  if (m.head[list] === NONE) refill(m, zone, request, list);
  const pfn = m.head[list] as number;
  if (pfn === NONE) return NONE;
  const set = cpu * ZONES + zone;
  removeParked(m, list, pfn, order);
  m.parked[set] = (m.parked[set] as number) - (1 << order);
  return pfn;
}

function refill(m: Memory, zone: number, request: Request, list: number): void {
  const { order, type, cpu } = request;
  const batch = m.geometry.perCpuLists?.batch ?? 1;
  const pages = batch > 1 ? Math.max(batch >>> order, order === 0 ? 1 : 2) : 1;
  const set = cpu * ZONES + zone;
  for (let i = 0; i < pages; i++) {
    const pfn = m.steps.rmqueue(m, zone, order, type);
    if (pfn === NONE) return;
    pushParked(m, list, pfn, order, true);
    m.parked[set] = (m.parked[set] as number) + (1 << order);
  }
}

/** Frees at least `frames` frames of one list set, oldest first, list after list, starting with `lane` (free_pcppages_bulk). */
function returnSome(m: Memory, cpu: number, zone: number, frames: number, lane: number): void {
  const set = cpu * ZONES + zone;
  const lanes = ((m.geometry.perCpuLists?.maxOrder ?? 0) + 1) * PARKED_TYPES;
  let left = Math.min(frames, m.parked[set] as number);
  for (let turn = lane; left > 0 && turn < lane + lanes; turn++) {
    const at = turn % lanes;
    const order = Math.floor(at / PARKED_TYPES);
    const list = parkedListOf(m, cpu, zone, at);
    while (left > 0 && m.tail[list] !== NONE) {
      const pfn = m.tail[list] as number;
      const remembered = removeParked(m, list, pfn, order);
      m.parked[set] = (m.parked[set] as number) - (1 << order);
      left -= 1 << order;
      if (order > m.pageblockOrder) m.steps.freeBlockwise(m, pfn, order);
      else m.steps.freeOne(m, pfn, order, m.steps.typeOfDrained(m, pfn, remembered), false);
    }
  }
}

/** 6.1 trusts the type remembered with the page unless the zone has isolated pageblocks; 6.12 reads it again. */
export function typeOfDrained(m: Memory, pfn: number, remembered: number): number {
  const reread = m.hygienic || m.isolated[zoneOf(m, pfn)] !== 0;
  return reread ? m.steps.typeOfFreed(m, pfn) : remembered;
}

/** Returns everything one processor holds of a zone. */
export function drainCpu(m: Memory, cpu: number, zone: number): void {
  returnSome(m, cpu, zone, m.parked[cpu * ZONES + zone] as number, 0);
}

/** Empties the per-CPU lists of a zone and keeps them empty while a block of it goes offline (zone_pcp_disable). */
export function stopParking(m: Memory, zone: number): void {
  m.parkingOff[zone] = (m.parkingOff[zone] as number) + 1;
  drainZone(m, zone);
}

/** Drains all processors (drain_all_pages). */
export function drainZone(m: Memory, zone: number): void {
  if (m.geometry.perCpuLists === null) return;
  for (let cpu = 0; cpu < m.geometry.cpus; cpu++) m.steps.drainCpu(m, cpu, zone);
}
