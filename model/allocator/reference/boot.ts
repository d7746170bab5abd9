import { bootBlocks, type Geometry, totalBlocks, totalFrames, totalPageblocks } from "../../geometry.ts";
import { zoneOf } from "./frames.ts";
import { appendTops } from "./lists.ts";
import type { AllocatorSteps, Memory } from "./memory.ts";
import { CMA, MOVABLE, NONE, NORMAL, ONLINE, PARKED_TYPES, TYPES, ZONES } from "./numbers.ts";

/** Memory of a guest whose boot blocks are online in the normal zone; every pageblock MOVABLE except CMA, as Linux starts. */
export function bootMemory(geometry: Geometry, steps: AllocatorSteps): Memory {
  const m = emptyMemory(geometry, steps);
  const { hole, cma, bootFrames } = geometry;
  m.blockState.fill(ONLINE, 0, bootBlocks(geometry));
  const holeFirst = hole === null ? bootFrames : hole.first;
  const holeEnd = hole === null ? bootFrames : hole.first + hole.count;
  m.managed[NORMAL] = bootFrames - (holeEnd - holeFirst);
  m.present[NORMAL] = m.managed[NORMAL] as number;
  const size = 1 << m.pageblockOrder;
  const cmaFirst = cma === null ? bootFrames : cma.first * size;
  const cmaEnd = cma === null ? bootFrames : (cma.first + cma.count) * size;
  if (cma !== null) m.pageblockType.fill(CMA, cma.first, cma.first + cma.count);
  const cuts = [0, holeFirst, holeEnd, cmaFirst, cmaEnd, bootFrames].sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const first = cuts[i] as number;
    const end = cuts[i + 1] as number;
    const inHole = first >= holeFirst && first < holeEnd;
    if (first < end && !inHole) m.steps.freeRun(m, first, end);
  }
  return m;
}

/**
 * Hands a run of frames, all of one pageblock type, to the buddies in the largest aligned pieces, each at the tail
 * (__free_pages_memory, generic_online_page).
 */
export function freeRun(m: Memory, first: number, end: number): void {
  const type = m.pageblockType[first >>> m.pageblockOrder] as number;
  for (let pfn = first; pfn < end; ) {
    const tops = (pfn & m.topMask) === 0 ? (end - pfn) >>> m.maxOrder : 0;
    if (tops > 0) {
      m.steps.account(m, zoneOf(m, pfn), type, tops << m.maxOrder);
      appendTops(m, pfn, tops, type);
      pfn += tops << m.maxOrder;
      continue;
    }
    let order = Math.min(m.maxOrder - 1, 31 - Math.clz32(pfn & -pfn));
    if (pfn === 0) order = m.maxOrder - 1;
    while (pfn + (1 << order) > end) order--;
    m.steps.freeOne(m, pfn, order, type, true);
    pfn += 1 << order;
  }
}

/** Blocks of this order are what single frames get their nodes by. */
const LEAF_ORDER = 5;

function emptyMemory(geometry: Geometry, steps: AllocatorSteps): Memory {
  const tops = totalFrames(geometry) >>> geometry.maxOrder;
  const pageblocks = totalPageblocks(geometry);
  const blocks = totalBlocks(geometry);
  const firstParkedList = ZONES * (geometry.maxOrder + 1) * TYPES;
  const lanes = geometry.perCpuLists === null ? 0 : (geometry.perCpuLists.maxOrder + 1) * PARKED_TYPES;
  const lists = firstParkedList + geometry.cpus * ZONES * lanes;
  const topFrames = 1 << geometry.maxOrder;
  const leafOrder = geometry.maxOrder > LEAF_ORDER ? LEAF_ORDER : 0;
  const room = tops + Math.min(totalFrames(geometry), leafOrder > 0 ? 3072 : 512);
  return {
    geometry,
    steps,
    maxOrder: geometry.maxOrder,
    pageblockOrder: geometry.pageblockOrder,
    blockShift: Math.log2(geometry.blockFrames),
    topMask: topFrames - 1,
    hygienic: geometry.kernel === "6.12",
    leafOrder,
    leafMask: (1 << leafOrder) - 1,
    parts: new Int32Array(room),
    nodes: tops,
    mark: new Uint8Array(room),
    type: new Uint8Array(room),
    next: new Int32Array(room),
    prev: new Int32Array(room),
    sick: new Uint8Array(room),
    tag: new Uint32Array(room),
    motley: new Uint8Array(room),
    head: new Int32Array(lists).fill(NONE),
    tail: new Int32Array(lists).fill(NONE),
    firstParkedList,
    stocked: new Int32Array(ZONES * TYPES),
    free: new Int32Array(ZONES),
    freeCma: new Int32Array(ZONES),
    managed: new Int32Array(ZONES),
    present: new Int32Array(ZONES),
    spanned: new Int32Array(ZONES).fill(NONE),
    reserved: new Int32Array(ZONES),
    isolated: new Int32Array(ZONES),
    parkingOff: new Int32Array(ZONES),
    parked: new Int32Array(geometry.cpus * ZONES),
    pageblockType: new Uint8Array(pageblocks).fill(MOVABLE),
    isolatedBy: new Uint8Array(pageblocks),
    sickFrames: new Int32Array(blocks),
    blockState: new Uint8Array(blocks),
    blockZone: new Uint8Array(blocks),
    blockFakeOffline: new Int32Array(blocks),
    pages: [],
    spareIds: [],
    things: new Map(),
    offlineRanges: new Set(),
    vetoOnline: false,
    vetoOffline: false,
  };
}
