import { frames, pfn } from "../../units.ts";
import type { Mobility } from "../vocabulary.ts";
import { eachHead } from "./frames.ts";
import type { Memory, Page, Range } from "./memory.ts";
import {
  FAKE_OFFLINE,
  kindOf,
  MOVABLE,
  MOVABLE_ZONE,
  NONE,
  NORMAL,
  PAGE,
  RECLAIMABLE,
  TAKEN,
  UNMOVABLE,
} from "./numbers.ts";
import {
  answered,
  DONE,
  EXHAUSTED,
  type Handlers,
  isIndex,
  OUT_OF_RANGE,
  REFUSED,
  TAKEN_HANDLE,
  UNKNOWN,
} from "./outcome.ts";
import { freeWhole, isFresh, livePage, newPage } from "./pages.ts";
import { fillTags, tagOf } from "./tags.ts";

/** Number of a mobility, or {@link NONE} for a word that is none. */
export function typeNumber(mobility: Mobility): number {
  switch (mobility) {
    case "unmovable":
      return UNMOVABLE;
    case "movable":
      return MOVABLE;
    case "reclaimable":
      return RECLAIMABLE;
    default:
      return NONE;
  }
}

/** What a handle names, if its frames belong to whoever holds it. */
function owned(m: Memory, what: number): Page | Range | undefined {
  const thing = m.things.get(what);
  return thing?.kind === "range" && thing.phase === "taken" ? thing : livePage(m, what);
}

/** Commands about single allocations. */
export const pageHandlers: Handlers<"allocate" | "release" | "misrelease" | "write" | "read"> = {
  allocate(m, ask) {
    const { order, cpu, atomic, zero } = ask;
    const type = typeNumber(ask.mobility);
    const reach = ask.reach === "movable" ? MOVABLE_ZONE : NORMAL;
    if (!isIndex(order, m.maxOrder + 1) || !isIndex(cpu, m.geometry.cpus) || type === NONE) return OUT_OF_RANGE;
    if (reach === MOVABLE_ZONE && type !== MOVABLE) return OUT_OF_RANGE;
    if (!isFresh(m, ask.as)) return TAKEN_HANDLE;
    const first = m.steps.allocatePage(m, { order, type, reach, atomic, cpu });
    if (first === NONE) return EXHAUSTED;
    const page = newPage(m, first, order, type === MOVABLE);
    m.things.set(ask.as, page);
    return answered({ kind: "granted", first: pfn(first), zeroed: frames(m.steps.prepare(m, page, zero)) });
  },

  release(m, { what, cpu }) {
    const page = livePage(m, what);
    if (page === undefined) return UNKNOWN;
    if (!isIndex(cpu, m.geometry.cpus)) return OUT_OF_RANGE;
    page.released = true;
    if (page.references === 0) freeWhole(m, page, cpu);
    else m.steps.freeRemainder(m, page, cpu);
    return DONE;
  },

  misrelease(m, { what, how }) {
    const thing = m.things.get(what);
    if (thing?.kind !== "page" || thing.lost) return UNKNOWN;
    if (how !== "twice" && how !== "order" && how !== "tail") return OUT_OF_RANGE;
    const again = how === "twice";
    if (again ? !isGone(m, thing) : thing.released || (how === "tail" && thing.order === 0)) return UNKNOWN;
    const first = how === "tail" ? thing.first + 1 : thing.first;
    const order = how === "order" ? thing.order + 1 : thing.order;
    return m.steps.acceptsFree(m, first, how === "tail" ? 0 : order) ? DONE : REFUSED;
  },

  write(m, { what, tag }) {
    const thing = owned(m, what);
    if (thing === undefined) return UNKNOWN;
    if (!Number.isInteger(tag) || tag < 1 || tag > 0xffffffff) return OUT_OF_RANGE;
    if (thing.kind === "page") m.steps.writeTag(m, thing, tag);
    else fillTags(m, thing.first, thing.count, tag);
    return DONE;
  },

  read(m, { what }) {
    const thing = owned(m, what);
    if (thing === undefined) return UNKNOWN;
    const tag = thing.kind === "range" ? tagOf(m, thing.first, thing.count) : contentOf(m, thing);
    return answered(tag === NONE ? { kind: "mixed" } : { kind: "content", tag });
  },
};

const contentOf = (m: Memory, page: Page): number =>
  page.tag === NONE ? tagOf(m, page.first, 1 << page.order) : page.tag;

/** Whether a page was freed and nobody has its frames now. */
function isGone(m: Memory, page: Page): boolean {
  if (!page.released || page.references > 0) return false;
  return eachHead(m, page.first, page.first + (1 << page.order), (_, mark) => {
    const kind = kindOf(mark);
    return kind !== PAGE && kind !== TAKEN && kind !== FAKE_OFFLINE;
  });
}
