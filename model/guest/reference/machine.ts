import type { Geometry, GuestOptions } from "../../geometry.ts";
import type { GuestEvent } from "../events.ts";
import type { Layout } from "../layout.ts";
import type { Driver } from "./driver/driver.ts";
import type { DriverSteps } from "./driver/steps.ts";
import type { Frames, Partition, Society } from "./parts.ts";
import type { MemorySteps } from "./steps.ts";

/** How a guest's memory grows and shrinks. */
export type Mechanism = "hotmem" | "virtio-mem" | "virtio-mem-kernel" | "balloon";

/** Nobody uses these frames; they may be handed out. */
export const FREE = 0;
/** Free, but on a processor's own list: to be handed out, not to be taken offline. */
export const PARKED = 1;
/** Not there, offline, unplugged, isolated or inflated: only the driver may touch these frames. */
export const DRIVER = 2;
/** The memory map of a block. */
export const MEMMAP = 3;
/** First number of an owner. */
export const OWNERS = 4;

/** Zones by number; the zone of private partition i is `PRIVATE + i`. A block that is not online is in none. */
export const NO_ZONE = -1;
export const BOOT = 0;
export const KERNEL = 1;
export const MOVABLE = 2;
export const SHARED = 3;
export const PRIVATE = 4;

/** Content of frames that the kernel wrote to: the largest value, which a script hardly stores. */
export const KERNEL_DATA = 0xffff_ffff;

/** What the answer being made has cost so far. */
export interface Meter {
  migrated: number;
  zeroed: number;
  faulted: number;
  requests: number;
  offlined: number;
  steps: number;
}

/** Every step of a guest. */
export type GuestSteps = MemorySteps<Machine> & DriverSteps<Machine>;

/** The whole state of a guest. Changed in place by the steps. */
export interface Machine {
  readonly geometry: Geometry;
  readonly layout: Layout;
  readonly options: GuestOptions;
  readonly mechanism: Mechanism;
  /** Whether the guest has partitions: mechanism `hotmem`. */
  readonly partitioned: boolean;
  /** The honest record, or a mutant's with one step replaced. */
  readonly steps: GuestSteps;
  frames: Frames;
  society: Society;
  /** Empty for a guest without partitions. */
  partitions: Partition[];
  driver: Driver;
  /** Events of the answer being made. */
  events: GuestEvent[];
  readonly meter: Meter;
}

/** Appends an event to the answer being made; what it costs is metered here, so that the two always agree. */
export function tell(m: Machine, event: GuestEvent): void {
  m.events.push(event);
  switch (event.kind) {
    case "move":
      m.meter.migrated += event.count;
      break;
    case "zero":
      m.meter.zeroed += event.extent.count;
      break;
    case "response":
    case "inflate":
    case "deflate":
      m.meter.requests++;
      break;
    case "offline":
      if (event.outcome === "done") m.meter.offlined++;
  }
}
