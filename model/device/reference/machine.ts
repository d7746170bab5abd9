import type { DeviceGeometry } from "../../geometry.ts";
import type { U64 } from "../../units.ts";

/** The insides of the reference device. Sizes in bytes; changed in place by the steps. */
export interface Machine {
  readonly geometry: DeviceGeometry;
  requested: U64;
  usable: U64;
  plugged: U64;
  /** One byte per block, 1 plugged. */
  readonly bitmap: Uint8Array;
  /** Backing memory by guest-physical address of a 64-bit word; a word that is not there is zero. */
  readonly memory: Map<number, U64>;
  migrating: boolean;
  /** Serves no request until a device reset. */
  broken: boolean;
  /** A configuration change interrupt that is not delivered yet. */
  interrupt: "none" | "raised" | "delayed";
}

/** A range of blocks by index, half-open, inside the region. */
export interface Blocks {
  readonly from: number;
  readonly to: number;
}

/** A machine as it is switched on. Which part of its region is usable is for its policy to say. */
export const machine = (geometry: DeviceGeometry): Machine => ({
  geometry,
  requested: 0n,
  usable: 0n,
  plugged: 0n,
  bitmap: new Uint8Array(geometry.regionBlocks),
  memory: new Map(),
  migrating: false,
  broken: false,
  interrupt: "none",
});

/** A machine of its own in the same state. */
export const copyOf = (device: Machine): Machine => ({
  ...device,
  bitmap: Uint8Array.from(device.bitmap),
  memory: new Map(device.memory),
});

/** Equal only for machines that answer every future alike. */
export function keyOf(device: Machine): string {
  const flips: number[] = [];
  let last = 0;
  for (const [index, bit] of device.bitmap.entries()) {
    if (bit !== last) flips.push(index);
    last = bit;
  }
  const memory = [...device.memory].filter(([, value]) => value !== 0n).sort(([a], [b]) => a - b);
  const { requested, usable, plugged, migrating, broken, interrupt } = device;
  return [requested, usable, plugged, flips, memory.join(";"), migrating, broken, interrupt].join("|");
}

/** Bytes of a block. */
export const blockSize = (device: Machine): U64 => BigInt(device.geometry.blockBytes);
/** Guest-physical address of the first block. */
export const regionStart = (device: Machine): U64 => BigInt(device.geometry.address);
/** Bytes of the region. */
export const regionSize = (device: Machine): U64 => blockSize(device) * BigInt(device.geometry.regionBlocks);
/** Bytes of these blocks. */
export const bytesOf = (device: Machine, { from, to }: Blocks): U64 => BigInt(to - from) * blockSize(device);
