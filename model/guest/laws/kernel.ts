import type { Law } from "../../contract.ts";
import { weighs } from "../../rule.ts";
import type { Extent, Pfn } from "../../units.ts";
import { type Illegal, illegal, LEGAL } from "../../verdict.ts";
import { zoneAt } from "../hotplug/zones.ts";
import { freeRun, takeFrames } from "../memory/frames.ts";
import { KERNEL, markOf } from "../memory/owners.ts";
import { isFreeName } from "../memory/processes.ts";
import { guestRules as rules } from "../rules.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { isInside, notAsMany, notForUse, say } from "./frames.ts";
import { kernelNeed, notExhausted, toldNeeding } from "./needing.ts";
import { faulted, told } from "./told.ts";

type GuestLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** Memory of the kernel: one aligned run, where memory never has to be taken away. */
export const kernelAllocate: GuestLaw<"kernel-allocate"> = {
  applies(state, ask) {
    const sound = Number.isInteger(ask.order) && ask.order >= 0 && ask.order <= state.geometry.maxOrder;
    return sound && isFreeName(state, ask.as);
  },
  judge(state, ask, answer) {
    const need = kernelNeed(ask.order);
    const wrong = toldNeeding(state, answer, "kernel-allocate", need);
    if (wrong !== undefined) return wrong;
    if (answer.kind === "exhausted") {
      return notExhausted(state, need, "the allocation failed") ?? faulted(state, answer, 0) ?? LEGAL;
    }
    const misplaced =
      notAsMany(state, answer.frames, need.frames) ?? misplacedKernel(state, answer.frames, need.frames);
    if (misplaced !== undefined) return misplaced;
    const [place] = answer.frames;
    if (place !== undefined && isInside(state, place)) {
      takeFrames(state, place.first, place.count, markOf(KERNEL, ask.as));
      state.society.kernel.set(ask.as, [place.first, place.count]);
    }
    return faulted(state, answer, need.frames) ?? LEGAL;
  },
};

function misplacedKernel(state: GuestState, extents: readonly Extent[], frames: number): Illegal | undefined {
  const aligned = rules["place/kernel-aligned"];
  const [extent] = extents;
  const together =
    extent !== undefined && extents.length === 1 && extent.count === frames && extent.first % frames === 0;
  if (weighs(state.docket, aligned) && !together) {
    return illegal(
      aligned,
      `${extents.length} extents, the first at frame ${extent?.first}, for ${frames} aligned frames`,
    );
  }
  return extent && (notForUse(state, extent) ?? kernelZone(state, extent));
}

/** The kernel's memory lies in boot memory or in blocks that came online to a kernel zone. */
function kernelZone(state: GuestState, { first, count }: Extent): Illegal | undefined {
  const { docket, hotplug, geometry } = state;
  const confined = rules["confine/kernel"];
  const zones = rules["place/kernel-zones"];
  const inPartition = hotplug.partitioned === true && first + count > geometry.bootFrames;
  if (hotplug.partitioned === true && weighs(docket, confined) && inPartition) {
    return illegal(confined, `kernel memory in ${say(first, count)}, beyond boot memory`);
  }
  if (!weighs(docket, zones)) return undefined;
  for (const at of [first, first + count - 1]) {
    const zone = zoneAt(state, at as Pfn);
    if (zone !== "boot" && zone !== "kernel")
      return illegal(zones, `kernel memory in ${say(first, count)}, zone ${zone}`);
  }
  return undefined;
}

/** The kernel gives memory back. */
export const kernelFree: GuestLaw<"kernel-free"> = {
  applies: (state, ask) => state.society.kernel.has(ask.what),
  judge(state, ask, answer) {
    const [first, count] = state.society.kernel.get(ask.what) as readonly [number, number];
    state.society.kernel.delete(ask.what);
    freeRun(state, first, count);
    return told(state, answer, "kernel-free") ?? LEGAL;
  },
};
