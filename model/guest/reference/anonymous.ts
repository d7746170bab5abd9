import type { Extent } from "../../units.ts";
import type { Machine } from "./machine.ts";
import { isHeld, newGroup, reserveId, retire } from "./owners.ts";
import type { Area, Group, Process } from "./parts.ts";
import { takeAcross } from "./take.ts";

/** So many frames for pages of a process; null: its memory is exhausted. */
function newPages(m: Machine, process: Process, pages: number): Group | null {
  const zones = m.steps.zonesForAnonymous(m, process);
  if (!m.steps.makeRoom(m, zones, pages)) return null;
  const id = reserveId(m);
  m.meter.faulted += pages;
  return newGroup(m, id, takeAcross(m, zones, pages, id));
}

/** do_anonymous_page, page by page. */
export function faultFresh(m: Machine, process: Process, pages: number): Group | null {
  const group = newPages(m, process, pages);
  if (group !== null) m.steps.zeroFresh(m, group.spans);
  return group;
}

/** Maps the zero page, again and again (do_anonymous_page of a read fault). */
export const faultForReading = (_: Machine, __: Process, pages: number): Area => ({ kind: "zero", pages });

/** wp_page_copy, page by page. */
export function copyPages(m: Machine, process: Process, source: readonly Extent[], pages: number): Group | null {
  const group = newPages(m, process, pages);
  if (group !== null) m.steps.copyContent(m, source, group.spans);
  return group;
}

/** Only other mappings count: a page that is held besides is written in place. */
export const breaksSharing = (_: Machine, group: Group): boolean => group.maps > 1;

/** One area more that maps the pages. */
export function mapGroup(_: Machine, group: Group): void {
  group.maps++;
}

/** One area less that maps the pages; the last one frees them unless somebody holds them. */
export function unmapGroup(m: Machine, group: Group): void {
  group.maps--;
  m.steps.freeUnreferenced(m, group);
}

/** Pages live as long as anybody maps or holds them. */
export const isReferenced = (_: Machine, { maps, holds }: Group): boolean => maps > 0 || isHeld(holds);

/** Frees pages that nobody references any more. */
export function freeUnreferenced(m: Machine, group: Group): void {
  if (m.steps.isReferenced(m, group)) return;
  for (const { first, count } of group.spans) m.steps.freeFrames(m, first, count);
  group.spans = [];
  retire(m, group);
}

/** Takes an area out of its address space (unmap_page_range). */
export function unmapArea(m: Machine, area: Area): void {
  if (area.kind === "anonymous") m.steps.unmapGroup(m, area.group);
  else if (area.kind === "file") m.steps.unmapFile(m, area.file, area.first, area.pages);
}
