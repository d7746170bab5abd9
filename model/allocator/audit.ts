import { type Geometry, totalBlocks, totalFrames, totalPageblocks } from "../geometry.ts";
import type { Extent } from "../units.ts";
import { auditMerging } from "./audit-merging.ts";
import type { FreeList, Lists, Migratetype, ZoneCounters, ZoneName } from "./vocabulary.ts";

/** What the lists say about single frames and pageblocks, spread out flat. */
interface Spread {
  readonly geometry: Geometry;
  readonly complaints: string[];
  /** By block: its zone, or null when it is neither online nor going offline. */
  readonly zoneOfBlock: (ZoneName | null)[];
  /** By pageblock: its type, or null when no run covers it. */
  readonly typeOfPageblock: (Migratetype | null)[];
  /** By frame: how many classes claim it. */
  readonly claims: Uint8Array;
}

/**
 * Recounts everything that must hold of a page allocator at rest, from scratch: out of what it lists, the geometry, and, when given,
 * everything that is held (allocations, taken and PG_offline ranges, poisoned frames, each frame once). Slow on purpose and on its
 * own: it shares no code with the laws or the reference.
 *
 * @returns complaints in words; none when all is well
 */
export function auditLists(geometry: Geometry, lists: Lists, held?: readonly Extent[]): string[] {
  const spread = spreadOut(geometry, lists);
  auditBlocks(spread, lists);
  for (const list of lists.free) for (const head of list.heads) auditBuddy(spread, list, head);
  auditParked(spread, lists);
  auditCounters(spread, lists);
  if (held !== undefined) auditHeld(spread, held);
  spread.complaints.push(...auditMerging(geometry, lists, spread.typeOfPageblock));
  return spread.complaints;
}

function spreadOut(geometry: Geometry, lists: Lists): Spread {
  const zoneOfBlock = new Array<ZoneName | null>(totalBlocks(geometry)).fill(null);
  for (const { first, count, zone } of lists.blocks) zoneOfBlock.fill(zone ?? null, first, first + count);
  const typeOfPageblock = new Array<Migratetype | null>(totalPageblocks(geometry)).fill(null);
  for (const { first, count, migratetype } of lists.pageblocks) typeOfPageblock.fill(migratetype, first, first + count);
  return { geometry, complaints: [], zoneOfBlock, typeOfPageblock, claims: new Uint8Array(totalFrames(geometry)) };
}

/** Runs of blocks tile the guest; pageblock types are known exactly where blocks are online. */
function auditBlocks({ geometry, complaints, zoneOfBlock, typeOfPageblock }: Spread, lists: Lists): void {
  let next = 0;
  for (const { first, count, state, zone } of lists.blocks) {
    if (first !== next || count < 1) complaints.push(`block run at ${first} begins where ${next} was expected`);
    next = first + count;
    const placed = state === "online" || state === "going-offline";
    if (placed !== (zone !== undefined))
      complaints.push(`blocks from ${first} are ${state} with zone ${zone ?? "none"}`);
  }
  if (next !== totalBlocks(geometry)) complaints.push(`block runs end at ${next} of ${totalBlocks(geometry)}`);
  const perBlock = geometry.blockFrames / 2 ** geometry.pageblockOrder;
  typeOfPageblock.forEach((type, pageblock) => {
    const online = zoneOfBlock[Math.floor(pageblock / perBlock)] !== null;
    if (online !== (type !== null)) complaints.push(`pageblock ${pageblock} has type ${type} but online is ${online}`);
  });
}

const zoneAt = ({ geometry, zoneOfBlock }: Spread, pfn: number): ZoneName | null =>
  zoneOfBlock[Math.floor(pfn / geometry.blockFrames)] ?? null;

/** One free buddy: legal order, aligned, in its zone, on a list that its pageblocks allow. */
function auditBuddy(spread: Spread, { zone, order, migratetype }: FreeList, head: number): void {
  const { geometry, complaints } = spread;
  const name = `free buddy ${head} of order ${order} on ${zone}/${migratetype}`;
  if (!(order >= 0 && order <= geometry.maxOrder)) complaints.push(`${name}: no such order`);
  if (head % 2 ** order !== 0) complaints.push(`${name}: not aligned`);
  claim(spread, name, { first: head, frames: 2 ** order, zone });
  const size = 2 ** geometry.pageblockOrder;
  for (let at = Math.floor(head / size); at * size < head + 2 ** order; at++) {
    const type = spread.typeOfPageblock[at];
    const exact = geometry.kernel === "6.12" || [type, migratetype].some((t) => t === "isolate" || t === "cma");
    if (exact && type !== migratetype) complaints.push(`${name}: pageblock ${at} is ${type}`);
  }
}

/** Counts a run of frames as belonging to one class; each frame must exist, be online in the zone, and be claimed once. */
function claim(spread: Spread, name: string, run: { first: number; frames: number; zone: ZoneName | null }): void {
  const { hole } = spread.geometry;
  for (let pfn = run.first; pfn < run.first + run.frames; pfn++) {
    const zone = zoneAt(spread, pfn);
    if (zone === null || (run.zone !== null && zone !== run.zone))
      spread.complaints.push(`${name}: frame ${pfn} is in ${zone}`);
    if (hole !== null && pfn >= hole.first && pfn < hole.first + hole.count) {
      spread.complaints.push(`${name}: frame ${pfn} does not exist`);
    }
    const before = spread.claims[pfn] ?? 0;
    if (before > 0) spread.complaints.push(`${name}: frame ${pfn} is counted elsewhere too`);
    spread.claims[pfn] = before + 1;
  }
}

function auditParked(spread: Spread, lists: Lists): void {
  const limit = spread.geometry.perCpuLists;
  for (const { cpu, zone, pages } of lists.perCpu) {
    if (limit === null) spread.complaints.push(`processor ${cpu} has pages although there are no per-CPU lists`);
    for (const { first, order } of pages) {
      const name = `page ${first} of order ${order} on processor ${cpu}`;
      if (limit !== null && order > limit.maxOrder) spread.complaints.push(`${name}: too large for a per-CPU list`);
      claim(spread, name, { first, frames: 2 ** order, zone });
    }
  }
}

/** Every counter against its recount. */
function auditCounters(spread: Spread, lists: Lists): void {
  for (const counters of lists.zones) {
    const { zone } = counters;
    const free = lists.free.filter((list) => list.zone === zone && list.migratetype !== "isolate");
    const parked = lists.perCpu.filter((list) => list.zone === zone).flatMap(({ pages }) => pages);
    const { present, spanned, isolated } = recount(spread, zone);
    compare(spread, counters, {
      free: sum(free.map(({ order, heads }) => heads.length * 2 ** order)),
      perCpu: sum(parked.map(({ order }) => 2 ** order)),
      present,
      spanned,
      isolatedPageblocks: isolated,
    });
    if (counters.managed > counters.present) {
      spread.complaints.push(`${zone}: managed ${counters.managed} exceeds present ${counters.present}`);
    }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function recount(spread: Spread, zone: ZoneName): { present: number; spanned: number; isolated: number } {
  const { geometry, typeOfPageblock } = spread;
  const { hole } = geometry;
  let present = 0;
  let first = -1;
  let last = -1;
  for (let pfn = 0; pfn < totalFrames(geometry); pfn++) {
    if (zoneAt(spread, pfn) !== zone || (hole !== null && pfn >= hole.first && pfn < hole.first + hole.count)) continue;
    present++;
    if (first < 0) first = pfn;
    last = pfn;
  }
  const size = 2 ** geometry.pageblockOrder;
  const isolated = typeOfPageblock.filter(
    (type, at) => type === "isolate" && zoneAt(spread, at * size) === zone,
  ).length;
  return { present, spanned: present === 0 ? 0 : last - first + 1, isolated };
}

function compare(spread: Spread, counters: ZoneCounters, counted: Partial<Record<keyof ZoneCounters, number>>): void {
  for (const [field, number] of Object.entries(counted)) {
    const claimed = counters[field as keyof ZoneCounters];
    if (claimed !== number) spread.complaints.push(`${counters.zone}: ${field} is ${claimed}, recounted ${number}`);
  }
}

/** With everything that is held, each existing online frame is claimed exactly once. */
function auditHeld(spread: Spread, held: readonly Extent[]): void {
  for (const { first, count } of held) claim(spread, `held frames from ${first}`, { first, frames: count, zone: null });
  const { hole } = spread.geometry;
  for (let pfn = 0; pfn < spread.claims.length; pfn++) {
    const exists = hole === null || pfn < hole.first || pfn >= hole.first + hole.count;
    if (exists && zoneAt(spread, pfn) !== null && spread.claims[pfn] === 0)
      spread.complaints.push(`frame ${pfn} is lost`);
  }
}
