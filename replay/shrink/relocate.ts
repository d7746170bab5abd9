import type { Command, Vocabulary } from "../../model/contract.ts";
import { bootBlocks, type Geometry, totalBlocks } from "../../model/geometry.ts";
import type { Hints } from "../../wire/fields.ts";
import type { WireContract } from "../../wire/schema.ts";
import { type ArgumentValue, argumentOf, fieldsOf, withArgument } from "./arguments.ts";
import { memoryOf } from "./memory.ts";

/** Arguments that name a place by number are called after the unit of the number. */
const UNITS = ["pfn", "pageblock", "block"] as const;
type Unit = (typeof UNITS)[number];
type Measure = NonNullable<Hints["measure"]>;

/** The unit of a field that names a place in the guest's memory, or null. */
export const unitOf = (name: string): Unit | null => UNITS.find((unit) => unit === name) ?? null;

/** Frames per unit. */
export function framesPer(unit: Unit, { pageblockOrder, blockFrames }: Geometry): number {
  if (unit === "block") return blockFrames;
  return unit === "pageblock" ? 2 ** pageblockOrder : 1;
}

/** The commands for a guest of another shape: whatever they name lies in the same region, as far from its start as it can. */
export function relocate<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  commands: readonly Command<V>[],
  from: Geometry,
  to: Geometry,
): readonly Command<V>[] {
  return commands.map((ask) => {
    let moved = ask;
    for (const { name, shape } of fieldsOf(wire, ask)) {
      const value = argumentOf(ask, name);
      const unit = unitOf(name);
      if (unit !== null) moved = withArgument(moved, name, relocatePlace(value as number, unit, from, to));
      if (shape.kind === "wide" && shape.measure !== undefined) {
        moved = withArgument(moved, name, relocateWide(value as bigint, shape.measure, from, to));
      }
      if (shape.kind === "integer" && shape.scales === true) {
        moved = withArgument(moved, name, scaled(value as number, from, to));
      }
    }
    return moved;
  });
}

/** As large a part of a partition as before, and at least one page. */
function scaled(pages: number, from: Geometry, to: Geometry): number {
  const ratio = (to.partitionBlocks * to.blockFrames) / (from.partitionBlocks * from.blockFrames);
  return Number.isFinite(ratio) && ratio > 0 ? Math.max(1, Math.round(pages * ratio)) : pages;
}

/** First memory block of each region: boot memory, the shared partition, private partitions. */
function regionsOf(g: Geometry): readonly number[] {
  const shared = bootBlocks(g);
  const firstPrivate = shared + g.sharedFrames / g.blockFrames;
  return [0, shared, ...Array.from({ length: g.partitions }, (_, p) => firstPrivate + p * g.partitionBlocks)];
}

function relocatePlace(value: number, unit: Unit, from: Geometry, to: Geometry): ArgumentValue {
  const frame = value * framesPer(unit, from);
  const block = relocateBlock(Math.floor(frame / from.blockFrames), from, to);
  // Within the block: the same pageblock and the same frame of it, as far as there are so many.
  const within = frame % from.blockFrames;
  const [fromPageblock, toPageblock] = [framesPer("pageblock", from), framesPer("pageblock", to)];
  const pageblock = Math.min(Math.floor(within / fromPageblock), to.blockFrames / toPageblock - 1);
  const rest = Math.min(within % fromPageblock, toPageblock - 1);
  return Math.floor((block * to.blockFrames + pageblock * toPageblock + rest) / framesPer(unit, to));
}

function relocateBlock(block: number, from: Geometry, to: Geometry): number {
  const [starts, targets] = [regionsOf(from), regionsOf(to)];
  const region = starts.findLastIndex((start) => start <= block);
  // Regions may be empty; the last one that begins at the block or before it is the one it lies in.
  const target = Math.min(region, targets.length - 1);
  const start = targets[target] ?? 0;
  const end = targets[target + 1] ?? totalBlocks(to);
  return Math.max(0, Math.min(start + (block - (starts[region] ?? 0)), Math.max(start, end - 1)));
}

/** Device blocks beyond the region from which on a number has nothing to do with it. */
const FAR = 65_536n;

/** As many whole partitions above as much of the shared one, and as many blocks of the next; beyond the region it stays. */
function relocateMemory(value: bigint, from: Geometry, to: Geometry): bigint {
  const [old, now] = [memoryOf(from), memoryOf(to)];
  if (value > old.all + FAR * BigInt(from.device.blockBytes)) return value;
  if (value > old.all) return value - old.all + now.all;
  const above = value - old.shared;
  if (above < 0n) return relocateWithin(value, now.shared, from, to);
  if (old.rated === 0n) return now.shared;
  const partitions = above / old.rated;
  const rest = relocateWithin(above % old.rated, now.rated, from, to);
  const moved = now.shared + partitions * now.rated + rest;
  return moved < now.all ? moved : now.all;
}

/** The rest of a size, in device blocks and parts of one; not more than there is. */
function relocateWithin(rest: bigint, most: bigint, from: Geometry, to: Geometry): bigint {
  const [unit, newUnit] = [BigInt(from.device.blockBytes), BigInt(to.device.blockBytes)];
  const moved = (rest / unit) * newUnit + (rest % unit === 0n ? 0n : ((rest % unit) * newUnit) / unit || 1n);
  return moved < most ? moved : most;
}

function relocateWide(value: bigint, measure: Measure, from: Geometry, to: Geometry): bigint {
  if (measure === "memory") return relocateMemory(value, from, to);
  const [unit, newUnit] = [BigInt(from.device.blockBytes), BigInt(to.device.blockBytes)];
  const [blocks, newBlocks] = [BigInt(from.device.regionBlocks), BigInt(to.device.regionBlocks)];
  const [origin, newOrigin] =
    measure === "address" ? [BigInt(from.device.address), BigInt(to.device.address)] : [0n, 0n];
  const offset = value - origin;
  if (offset < 0n) return newOrigin - (-offset * newUnit) / unit > 0n ? newOrigin - (-offset * newUnit) / unit : 0n;
  const rest = offset % unit === 0n ? 0n : ((offset % unit) * newUnit) / unit || 1n;
  const whole = offset / unit;
  // What lies beyond the region goes on lying as far beyond it; far beyond, it is a number of its own and stays.
  if (whole > blocks + FAR) return value;
  const last = measure === "address" ? newBlocks - 1n : newBlocks;
  const kept = whole >= blocks ? newBlocks + (whole - blocks) : whole < last ? whole : last;
  return newOrigin + kept * newUnit + rest;
}
