import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { Lists, Migratetype } from "../vocabulary.ts";
import type { Types } from "./types.ts";

/** Types that merge with one another across pageblocks (migratetype_is_mergeable). */
const isMergeable = (type: Migratetype | undefined): boolean =>
  type === "unmovable" || type === "reclaimable" || type === "movable";

/** No two free buddies that ought to be one. */
export function checkMerged(state: AllocatorState, lists: Lists, types: Types): Verdict | null {
  if (!weighs(state.docket, rules["lists/merged"])) return null;
  /** By frame: order of the free buddy it heads, plus one. */
  const headed = new Uint8Array(state.shape.frames);
  for (const { order, heads } of lists.free) for (const head of heads) headed[head] = order + 1;
  for (const { order, heads } of lists.free) {
    if (order >= state.shape.maxOrder) continue;
    for (const head of heads) {
      const buddy = head + 2 ** order;
      if (head % 2 ** (order + 1) !== 0 || headed[buddy] !== order + 1) continue;
      if (!mustMerge(state, head, buddy, order, types)) continue;
      return illegal(rules["lists/merged"], `free buddies ${head} and ${buddy} of order ${order} are not merged`);
    }
  }
  return null;
}

/** Whether the type rule permits the merge and no move between lists can have left the pair apart. */
function mustMerge(state: AllocatorState, head: number, buddy: number, order: number, types: Types): boolean {
  const { pageblockOrder, geometry } = state.shape;
  const first = head >>> pageblockOrder;
  const last = (buddy + 2 ** order - 1) >>> pageblockOrder;
  for (let at = first; at <= last; at++) if (state.unmerged[at] !== 0) return false;
  if (order < pageblockOrder) return true;
  // Reserving and unreserving HIGHATOMIC pageblocks moves buddies between types without merging them.
  if (geometry.highatomic) return false;
  const mine = types[first];
  const theirs = types[buddy >>> pageblockOrder];
  // Isolating a pageblock moves its free buddies; it does not merge them with those of an isolated neighbour.
  if (mine === "isolate" && theirs === "isolate") return false;
  return mine === theirs || (isMergeable(mine) && isMergeable(theirs));
}
