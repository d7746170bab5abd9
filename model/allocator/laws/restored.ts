import { weighs } from "../../rule.ts";
import { illegal, type Verdict } from "../../verdict.ts";
import { allocatorRules as rules } from "../rules.ts";
import type { AllocatorState } from "../state.ts";
import type { Lists } from "../vocabulary.ts";
import { suitable, type Trial } from "./trial.ts";
import { typesOf } from "./types.ts";

/** Allocating without fallback and freeing again is no change, where every free pair was merged before. */
export function checkRestored(state: AllocatorState, trial: Trial, after: Lists): Verdict | null {
  if (suitable(trial, trial.own).length === 0 || mayMergeLate(state, trial.first)) return null;
  if (state.shape.geometry.highatomic || !weighs(state.docket, rules["lists/restored"])) return null;
  const typed = state.shape.kernel === "6.12";
  const old = typesOf(state, trial.before);
  const retyped = typesOf(state, after).findIndex((type, at) => type !== old[at]);
  if (retyped >= 0) {
    return illegal(
      rules["lists/restored"],
      `pageblock ${retyped} is no longer ${old[retyped]} after allocating and freeing`,
    );
  }
  const before = summary(trial.before, typed);
  const now = summary(after, typed);
  if (before === now) return null;
  return illegal(rules["lists/restored"], `free blocks were ${before}, and are ${now} after allocating and freeing`);
}

/** Whether the largest block around a frame has pairs that an earlier isolation left apart, so that the free merges more. */
function mayMergeLate({ shape, unmerged }: AllocatorState, first: number): boolean {
  const shift = shape.maxOrder - shape.pageblockOrder;
  const from = (first >>> shape.maxOrder) << shift;
  for (let at = from; at < from + 2 ** shift; at++) if (unmerged[at] !== 0) return true;
  return false;
}

/** How many free buddies there are of each order (and type, where lists follow pageblocks), as text. */
function summary(lists: Lists, typed: boolean): string {
  const counts = new Map<string, number>();
  for (const { zone, order, migratetype, heads } of lists.free) {
    const name = `${zone}/${order}${typed ? `/${migratetype}` : ""}`;
    counts.set(name, (counts.get(name) ?? 0) + heads.length);
  }
  return [...counts]
    .map(([name, count]) => `${count}×${name}`)
    .sort()
    .join(" ");
}
