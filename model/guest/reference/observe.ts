import { frames } from "../../units.ts";
import type { Zone } from "../events.ts";
import type { Observed, ZoneSight } from "../vocabulary.ts";
import { BOOT, KERNEL, type Machine, MOVABLE, PRIVATE, SHARED } from "./machine.ts";
import { told } from "./outcome.ts";

function zoneName(zone: number): Zone | "boot" {
  if (zone === BOOT) return "boot";
  if (zone === KERNEL) return "kernel";
  if (zone === MOVABLE) return "movable";
  return zone === SHARED ? "shared" : "private";
}

/** Zones in the order of their first frame; those without a frame are none. */
export function zoneSights({ frames: f }: Machine): readonly ZoneSight[] {
  const sights: ZoneSight[] = [];
  const seen = new Set<number>();
  for (const [block, zone] of f.zone.entries()) {
    if (zone < 0 || seen.has(zone) || f.managed[block] === 0) continue;
    seen.add(zone);
    sights.push({
      zone: zoneName(zone),
      partition: zone >= PRIVATE ? zone - PRIVATE : null,
      managed: frames(f.zoneManaged[zone] as number),
      free: frames(f.zoneFree[zone] as number),
    });
  }
  return sights;
}

/** A look at everything. */
export const observe = (m: Machine): Observed => ({
  kind: "observed",
  blocks: m.steps.blockStates(m),
  plugged: m.steps.pluggedRuns(m),
  zones: m.steps.zoneSights(m),
  partitions: m.partitions.map(({ state, users }) => ({ state, users })),
  waiting: m.society.queue.map(({ handle }) => handle),
  ...told(m),
});
