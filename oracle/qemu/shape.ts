import type { DeviceGeometry, Geometry } from "../../model/geometry.ts";
import { type Bytes, bytes } from "../../model/units.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** QEMU takes no smaller device block (hw/virtio/virtio-mem.c VIRTIO_MEM_MIN_BLOCK_SIZE). */
const MIN_BLOCK_BYTES = MIB;
/** A larger block would need a region beyond what the machine can address comfortably. */
const MAX_BLOCK_BYTES = 4 * GIB;
/** Memory backends and their addresses are multiples of a transparent huge page on x86 hosts. */
const BACKEND_ALIGNMENT = 2 * MIB;

/** Where x86 machines without high memory put memory devices, and how much of TCG's 40-bit address space we let them use. */
export const DEVICE_MEMORY = { start: 4 * GIB, bytes: 896 * GIB } as const;

const alignmentOf = (blockBytes: number): number => Math.max(blockBytes, BACKEND_ALIGNMENT);

/** Bytes of the region. */
export const regionBytes = (shape: DeviceGeometry): number => shape.blockBytes * shape.regionBlocks;

const fits = (address: number, size: number): boolean =>
  address >= DEVICE_MEMORY.start && address + size <= DEVICE_MEMORY.start + DEVICE_MEMORY.bytes;

/** Bytes of the strip of addresses that short regions with blocks of one size share. There are 13 such sizes. */
const STRIP_BYTES = 8 * GIB;
const STRIPS_BYTES = 13 * STRIP_BYTES;

/**
 * A place of its own for a shape that has no possible address, so that one machine can hold many. Short regions with blocks of
 * one size stand in their strip in the order of their lengths, each right behind the one that is a block shorter; longer ones
 * are spread behind the strips by their numbers, and any fixed spread would do.
 */
const spread = (blockBytes: number, size: number): number => {
  const inStrip = (size * (size / blockBytes - 1)) / 2;
  if (inStrip + size <= STRIP_BYTES) return DEVICE_MEMORY.start + Math.log2(blockBytes / MIB) * STRIP_BYTES + inStrip;
  const room = Math.max(size, alignmentOf(blockBytes));
  const places = Math.max(1, Math.floor((DEVICE_MEMORY.bytes - STRIPS_BYTES) / room));
  const mixed = Math.imul((size / MIB) ^ Math.imul(blockBytes / MIB, 0x9e37), 0x85eb_ca6b) >>> 0;
  return DEVICE_MEMORY.start + STRIPS_BYTES + (mixed % places) * room;
};

const placeFor = (wish: number, blockBytes: number, size: number): number => {
  const alignment = alignmentOf(blockBytes);
  const near = Math.floor(wish / alignment) * alignment;
  if (fits(near, size)) return near;
  const place = Math.ceil(spread(blockBytes, size) / alignment) * alignment;
  return fits(place, size) ? place : DEVICE_MEMORY.start;
};

/**
 * The nearest geometry whose device QEMU can have: blocks of 1 MiB to 4 GiB, a region of whole 2 MiB, an address that is free for
 * memory devices. The rest of the geometry stays.
 */
export const adaptGeometry = (geometry: Geometry): Geometry | { readonly refused: string } => {
  const { device } = geometry;
  const blockBytes = Math.min(MAX_BLOCK_BYTES, Math.max(MIN_BLOCK_BYTES, device.blockBytes));
  const perAlignment = alignmentOf(blockBytes) / blockBytes;
  const regionBlocks = Math.max(1, Math.ceil(device.regionBlocks / perAlignment)) * perAlignment;
  const size = regionBlocks * blockBytes;
  if (size > DEVICE_MEMORY.bytes) {
    const had = `${device.regionBlocks} blocks of ${blockBytes / MIB} MiB`;
    return {
      refused: `QEMU's x86 machine has room for ${DEVICE_MEMORY.bytes / GIB} GiB of device memory; ${had} are more.`,
    };
  }
  const address: Bytes = bytes(placeFor(device.address, blockBytes, size));
  return { ...geometry, device: { blockBytes: bytes(blockBytes), regionBlocks, address } };
};

/**
 * Whether a migration of a machine with this region takes long: QEMU keeps several bits for each page of it, plugged or not,
 * so that 128 GiB cost 3 ms. Such regions get machines of their own.
 */
export const isVast = (shape: DeviceGeometry): boolean => regionBytes(shape) > 16 * GIB;

/** Equal for shapes that are the same. */
export const keyOf = (shape: DeviceGeometry): string => `${shape.blockBytes}/${shape.regionBlocks}@${shape.address}`;

/** Whether two regions share an address. */
export const overlap = (one: DeviceGeometry, other: DeviceGeometry): boolean =>
  one.address < other.address + regionBytes(other) && other.address < one.address + regionBytes(one);
