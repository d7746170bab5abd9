import type { Geometry } from "./geometry.ts";

/** Largest guest the model can number: 2^28 frames are 1 TiB. */
const MOST_FRAMES = 2 ** 28;
/** Addresses and sizes in bytes are plain numbers and must stay exact. */
const MOST_BYTES = 2 ** 53;

/**
 * Says what is impossible about a geometry: one sentence that names the field, its value and what to do about it.
 *
 * @returns null when the geometry is possible
 */
export function checkGeometry(g: Geometry): string | null {
  for (const check of checks) {
    const wrong = check(g);
    if (wrong !== null) return wrong;
  }
  return null;
}

const isPowerOfTwo = (n: number): boolean => n >= 1 && Number.isInteger(Math.log2(n));

/** A sentence when `value` is not a whole number from `least` to `most`. */
function outside(field: string, value: number, least: number, most: number): string | null {
  if (Number.isInteger(value) && value >= least && value <= most) return null;
  return `${field} is ${value}; choose a whole number from ${least} to ${most}.`;
}

function firstOf(...found: readonly (string | null)[]): string | null {
  return found.find((wrong) => wrong !== null) ?? null;
}

function orders(g: Geometry): string | null {
  const wrong = outside("maxOrder", g.maxOrder, 1, 10) ?? outside("pageblockOrder", g.pageblockOrder, 1, 10);
  if (wrong !== null || g.pageblockOrder <= g.maxOrder) return wrong;
  return `pageblockOrder is ${g.pageblockOrder}, above maxOrder ${g.maxOrder}; a pageblock must fit into the largest buddy, so choose at most ${g.maxOrder}.`;
}

function blockFrames(g: Geometry): string | null {
  const wrong = outside("blockFrames", g.blockFrames, 1, MOST_FRAMES);
  if (wrong !== null) return wrong;
  if (!isPowerOfTwo(g.blockFrames)) return `blockFrames is ${g.blockFrames}; choose a power of two.`;
  if (g.blockFrames >= 2 ** g.maxOrder) return null;
  return `blockFrames is ${g.blockFrames}, smaller than the largest buddy; choose a multiple of 2^maxOrder, ${2 ** g.maxOrder}.`;
}

function wholeBlocks(field: "bootFrames" | "sharedFrames", value: number, blockSize: number): string | null {
  const wrong = outside(field, value, 0, MOST_FRAMES);
  if (wrong !== null || value % blockSize === 0) return wrong;
  return `${field} is ${value}, not a whole number of memory blocks; choose a multiple of blockFrames, ${blockSize}.`;
}

function parts(g: Geometry): string | null {
  const wrong = firstOf(
    wholeBlocks("bootFrames", g.bootFrames, g.blockFrames),
    wholeBlocks("sharedFrames", g.sharedFrames, g.blockFrames),
    outside("partitions", g.partitions, 0, MOST_FRAMES),
    outside("partitionBlocks", g.partitionBlocks, 0, MOST_FRAMES),
  );
  if (wrong !== null) return wrong;
  if (g.bootFrames === 0)
    return `bootFrames is 0; a guest boots from at least one memory block, ${g.blockFrames} frames.`;
  if (g.partitions > 0 && g.partitionBlocks === 0) {
    return `partitionBlocks is 0 although partitions is ${g.partitions}; give a partition at least 1 block, or choose 0 partitions.`;
  }
  const total = g.bootFrames + g.sharedFrames + g.partitions * g.partitionBlocks * g.blockFrames;
  if (total <= MOST_FRAMES) return null;
  return `bootFrames, sharedFrames and partitions make ${total} frames; choose at most ${MOST_FRAMES} in all.`;
}

function perCpuLists(g: Geometry): string | null {
  const wrong = outside("cpus", g.cpus, 1, 64);
  const lists = g.perCpuLists;
  if (wrong !== null || lists === null) return wrong;
  return firstOf(
    outside("perCpuLists.batch", lists.batch, 1, MOST_FRAMES),
    outside("perCpuLists.high", lists.high, lists.batch, MOST_FRAMES),
    outside("perCpuLists.maxOrder", lists.maxOrder, 0, Math.min(3, g.maxOrder)),
  );
}

function watermarks(g: Geometry): string | null {
  if (g.watermarks === null) return null;
  const { min, lowmemReserve } = g.watermarks;
  const wrong = firstOf(
    outside("watermarks.min", min, 0, g.bootFrames - 1),
    outside("watermarks.lowmemReserve", lowmemReserve, 0, g.bootFrames - 1),
  );
  if (wrong !== null || min + lowmemReserve < g.bootFrames) return wrong;
  return `watermarks.min and watermarks.lowmemReserve are ${min + lowmemReserve} together; keep their sum below bootFrames, ${g.bootFrames}.`;
}

function cma(g: Geometry): string | null {
  if (g.cma === null) return null;
  const pageblocks = g.bootFrames / 2 ** g.pageblockOrder;
  const { first, count } = g.cma;
  const wrong = outside("cma.first", first, 0, pageblocks - 1) ?? outside("cma.count", count, 1, pageblocks);
  if (wrong !== null || first + count <= pageblocks) return wrong;
  return `cma ends at pageblock ${first + count}; keep it inside boot memory, which has ${pageblocks} pageblocks.`;
}

function hole(g: Geometry): string | null {
  if (g.hole === null) return null;
  const { first, count } = g.hole;
  const wrong = outside("hole.first", first, 0, g.bootFrames - 1) ?? outside("hole.count", count, 1, MOST_FRAMES);
  if (wrong !== null) return wrong;
  if (first + count > g.bootFrames) {
    return `hole ends at frame ${first + count}; keep it inside boot memory, which has ${g.bootFrames} frames.`;
  }
  if (count === g.bootFrames) {
    return `hole.count is ${count}, all of boot memory; leave at least one frame of the ${g.bootFrames}.`;
  }
  if (g.cma === null) return null;
  const pageblockFrames = 2 ** g.pageblockOrder;
  const cmaFirst = g.cma.first * pageblockFrames;
  const cmaEnd = cmaFirst + g.cma.count * pageblockFrames;
  if (first + count <= cmaFirst || first >= cmaEnd) return null;
  return `hole covers frames ${first} to ${first + count - 1}, which overlap cma (frames ${cmaFirst} to ${cmaEnd - 1}); move one of them.`;
}

function device(g: Geometry): string | null {
  const { blockBytes, regionBlocks, address } = g.device;
  const wrong = firstOf(
    outside("device.blockBytes", blockBytes, 4096, MOST_BYTES),
    outside("device.regionBlocks", regionBlocks, 1, MOST_BYTES),
    outside("device.address", address, 0, MOST_BYTES),
  );
  if (wrong !== null) return wrong;
  if (!isPowerOfTwo(blockBytes)) return `device.blockBytes is ${blockBytes}; choose a power of two.`;
  if (address % blockBytes !== 0) {
    return `device.address is ${address}; choose a multiple of device.blockBytes, ${blockBytes}.`;
  }
  if (address + regionBlocks * blockBytes <= MOST_BYTES) return null;
  return `device region ends at byte ${address + regionBlocks * blockBytes}; lower device.address or device.regionBlocks until it ends at or below 2^53.`;
}

function guest(g: Geometry): string | null {
  if (g.guest === undefined) return null;
  const { reserve, memmap } = g.guest;
  // A partition that may never use a frame would serve nobody.
  const most = g.partitions === 0 ? MOST_FRAMES : g.partitionBlocks * g.blockFrames - 1;
  return firstOf(outside("guest.reserve", reserve, 0, most), outside("guest.memmap", memmap, 0, g.blockFrames));
}

function flavour(g: Geometry): string | null {
  if (g.kernel === "6.1" || g.kernel === "6.12") return null;
  return `kernel is ${JSON.stringify(g.kernel)}; choose "6.1" or "6.12".`;
}

/** In this order, because later checks compute with fields that earlier ones have found whole. */
const checks = [orders, blockFrames, parts, perCpuLists, watermarks, cma, hole, device, guest, flavour];
