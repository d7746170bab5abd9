import { totalFrames, totalPageblocks } from "../../geometry.ts";
import { frames } from "../../units.ts";
import { contigBegin, contigFinish, freeRange } from "./contig.ts";
import { zoneOf } from "./frames.ts";
import { migrateAll } from "./handle-holds.ts";
import { typeNumber } from "./handle-pages.ts";
import type { Memory, Page, Range } from "./memory.ts";
import { BY_CALLER, MOVABLE, NONE, ZONES } from "./numbers.ts";
import { answered, BUSY, DONE, type Handlers, isIndex, OUT_OF_RANGE, TAKEN_HANDLE, UNKNOWN } from "./outcome.ts";
import { isFresh } from "./pages.ts";

/** A migration target may lie in the movable zone only when the page does already (alloc_migration_target). */
export const targetReach = (m: Memory, page: Page): number => zoneOf(m, page.first);

function rangeIn(m: Memory, what: number, phase: Range["phase"]): Range | undefined {
  const thing = m.things.get(what);
  return thing?.kind === "range" && thing.phase === phase ? thing : undefined;
}

/** Commands about pageblocks, ranges of them, processors and single frames. */
export const rangeHandlers: Handlers<
  | "drain"
  | "isolate"
  | "unisolate"
  | "contig-begin"
  | "contig-step"
  | "contig-finish"
  | "contig-release"
  | "fake-offline"
  | "fake-online"
  | "poison"
> = {
  drain(m, { cpu }) {
    if (!isIndex(cpu, m.geometry.cpus)) return OUT_OF_RANGE;
    for (let zone = 0; zone < ZONES; zone++) if (m.geometry.perCpuLists !== null) m.steps.drainCpu(m, cpu, zone);
    return DONE;
  },

  isolate(m, { pageblock }) {
    if (!isIndex(pageblock, totalPageblocks(m.geometry))) return OUT_OF_RANGE;
    return m.steps.isolate(m, pageblock, BY_CALLER) ? answered({ kind: "isolated" }) : BUSY;
  },

  unisolate(m, { pageblock, mobility }) {
    const type = typeNumber(mobility);
    if (!isIndex(pageblock, totalPageblocks(m.geometry)) || type === NONE) return OUT_OF_RANGE;
    if (m.isolatedBy[pageblock] !== BY_CALLER) return UNKNOWN;
    m.steps.unisolate(m, pageblock, type);
    return DONE;
  },

  "contig-begin"(m, { as, pageblock, count }) {
    const total = totalPageblocks(m.geometry);
    if (!isIndex(pageblock, total) || !isIndex(count - 1, total - pageblock)) return OUT_OF_RANGE;
    if (!isFresh(m, as)) return TAKEN_HANDLE;
    const range = contigBegin(m, pageblock, count);
    if (range === null) return BUSY;
    m.things.set(as, range);
    return answered({ kind: "begun" });
  },

  "contig-step"(m, { what }) {
    const range = rangeIn(m, what, "begun");
    if (range === undefined) return UNKNOWN;
    const batch = m.steps.contigBatch(m, range);
    return answered({ kind: "stepped", moved: migrateAll(m, batch, MOVABLE, (page) => targetReach(m, page)) });
  },

  "contig-finish"(m, { what }) {
    const range = rangeIn(m, what, "begun");
    if (range === undefined) return UNKNOWN;
    if (contigFinish(m, range)) return answered({ kind: "taken", zeroed: frames(m.steps.prepareRange(m, range)) });
    m.things.delete(what);
    return BUSY;
  },

  "contig-release"(m, { what }) {
    const range = rangeIn(m, what, "taken");
    if (range === undefined) return UNKNOWN;
    m.things.delete(what);
    freeRange(m, range);
    return DONE;
  },

  "fake-offline"(m, { what }) {
    const range = rangeIn(m, what, "taken");
    if (range === undefined) return UNKNOWN;
    m.steps.fakeOffline(m, range);
    m.offlineRanges.add(what);
    return DONE;
  },

  "fake-online"(m, { what }) {
    const range = rangeIn(m, what, "offline");
    if (range === undefined) return UNKNOWN;
    m.things.delete(what);
    m.offlineRanges.delete(what);
    m.steps.fakeOnline(m, range);
    return DONE;
  },

  poison(m, { pfn }) {
    if (!isIndex(pfn, totalFrames(m.geometry))) return OUT_OF_RANGE;
    const was = m.steps.poison(m, pfn);
    return answered(was === "ignored" ? { kind: "ignored" } : { kind: "poisoned", was });
  },
};
