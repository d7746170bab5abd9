import type { U64 } from "../../units.ts";
import type { Malformation } from "../vocabulary.ts";
import { blockSize, type Machine, regionSize } from "./machine.ts";

/** Where devices in the field differ, all of them within the specification. */
export interface Policy {
  readonly name: string;
  /** The usable region for this requested size, in bytes; growing to it is what a resize does. */
  usableFor(device: Machine, requested: U64): U64;
  /** Whether UNPLUG_ALL and a system reset shrink the usable region to what {@link usableFor} says. */
  readonly shrinks: boolean;
  /** Whether a request beyond requested_size is found out before the states of its blocks are looked at. */
  readonly countsFirst: boolean;
  /** Whether the change interrupt arrives with the answer that shows the change, or with the next one. */
  readonly interrupts: "at-once" | "late";
  /** What becomes of a request no driver should send. */
  readonly malformed: Readonly<Record<Malformation, "error" | "ignored" | "needs-reset">>;
}

const least = (a: U64, b: U64): U64 => (a < b ? a : b);

/** As QEMU: a fixed margin above the requested size (256 MiB on x86; three blocks here), and none when nothing is requested. */
export const margin: Policy = {
  name: "margin",
  usableFor: (device, requested) =>
    requested === 0n ? 0n : least(regionSize(device), requested + 3n * blockSize(device)),
  shrinks: true,
  countsFirst: true,
  interrupts: "at-once",
  malformed: {
    "unknown-type": "needs-reset",
    "short-request": "needs-reset",
    "short-response": "needs-reset",
    "no-response": "needs-reset",
  },
};

/** As Cloud Hypervisor: the whole region, always. */
export const region: Policy = {
  name: "region",
  usableFor: regionSize,
  shrinks: false,
  countsFirst: true,
  interrupts: "at-once",
  malformed: {
    "unknown-type": "error",
    "short-request": "ignored",
    "short-response": "ignored",
    "no-response": "ignored",
  },
};

/** As Firecracker: whole slots that hold the requested size; a slot is 64 blocks of 2 MiB there and 4 blocks here. */
export const slot: Policy = {
  name: "slot",
  usableFor(device, requested) {
    const slotBytes = 4n * blockSize(device);
    return least(regionSize(device), ((requested + slotBytes - 1n) / slotBytes) * slotBytes);
  },
  shrinks: false,
  countsFirst: false,
  interrupts: "late",
  malformed: {
    "unknown-type": "ignored",
    "short-request": "error",
    "short-response": "ignored",
    "no-response": "ignored",
  },
};
