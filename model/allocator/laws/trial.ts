import type { FreeList, Lists, Migratetype, Mobility, ZoneName } from "../vocabulary.ts";

/** One allocation between two observations of the lists. */
export interface Trial {
  readonly before: Lists;
  readonly zone: ZoneName;
  readonly own: Mobility;
  readonly order: number;
  readonly first: number;
}

/** Lists of one type in the zone with blocks large enough, smallest order first. */
export const suitable = ({ before, zone, order }: Trial, type: Migratetype): readonly FreeList[] =>
  before.free
    .filter((list) => list.zone === zone && list.migratetype === type && list.order >= order && list.heads.length > 0)
    .sort((a, b) => a.order - b.order);

/** The list and order of the free buddy that had a frame before. */
export function sourceOf({ before, zone, first }: Trial): FreeList | undefined {
  return before.free.find((list) => list.zone === zone && list.heads.some((head) => covers(head, list.order, first)));
}

/** Whether the 2^order frames from `head` on include `frame`. */
export const covers = (head: number, order: number, frame: number): boolean =>
  frame >= head && frame < head + 2 ** order;
