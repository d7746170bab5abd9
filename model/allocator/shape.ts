import { bootBlocks, type Geometry, type Kernel, totalBlocks, totalFrames, totalPageblocks } from "../geometry.ts";

/** A geometry in the numbers that laws compute with; the same object serves a state and all its forks. */
export interface Shape {
  readonly geometry: Geometry;
  readonly frames: number;
  readonly pageblocks: number;
  readonly blocks: number;
  readonly bootBlocks: number;
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  readonly pageblockFrames: number;
  readonly blockFrames: number;
  /** log2 of the frames of a memory block. */
  readonly blockShift: number;
  readonly blockPageblocks: number;
  readonly cpus: number;
  readonly kernel: Kernel;
  /** Whether free frames may be parked on processors, where no rule sees them. */
  readonly perCpu: boolean;
  /** Half-open pageblock span; empty without CMA. */
  readonly cmaFirst: number;
  readonly cmaEnd: number;
  /** Half-open frame span; empty without a hole. */
  readonly holeFirst: number;
  readonly holeEnd: number;
}

/** The shape of a geometry; computed once, for it is asked for in every step. */
export function shapeOf(geometry: Geometry): Shape {
  const { cma, hole } = geometry;
  return {
    geometry,
    frames: totalFrames(geometry),
    pageblocks: totalPageblocks(geometry),
    blocks: totalBlocks(geometry),
    bootBlocks: bootBlocks(geometry),
    maxOrder: geometry.maxOrder,
    pageblockOrder: geometry.pageblockOrder,
    pageblockFrames: 2 ** geometry.pageblockOrder,
    blockFrames: geometry.blockFrames,
    blockShift: Math.log2(geometry.blockFrames),
    blockPageblocks: geometry.blockFrames / 2 ** geometry.pageblockOrder,
    cpus: geometry.cpus,
    kernel: geometry.kernel,
    perCpu: geometry.perCpuLists !== null,
    cmaFirst: cma?.first ?? 0,
    cmaEnd: cma === null ? 0 : cma.first + cma.count,
    holeFirst: hole?.first ?? 0,
    holeEnd: hole === null ? 0 : hole.first + hole.count,
  };
}

/** Whether the pageblock is set aside for contiguous allocations. */
export const isCma = (shape: Shape, pageblock: number): boolean =>
  pageblock >= shape.cmaFirst && pageblock < shape.cmaEnd;

/** Whether any frame of the half-open span does not exist. */
export const meetsHole = (shape: Shape, first: number, end: number): boolean =>
  first < shape.holeEnd && end > shape.holeFirst;

/** Frames of the half-open span that do not exist. */
export const holeFramesIn = (shape: Shape, first: number, end: number): number =>
  Math.max(0, Math.min(end, shape.holeEnd) - Math.max(first, shape.holeFirst));
