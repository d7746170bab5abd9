import { weighs } from "../../rule.ts";
import type { Extent } from "../../units.ts";
import { type Illegal, illegal } from "../../verdict.ts";
import { append, takeForNext } from "../memory/groups.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import { isInside, notAsMany, notForUse, say } from "./frames.ts";

/** Frames that were taken for the next group, as runs in page order; or what is wrong with them. */
export type TakenFrames = { readonly kind: "taken"; readonly runs: readonly number[] } | Illegal;

/** New anonymous pages of a process: judges where they lie and takes the frames for the next group. */
export function takeAnonymous(
  state: GuestState,
  partition: number,
  extents: readonly Extent[],
  pages: number,
): TakenFrames {
  const wrongSum = notAsMany(state, extents, pages);
  if (wrongSum !== undefined) return wrongSum;
  const runs: number[] = [];
  for (const extent of extents) {
    const wrong = notForUse(state, extent) ?? outsideConfinement(state, partition, extent);
    if (wrong !== undefined) return wrong;
    if (!isInside(state, extent)) continue;
    takeForNext(state, extent.first, extent.count);
    append(runs, extent.first, extent.count);
  }
  return { kind: "taken", runs };
}

/** Anonymous pages lie in the partition of their process; without one, in no partition. */
function outsideConfinement(state: GuestState, partition: number, { first, count }: Extent): Illegal | undefined {
  const { docket, layout, hotplug } = state;
  const { shared, rated } = layout;
  if (partition >= 0) {
    const rule = rules["confine/anonymous"];
    const start = shared.first + shared.count + partition * rated;
    if (!weighs(docket, rule) || (first >= start && first + count <= start + rated)) return undefined;
    return illegal(rule, `${say(first, count)} for partition ${partition}, which is ${say(start, rated)}`);
  }
  if (hotplug.partitioned !== true) return undefined;
  const rule = rules["confine/unassigned"];
  if (!weighs(docket, rule) || first + count <= shared.first + shared.count) return undefined;
  return illegal(rule, `${say(first, count)} for a process without a partition`);
}
