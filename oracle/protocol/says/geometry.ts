import type { DeviceGeometry, Geometry, GuestOptions } from "../../../model/geometry.ts";

/** What each field of a geometry says, by path, for the protocol page. */
export const geometrySays: { readonly [F in Exclude<keyof Geometry, "device" | "guest">]: string } & {
  readonly [F in keyof DeviceGeometry as `device.${F}`]: string;
} & { readonly [F in keyof GuestOptions as `guest.${F}`]: string } = {
  pageblockOrder: "log2 of the frames of a pageblock, `maxOrder` at most.",
  maxOrder: "Largest order that is asked for and listed.",
  blockFrames: "Frames of a memory block: a power of two, 2^`maxOrder` at least.",
  bootFrames:
    "Frames of boot memory: 0 to `bootFrames` - 1, online in zone `normal` when a run begins. At least one memory block, and a whole number of them.",
  sharedFrames:
    "Frames of the shared partition, which follow: whole memory blocks. They and all below are absent when a run begins.",
  partitions: "Number of private partitions, which follow.",
  partitionBlocks: "Memory blocks of each private partition.",
  cpus: "Processors, numbered from 0.",
  kernel: "Whose freedom a Linux-like allocator has.",
  perCpuLists: "Lists of free frames for each processor; null: there are none.",
  watermarks: "Frames that ordinary requests must leave free in each zone; null: none.",
  highatomic: "Whether atomic requests may reserve pageblocks.",
  cma: "Pageblocks of boot memory for movable pages only (CMA); null: none.",
  hole: "Frames of boot memory that do not exist; null: none.",
  initOnAlloc: "Whether every allocation must be zeroed.",
  "device.blockBytes": "Bytes of a device block.",
  "device.regionBlocks": "Device blocks of the region.",
  "device.address": "Guest-physical address at which the region starts, in bytes.",
  "guest.sharedFull":
    "What happens when the shared partition is full: drop clean pages, then use boot memory; or kill.",
  "guest.fileReads": "Where reading and writing files fills the page cache.",
  "guest.exec": "Whether exec keeps the partition.",
  "guest.outOfMemory": "Who dies when a partition is exhausted.",
  "guest.reserve": "Frames of each private partition that stay free.",
  "guest.longtermPins": "Whether a page that is pinned for long moves to boot memory first, or the pin is refused.",
  "guest.waiters": "Whether a partition that becomes free wakes the first of the queue, or all.",
  "guest.reuse": "Whether a free populated partition may be assigned again.",
  "guest.sharedAt": "Whether the shared partition belongs to the device's region or to boot memory.",
  "guest.memmap": "Frames of boot memory that the memory map of one block takes.",
  "guest.usable": "Which part of the region the driver may use.",
};
