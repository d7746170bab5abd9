import type { NotifierEvent, Refusal } from "../vocabulary.ts";
import { allSick, clearMark, eachHead, frameNode, isSick, setMark, zoneOf } from "./frames.ts";
import { unisolateRange } from "./isolate.ts";
import { removeFree } from "./lists.ts";
import type { Memory } from "./memory.ts";
import {
  ABSENT,
  BY_NOBODY,
  BY_OFFLINE,
  FAKE_OFFLINE,
  FREE,
  GOING_OFFLINE,
  ISOLATE,
  kindOf,
  MOVABLE,
  NONE,
  OFFLINE,
  ONLINE,
  orderOf,
  PAGE,
  POISONED,
} from "./numbers.ts";
import { pageAt } from "./pages.ts";

const firstOf = (m: Memory, block: number): number => block << m.blockShift;
const endOf = (m: Memory, block: number): number => (block + 1) << m.blockShift;
const pageblocksPerBlock = (m: Memory): number => 1 << (m.blockShift - m.pageblockOrder);

/** Calls the notifier chain; false when a callback vetoed, which consumes the veto. */
export function notify(m: Memory, log: NotifierEvent[], event: NotifierEvent): boolean {
  log.push(event);
  if (event === "going-online" && m.vetoOnline) {
    m.vetoOnline = false;
    return false;
  }
  if (event === "going-offline" && m.vetoOffline) {
    m.vetoOffline = false;
    return false;
  }
  return true;
}

/** online_pages; false when the notifiers vetoed it. */
export function onlineBlock(m: Memory, block: number, zone: number, log: NotifierEvent[]): boolean {
  if (!m.steps.notify(m, log, "going-online")) {
    m.steps.notify(m, log, "cancel-online");
    return false;
  }
  m.blockState[block] = ONLINE;
  m.blockZone[block] = zone;
  m.spanned.fill(NONE);
  const frames = 1 << m.blockShift;
  m.steps.adjustPresent(m, zone, frames);
  m.managed[zone] = (m.managed[zone] as number) + frames;
  m.steps.onlineFrames(m, block);
  m.steps.notify(m, log, "online");
  return true;
}

/** Hands the frames of a block to the buddies as MOVABLE, all but the poisoned ones. */
export function onlineFrames(m: Memory, block: number): void {
  const first = firstOf(m, block);
  const end = endOf(m, block);
  m.pageblockType.fill(MOVABLE, first >>> m.pageblockOrder, end >>> m.pageblockOrder);
  m.isolatedBy.fill(BY_NOBODY, first >>> m.pageblockOrder, end >>> m.pageblockOrder);
  let from = first;
  if (m.sickFrames[block] !== 0) {
    eachHead(m, first, end, (pfn, mark) => {
      m.steps.freeRun(m, from, pfn);
      from = pfn + (1 << orderOf(mark));
      return true;
    });
  }
  m.steps.freeRun(m, from, end);
}

/** Absent blocks can be added. */
export const refusesAdd = (m: Memory, block: number): Refusal | null =>
  m.blockState[block] === ABSENT ? null : "exists";

/** Offline blocks can go online. */
export const refusesOnline = (m: Memory, block: number): Refusal | null =>
  m.blockState[block] === OFFLINE ? null : "invalid";

/** Online blocks can go offline if all their frames exist (928130532e19). */
export const refusesOffline = (m: Memory, block: number): Refusal | null =>
  m.blockState[block] === ONLINE && !m.steps.hasHole(m, firstOf(m, block), endOf(m, block)) ? null : "invalid";

/** Offline blocks can be removed (try_remove_memory). */
export function refusesRemove(m: Memory, block: number): Refusal | null {
  if (m.blockState[block] === OFFLINE) return null;
  return m.blockState[block] === ABSENT ? "invalid" : "busy";
}

/** A block that was added has a memmap and nothing else. */
export function addFrames(m: Memory, block: number): void {
  m.blockState[block] = OFFLINE;
}

/** Counts the frames of a block that goes online, or, negative, offline. */
export function adjustPresent(m: Memory, zone: number, frames: number): void {
  m.present[zone] = (m.present[zone] as number) + frames;
}

/** First part of offline_pages: per-CPU lists off, isolation, notifiers. Answers why not, or null. */
export function offlineBegin(m: Memory, block: number, log: NotifierEvent[]): "busy" | "vetoed" | null {
  const zone = zoneOf(m, firstOf(m, block));
  m.steps.stopParking(m, zone);
  const pageblock = firstOf(m, block) >>> m.pageblockOrder;
  if (!m.steps.isolateRange(m, pageblock, pageblocksPerBlock(m), BY_OFFLINE)) {
    m.parkingOff[zone] = (m.parkingOff[zone] as number) - 1;
    return "busy";
  }
  m.blockState[block] = GOING_OFFLINE;
  if (m.steps.notify(m, log, "going-offline")) return null;
  m.steps.rollback(m, block);
  m.steps.notify(m, log, "cancel-offline");
  return "vetoed";
}

/** Puts a block that was going offline back to work; its pageblocks become MOVABLE. */
export function rollback(m: Memory, block: number): void {
  const zone = zoneOf(m, firstOf(m, block));
  m.blockState[block] = ONLINE;
  unisolateRange(m, firstOf(m, block) >>> m.pageblockOrder, pageblocksPerBlock(m));
  m.parkingOff[zone] = (m.parkingOff[zone] as number) - 1;
}

/** Whether nothing of the block is in use: every frame free and isolated, poisoned, or PG_offline. */
export function offlineTest(m: Memory, block: number): boolean {
  return eachHead(m, firstOf(m, block), endOf(m, block), (pfn, mark) => {
    switch (kindOf(mark)) {
      case FREE:
        return m.pageblockType[pfn >>> m.pageblockOrder] === ISOLATE;
      case FAKE_OFFLINE:
      case POISONED:
        return true;
      default:
        return allSick(m, pfn, 1 << orderOf(mark));
    }
  });
}

/** Last part of offline_pages. */
export function offlineEnd(m: Memory, block: number): void {
  const zone = zoneOf(m, firstOf(m, block));
  m.steps.offlineFrames(m, block);
  const frames = 1 << m.blockShift;
  m.steps.adjustPresent(m, zone, -frames);
  m.managed[zone] = (m.managed[zone] as number) - frames + (m.blockFakeOffline[block] as number);
  m.isolated[zone] = (m.isolated[zone] as number) - pageblocksPerBlock(m);
  m.parkingOff[zone] = (m.parkingOff[zone] as number) - 1;
  m.blockFakeOffline[block] = 0;
  m.blockState[block] = OFFLINE;
  m.spanned.fill(NONE);
}

/** Takes the frames of a block off the free lists and forgets who had the others. Poisoned ones stay poisoned. */
export function offlineFrames(m: Memory, block: number): void {
  const first = firstOf(m, block);
  const end = endOf(m, block);
  eachHead(m, first, end, (pfn, mark) => {
    if (kindOf(mark) === FREE) removeFree(m, pfn, orderOf(mark));
    else if (kindOf(mark) !== POISONED) lose(m, pfn, mark);
    return true;
  });
  m.pageblockType.fill(MOVABLE, first >>> m.pageblockOrder, end >>> m.pageblockOrder);
  m.isolatedBy.fill(BY_NOBODY, first >>> m.pageblockOrder, end >>> m.pageblockOrder);
}

/** PG_offline frames, and poisoned ones that are still held: their owners keep the names, the frames are gone. */
function lose(m: Memory, pfn: number, mark: number): void {
  if (kindOf(mark) === PAGE) pageAt(m, pfn, mark).lost = true;
  else loseRange(m, pfn);
  clearMark(m, pfn, orderOf(mark));
  for (let at = pfn; at < pfn + (1 << orderOf(mark)); at++) if (isSick(m, at)) setMark(m, at, 0, POISONED);
}

function loseRange(m: Memory, pfn: number): void {
  for (const name of m.offlineRanges) {
    const range = m.things.get(name);
    if (range?.kind !== "range" || pfn < range.first || pfn >= range.first + range.count) continue;
    range.phase = "lost";
    m.offlineRanges.delete(name);
  }
}

/** Forgets with the memmap of a removed block which of its frames were poisoned (clear_hwpoisoned_pages). */
export function removeFrames(m: Memory, block: number): void {
  m.blockState[block] = ABSENT;
  const first = firstOf(m, block);
  const end = endOf(m, block);
  if (m.sickFrames[block] === 0) return;
  for (let pfn = first; pfn < end; pfn++) if (isSick(m, pfn)) clearSick(m, pfn);
  m.sickFrames[block] = 0;
}

function clearSick(m: Memory, pfn: number): void {
  m.sick[frameNode(m, pfn)] = 0;
  clearMark(m, pfn, 0);
}
