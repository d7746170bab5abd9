import type { Geometry, GuestOptions } from "../geometry.ts";
import { frames } from "../units.ts";

/** The options of a guest; what the geometry does not say is decided here. */
export const optionsOf = (g: Geometry): GuestOptions =>
  g.guest ?? { ...decided, memmap: frames(Math.floor(g.blockFrames / 64)) };

/** The default of every option, for memory blocks too small for a memory map of a whole frame. */
export const decided: GuestOptions = {
  sharedFull: "drop-then-boot",
  fileReads: "shared",
  exec: "keeps",
  outOfMemory: "instance",
  reserve: frames(0),
  longtermPins: "move",
  waiters: "one",
  reuse: true,
  sharedAt: "region",
  memmap: frames(0),
  usable: "region",
};
