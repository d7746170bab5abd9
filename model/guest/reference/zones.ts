import { BOOT, KERNEL, type Machine, MOVABLE, PRIVATE, SHARED } from "./machine.ts";
import type { Process } from "./parts.ts";

/** Where a guest without partitions puts user pages: the highest zone first, boot memory last (gfp_zone, build_zonelists). */
const ORDINARY: readonly number[] = [MOVABLE, KERNEL, BOOT];
/** What must not move: never ZONE_MOVABLE. */
const UNMOVABLE: readonly number[] = [KERNEL, BOOT];
const SHARED_THEN_BOOT: readonly number[] = [SHARED, BOOT];

/** Anonymous pages of an assigned process come from its partition only; of others, never from a partition. */
export function zonesForAnonymous(m: Machine, { partition }: Process): readonly number[] {
  if (!m.partitioned) return ORDINARY;
  return m.frames.only[partition >= 0 ? PRIVATE + partition : BOOT] as readonly number[];
}

/** Page cache of assigned processes goes to the shared partition. */
export function zonesForFile(m: Machine, { partition }: Process, fault: boolean): readonly number[] {
  if (!m.partitioned) return ORDINARY;
  const { only } = m.frames;
  if (partition < 0 || (!fault && m.options.fileReads === "boot")) return only[BOOT] as readonly number[];
  return m.options.sharedFull === "kill" ? (only[SHARED] as readonly number[]) : SHARED_THEN_BOOT;
}

/** The kernel's memory must not be where memory is to be given back. */
export const zonesForKernel = (): readonly number[] => UNMOVABLE;

/** A page that must leave its block goes where one like it might have been put; one of a kernel zone cannot go to ZONE_MOVABLE. */
export const zonesForTarget = (_: Machine, zone: number): readonly number[] =>
  zone === MOVABLE ? ORDINARY : UNMOVABLE;

/** Frames of several zones that may be handed out. */
export function roomAcross(m: Machine, zones: readonly number[]): number {
  let room = 0;
  for (const zone of zones) room += m.steps.roomIn(m, zone);
  return room;
}

/**
 * Makes room by giving up clean pages. The shared partition does so before it lets pages go to boot memory; otherwise nothing is
 * dropped while there is a free frame anywhere. A balloon deflates before anything counts as exhausted.
 */
export function makeRoom(m: Machine, zones: readonly number[], count: number): boolean {
  const first = zones[0] as number;
  if (first === SHARED && zones.length > 1 && m.steps.roomIn(m, first) < count) m.steps.dropIn(m, first, count);
  let room = roomAcross(m, zones);
  for (const zone of zones) {
    if (room >= count) return true;
    m.steps.dropIn(m, zone, m.steps.roomIn(m, zone) + count - room);
    room = roomAcross(m, zones);
  }
  if (zones !== ORDINARY) return room >= count;
  while (room < count && m.steps.deflateOnOom(m)) room = roomAcross(m, zones);
  return room >= count;
}
