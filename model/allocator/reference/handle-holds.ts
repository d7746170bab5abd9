import { order as orderUnit, pfn } from "../../units.ts";
import type { Move } from "../vocabulary.ts";
import type { Memory, Page } from "./memory.ts";
import { NONE, NORMAL, UNMOVABLE } from "./numbers.ts";
import { answered, DONE, type Handlers, isIndex, OUT_OF_RANGE, refused, TAKEN_HANDLE, UNKNOWN } from "./outcome.ts";
import { freeWhole, isFresh, livePage } from "./pages.ts";
import { drainZone } from "./percpu.ts";

const move = (from: number, page: Page): Move => ({
  from: pfn(from),
  to: pfn(page.first),
  order: orderUnit(page.order),
});

/** Moves pages to newly allocated frames until there are no more frames; answers what moved. */
export function migrateAll(m: Memory, pages: readonly Page[], type: number, reachOf: (page: Page) => number): Move[] {
  const moved: Move[] = [];
  for (const page of pages) {
    const from = page.first;
    if (m.steps.migrateOne(m, page, type, reachOf(page)) === NONE) break;
    moved.push(move(from, page));
  }
  return moved;
}

/** Commands about references. */
export const holdHandlers: Handlers<"hold" | "drop"> = {
  hold(m, { as, what, how }) {
    const page = livePage(m, what);
    if (page === undefined || page.lost) return UNKNOWN;
    if (!isFresh(m, as)) return TAKEN_HANDLE;
    let moved: readonly Move[] = [];
    m.steps.grab(m, page);
    if (how === "longterm" && !m.steps.pinnable(m, page)) {
      m.steps.letGo(m, page);
      if (!m.steps.mayMigrate(m, page)) return refused("busy");
      // The kernel walks again when the target is no better, say a parked frame of an isolated pageblock; draining saves that.
      drainZone(m, NORMAL);
      moved = migrateAll(m, [page], UNMOVABLE, () => NORMAL);
      if (moved.length === 0) return refused("no-memory");
      m.steps.grab(m, page);
    }
    m.things.set(as, { kind: "reference", page });
    return answered({ kind: "held", moved });
  },

  drop(m, { what, cpu }) {
    const thing = m.things.get(what);
    if (thing?.kind !== "reference") return UNKNOWN;
    if (!isIndex(cpu, m.geometry.cpus)) return OUT_OF_RANGE;
    m.things.delete(what);
    const { page } = thing;
    m.steps.letGo(m, page);
    if (page.references === 0 && page.released) freeWhole(m, page, cpu);
    return DONE;
  },
};
