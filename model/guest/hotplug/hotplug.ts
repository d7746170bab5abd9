import type { GuestOptions } from "../../geometry.ts";
import type { Extent } from "../../units.ts";
import type { Zone } from "../events.ts";
import type { Layout } from "../layout.ts";

/** Values of {@link Hotplug.cells}: what became of a device block. */
export const UNPLUGGED = 0;
/** Plugged, but the driver holds it: not yet handed to the allocator, or taken back from it. */
export const HELD = 1;
/** Plugged and the allocator's. */
export const GIVEN = 2;

/** Values of {@link Hotplug.phase}: the states of a memory block. */
export const ABSENT = 0;
export const OFFLINE = 1;
export const ONLINE = 2;

/** Zones by the number under which {@link Hotplug.zone} files them. */
export const zones: readonly Zone[] = ["kernel", "movable", "shared", "private"];

/** A request the driver queued and the device has not answered. */
export interface Pending {
  readonly request: "plug" | "unplug" | "unplug-all";
  readonly first: number;
  readonly count: number;
}

/**
 * How often a misfortune that was ordered still has to happen, and may. The two differ where nobody can tell whether it was
 * the misfortune or another cause.
 */
export interface Ordered {
  least: number;
  most: number;
}

/** Values of {@link Hotplug.ballooned}: a frame follows its device block unless a balloon said otherwise. */
export const FOLLOWS = 0;
export const DEFLATED = 1;
export const INFLATED = 2;

/**
 * What the specification knows of the device, the memory blocks and the driver: only what was asked and told. Sizes are in
 * frames and count the hotpluggable range; blocks and device blocks are counted from its start.
 */
export interface Hotplug {
  /** What the host wants. */
  requested: number;
  /** The usable region as the driver last read it; 0 before. It may have grown since. */
  usable: number;
  /** The requested size as the driver last read it; -1 before. */
  read: number;
  /** The host resized, or the machine was reset, and the driver has not read the configuration since. */
  stale: boolean;
  /** Offlining attempts and isolations since it is stale. */
  staleAttempts: number;
  /** PLUGs refused with NACK since the last resize. */
  nacks: number;
  pending: Pending | null;
  /** By device block. */
  readonly cells: Uint8Array;
  /** By memory block. */
  readonly phase: Uint8Array;
  /** By memory block: index into {@link zones}; of use while it is online. */
  readonly zone: Uint8Array;
  /** By memory block: device blocks that are plugged. */
  readonly pluggedIn: Uint32Array;
  /** By memory block: device blocks that are the allocator's. */
  readonly givenIn: Uint32Array;
  /** By memory block: frames that the allocator may use. */
  readonly usableIn: Int32Array;
  /** By memory block: where its memory map lies. */
  readonly memmaps: (readonly Extent[] | undefined)[];
  /** Frames that are plugged; for a guest with a balloon, frames that are not in it. */
  plugged: number;
  /** Blocks that were added and not removed, and those of them that are not online. */
  present: number;
  added: number;
  /** Whether the guest has partitions, once that was seen. */
  partitioned: boolean | undefined;
  /** By frame; absent until a balloon moves. */
  ballooned: Uint8Array | undefined;
  migrating: boolean;
  hostShort: boolean;
  readonly busy: Ordered;
  readonly veto: Ordered;
  readonly enqueue: Ordered;
  readonly add: Ordered;
  /** The extent of the last isolation that failed, and how often in a row. */
  triedFirst: number;
  tried: number;
  /** What the retry timer last said, in ms; 0 before. */
  timerMs: number;
  /** Since the timer last expired: a request was acknowledged, or the configuration read. */
  progress: boolean;
  /** Since the timer last expired: something was refused or failed. */
  failed: boolean;
  /** The block that could not be added last, from the start of the region; -1 when it could be since, or there was none. */
  notAdded: number;
  /** The driver gave up. */
  broken: boolean;
  /** UNPLUG_ALL was acknowledged since the configuration was read: the usable region may be smaller now. */
  mayShrink: boolean;
  /** The machine was reset while a migration ran, so that the device may have kept what was plugged, or have unplugged it. */
  doubtful: boolean;
}

const never = (): Ordered => ({ least: 0, most: 0 });

/** What a driver that starts knows and has done. */
export const restarted = {
  usable: 0,
  read: -1,
  stale: true,
  staleAttempts: 0,
  nacks: 0,
  pending: null,
  present: 0,
  added: 0,
  ballooned: undefined,
  triedFirst: -1,
  tried: 0,
  timerMs: 0,
  progress: false,
  failed: false,
  notAdded: -1,
  broken: false,
  mayShrink: false,
} as const satisfies Partial<Hotplug>;

/** As a run begins: nothing plugged, the shared partition requested. */
export function openHotplug(layout: Layout, { sharedAt }: GuestOptions): Hotplug {
  const { first, end, deviceFrames, blockFrames, shared } = layout;
  const blocks = (end - first) / blockFrames;
  return {
    ...restarted,
    requested: sharedAt === "boot" ? 0 : shared.count,
    cells: new Uint8Array((end - first) / deviceFrames),
    phase: new Uint8Array(blocks),
    zone: new Uint8Array(blocks),
    pluggedIn: new Uint32Array(blocks),
    givenIn: new Uint32Array(blocks),
    usableIn: new Int32Array(blocks),
    memmaps: [],
    plugged: 0,
    partitioned: undefined,
    migrating: false,
    hostShort: false,
    busy: never(),
    veto: never(),
    enqueue: never(),
    add: never(),
    doubtful: false,
  };
}

/** An independent copy. */
export function copyHotplug(it: Hotplug): Hotplug {
  return {
    ...it,
    cells: it.cells.slice(),
    phase: it.phase.slice(),
    zone: it.zone.slice(),
    pluggedIn: it.pluggedIn.slice(),
    givenIn: it.givenIn.slice(),
    usableIn: it.usableIn.slice(),
    memmaps: it.memmaps.slice(),
    ballooned: it.ballooned?.slice(),
    busy: { ...it.busy },
    veto: { ...it.veto },
    enqueue: { ...it.enqueue },
    add: { ...it.add },
  };
}
