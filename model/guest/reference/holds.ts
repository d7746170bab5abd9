import type { Extent } from "../../units.ts";
import type { Hold } from "../vocabulary.ts";
import { cachedIn, joinAlike } from "./cache.ts";
import { eachRun, zoneOf } from "./frames.ts";
import { BOOT, KERNEL, type Machine } from "./machine.ts";
import { relocate } from "./move.ts";
import { isHeld } from "./owners.ts";
import type { Area } from "./parts.ts";

/** Never ZONE_MOVABLE (folio_is_longterm_pinnable), and never a partition. */
export const pinnable = (_: Machine, zone: number): boolean => zone === BOOT || zone === KERNEL;

/** A piece of pages of one owner that must go elsewhere. */
interface Offender {
  readonly use: number;
  readonly first: number;
  readonly count: number;
  readonly held: boolean;
}

function offendersIn(m: Machine, use: number, { first, count }: Extent, held: boolean, into: Offender[]): void {
  eachRun(m.frames, first, count, (at, pages) => {
    if (!m.steps.pinnable(m, zoneOf(m.frames, at))) into.push({ use, first: at, count: pages, held });
  });
}

function offenders(m: Machine, area: Area): readonly Offender[] {
  const found: Offender[] = [];
  if (area.kind === "anonymous") {
    for (const span of area.group.spans) offendersIn(m, area.group.id, span, isHeld(area.group.holds), found);
  } else if (area.kind === "file") {
    for (const run of cachedIn(area.file, area.first, area.pages)) {
      const { first, count, holds } = run;
      offendersIn(m, area.file.id, { first, count } as Extent, isHeld(holds), found);
    }
    joinAlike(m, area.file, area.first, area.pages);
  }
  return found;
}

/** Pages of an area leave the zones where nothing may be held for long (migrate_longterm_unpinnable_folios). */
export function moveForPin(m: Machine, area: Area): boolean {
  const wrong = offenders(m, area);
  if (wrong.length === 0) return true;
  if (m.options.longtermPins === "refuse" || wrong.some(({ held }) => held)) return false;
  const zones = m.frames.only[BOOT] as readonly number[];
  const pages = wrong.reduce((sum, { count }) => sum + count, 0);
  if (!m.steps.makeRoom(m, zones, pages)) return false;
  for (const { use, first, count } of wrong) relocate(m, use, first, count, zones);
  return true;
}

function change(m: Machine, area: Area, how: Hold, by: number): void {
  if (area.kind === "anonymous") area.group.holds[how] += by;
  if (area.kind !== "file") return;
  for (const run of cachedIn(area.file, area.first, area.pages)) run.holds[how] += by;
  joinAlike(m, area.file, area.first, area.pages);
}

/** Takes a reference on every page of an area; on none of the zero page. */
export const hold = (m: Machine, area: Area, how: Hold): void => change(m, area, how, 1);

/** Pages that nobody maps any more are free now, and with them perhaps a partition. */
export function letGo(m: Machine, area: Area, how: Hold): void {
  change(m, area, how, -1);
  if (area.kind === "anonymous") m.steps.freeUnreferenced(m, area.group);
  m.steps.finishDraining(m);
}
