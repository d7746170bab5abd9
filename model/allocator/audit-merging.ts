import type { Geometry } from "../geometry.ts";
import type { Lists, Migratetype } from "./vocabulary.ts";

const mergeable: ReadonlySet<Migratetype | null | undefined> = new Set([
  "unmovable",
  "movable",
  "reclaimable",
] as const);

/**
 * Complains about pairs of free buddies that ought to be one.
 *
 * Exceptions, all from pageblock order on: pageblocks of types that may not merge; two isolated pageblocks, because isolating
 * moves free pages and does not merge them; and, where HIGHATOMIC pageblocks come and go, any pair, for the same reason.
 */
export function auditMerging(
  geometry: Geometry,
  lists: Lists,
  typeOfPageblock: readonly (Migratetype | null)[],
): string[] {
  const complaints: string[] = [];
  const orderOfHead = new Map<number, number>();
  for (const { order, heads } of lists.free) for (const head of heads) orderOfHead.set(head, order);
  const typeAt = (pfn: number): Migratetype | null | undefined =>
    typeOfPageblock[Math.floor(pfn / 2 ** geometry.pageblockOrder)];
  for (const [head, order] of orderOfHead) {
    const buddy = head + 2 ** order;
    const isLower = head % 2 ** (order + 1) === 0;
    if (order >= geometry.maxOrder || !isLower || orderOfHead.get(buddy) !== order) continue;
    if (order >= geometry.pageblockOrder && (geometry.highatomic || mayStayApart(typeAt(head), typeAt(buddy))))
      continue;
    complaints.push(`free buddies ${head} and ${buddy} of order ${order} are not merged`);
  }
  return complaints;
}

function mayStayApart(one: Migratetype | null | undefined, other: Migratetype | null | undefined): boolean {
  if (one === "isolate" || other === "isolate") return true;
  return one !== other && !(mergeable.has(one) && mergeable.has(other));
}
