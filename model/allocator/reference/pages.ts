import { clearMark, markAt, nodeOf, setPage } from "./frames.ts";
import type { Memory, Page, Thing } from "./memory.ts";
import { markOf, NONE, orderOf, PAGE } from "./numbers.ts";
import { fillTag } from "./tags.ts";

/** The page a marked head belongs to. */
export const pageAt = (m: Memory, pfn: number, mark: number): Page =>
  m.pages[m.next[nodeOf(m, pfn, orderOf(mark))] as number] as Page;

/** Makes 2^order frames a page. */
export function newPage(m: Memory, first: number, order: number, movable: boolean): Page {
  const id = m.spareIds.pop() ?? m.pages.length;
  const page: Page = {
    kind: "page",
    id,
    first,
    order,
    movable,
    references: 0,
    released: false,
    lost: false,
    tag: NONE,
  };
  m.pages[id] = page;
  setPage(m, first, order, id);
  return page;
}

/** Writes to the frames what the page only remembered. */
export function settleTag(m: Memory, page: Page): void {
  if (page.tag !== NONE) fillTag(m, page.first, page.order, page.tag);
}

/** Frees a page nobody refers to any more. */
export function freeWhole(m: Memory, page: Page, cpu: number): void {
  m.pages[page.id] = undefined;
  m.spareIds.push(page.id);
  if (page.lost) return;
  settleTag(m, page);
  clearMark(m, page.first, page.order);
  m.steps.freePage(m, page.first, page.order, cpu);
}

/** Clears memory where the request or init_on_alloc wants it; answers how many frames. */
export function prepare(m: Memory, page: Page, zero: boolean): number {
  if (!zero && !m.geometry.initOnAlloc) return 0;
  page.tag = 0;
  return 1 << page.order;
}

/** Whether the buddy allocator would take this back: a live page, freed from its first frame with its own order. */
export const acceptsFree = (m: Memory, pfn: number, order: number): boolean => markAt(m, pfn) === markOf(PAGE, order);

/** Whether a handle may be given to something new. */
export function isFresh(m: Memory, as: number): boolean {
  if (!Number.isSafeInteger(as) || as < 0) return false;
  const thing = m.things.get(as);
  return thing === undefined || (thing.kind === "page" && thing.released);
}

/** What a handle names, if it is a live page. */
export function livePage(m: Memory, what: number): Page | undefined {
  const thing: Thing | undefined = m.things.get(what);
  return thing?.kind === "page" && !thing.released ? thing : undefined;
}

/** Fills every frame of a page. */
export function writeTag(_: Memory, page: Page, tag: number): void {
  page.tag = tag;
}
