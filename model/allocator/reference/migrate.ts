import { anySick, clearMark, setPage, zoneOf } from "./frames.ts";
import type { Memory, Page } from "./memory.ts";
import { CMA, ISOLATE, MOVABLE_ZONE, NONE } from "./numbers.ts";
import { settleTag } from "./pages.ts";
import { copyTags } from "./tags.ts";

/** Migration needs a page on the LRU that nobody else refers to and that is healthy (migrate_folio's reference count). */
export const mayMigrate = (m: Memory, page: Page): boolean =>
  page.movable && page.references === 0 && !page.lost && !anySick(m, page.first, 1 << page.order);

/** Carries the contents to the new frames; the old ones keep theirs until somebody clears them. */
export function copyContent(m: Memory, page: Page, to: number): void {
  settleTag(m, page);
  if (page.tag === NONE) copyTags(m, page.first, to, page.order);
}

/** Newly allocated frames for a page; the migrating task runs on processor 0 (alloc_migration_target). */
export const migrationTarget = (m: Memory, page: Page, type: number, reach: number): number =>
  m.steps.allocatePage(m, { order: page.order, type, reach, atomic: false, cpu: 0 });

/**
 * Moves one page to freshly allocated frames and frees the old ones; answers the new first frame, or {@link NONE} when
 * there is no target.
 */
export function migrateOne(m: Memory, page: Page, type: number, reach: number): number {
  const { order, first } = page;
  const to = m.steps.migrationTarget(m, page, type, reach);
  if (to === NONE) return NONE;
  m.steps.copyContent(m, page, to);
  clearMark(m, first, order);
  setPage(m, to, order, page.id);
  page.first = to;
  m.steps.freePage(m, first, order, 0);
  return to;
}

/**
 * Whether a long-term pin may stay where the page is: not in the movable zone, nor, where CMA is built in, in CMA or
 * isolated pageblocks (folio_is_longterm_pinnable).
 */
export function pinnable(m: Memory, page: Page): boolean {
  if (zoneOf(m, page.first) === MOVABLE_ZONE) return false;
  if (m.geometry.cma === null) return true;
  for (let at = page.first; at < page.first + (1 << page.order); at += 1 << m.pageblockOrder) {
    const type = m.pageblockType[at >>> m.pageblockOrder];
    if (type === CMA || type === ISOLATE) return false;
  }
  return true;
}

/** Takes a reference. */
export function grab(_: Memory, page: Page): void {
  page.references++;
}

/** Drops a reference; freeing a page that was released meanwhile is the caller's business. */
export function letGo(_: Memory, page: Page): void {
  page.references--;
}
