import { weighs } from "../../../rule.ts";
import type { Extent, Pfn } from "../../../units.ts";
import { type Illegal, illegal } from "../../../verdict.ts";
import type { GuestEvent } from "../../events.ts";
import { bootEnd, freeBoot } from "../../hotplug/boot.ts";
import { ABSENT, OFFLINE } from "../../hotplug/hotplug.ts";
import { firstUnusable, zoneAt } from "../../hotplug/zones.ts";
import { firstUsed, take } from "../../memory/frames.ts";
import { guestRules as rules } from "../../rules.ts";
import type { GuestState } from "../../state.ts";
import { sayCount, sayFrames } from "../../words.ts";
import { brokenTransition, indexOf } from "./blocks.ts";
import { heed } from "./misfortunes.ts";

type Event = Extract<GuestEvent, { kind: "add" }>;

/** Blocks that may be added and not online: 1 GiB of blocks of 128 MiB, the smallest of x86-64. */
const THRESHOLD_BLOCKS = 8;

/** add_memory of a block. */
export function added(state: GuestState, event: Event): Illegal | undefined {
  const { block, outcome } = event;
  const broken = brokenTransition(state, block, ABSENT, "add");
  const index = indexOf(state, block);
  if (broken !== undefined || index === -1) return broken;
  const { hotplug, docket, layout } = state;
  if (weighs(docket, rules["block/transitions"]) && hotplug.pluggedIn[index] === 0)
    return illegal(rules["block/transitions"], `add of block ${block}, of which nothing is plugged`);
  const cramped = freeBoot(state) < layout.memmapFrames;
  const ill =
    heed(state, "add", outcome === "failed", `add of block ${block}`, cramped) ?? brokenMap(state, event, index);
  if (outcome === "failed") hotplug.notAdded = index;
  else if (hotplug.notAdded === index) hotplug.notAdded = -1;
  if (ill !== undefined || outcome === "failed") return ill;
  hotplug.phase[index] = OFFLINE;
  hotplug.present++;
  hotplug.added++;
  if (weighs(docket, rules["driver/offline-threshold"]) && hotplug.added > THRESHOLD_BLOCKS)
    return illegal(rules["driver/offline-threshold"], `${sayCount(hotplug.added, "block")} are added and not online`);
  return undefined;
}

/** Whether the kernel may have these frames: boot memory, or blocks of a kernel zone (vmemmap_populate asks for GFP_KERNEL). */
function isKernels(state: GuestState, { first, count }: Extent): boolean {
  if (first + count <= bootEnd(state)) return true;
  return zoneAt(state, first) === "kernel" && zoneAt(state, (first + count - 1) as Pfn) === "kernel";
}

/** Judges the memory map, and takes its frames. */
function brokenMap(state: GuestState, { block, memmap, outcome }: Event, index: number): Illegal | undefined {
  const { hotplug, docket, layout } = state;
  const rule = rules["block/memory-map"];
  const counts = weighs(docket, rule);
  const owed = outcome === "done" ? layout.memmapFrames : 0;
  const has = memmap.reduce((sum, { count }) => sum + count, 0);
  if (counts && has !== owed)
    return illegal(rule, `the memory map of block ${block} has ${sayCount(has, "frame")} instead of ${owed}`);
  const taken: Event["memmap"][number][] = [];
  for (const extent of memmap) {
    const outside = extent.count < 1 || !isKernels(state, extent) || firstUnusable(state, extent) !== -1;
    const used = outside ? null : firstUsed(state, extent);
    if (counts && (outside || used !== null))
      return illegal(
        rule,
        `the memory map of block ${block} lies in ${sayFrames(extent.first, extent.count)}: ${outside ? "memory that the kernel may not have" : `frame ${used?.pfn} is in use`}`,
      );
    if (outside || used !== null) continue;
    take(state, extent, { kind: "memmap", block });
    taken.push(extent);
  }
  hotplug.memmaps[index] = taken.length === 0 ? undefined : taken;
  return undefined;
}
