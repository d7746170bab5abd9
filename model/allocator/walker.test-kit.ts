import { bootBlocks, type Geometry } from "../geometry.ts";

/** A tiny seeded generator (xorshift), so that a failing walk can be taken again. */
export function dice(seed: number): (below: number) => number {
  let x = (seed * 2654435761 + 1) | 0 || 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

/** A page somebody has, as the answers tell. */
export interface HeldPage {
  first: number;
  count: number;
  readonly movable: boolean;
  references: number;
  lost: boolean;
}

/** A range somebody isolated or took. */
export interface HeldRange {
  readonly first: number;
  readonly count: number;
  phase: "begun" | "taken" | "offline" | "lost";
}

/** A random walk over commands, and what is held according to the answers so far. */
export interface Walker {
  readonly g: Geometry;
  readonly roll: (below: number) => number;
  readonly pages: Map<number, HeldPage>;
  readonly references: Map<number, HeldPage>;
  readonly lingering: Set<HeldPage>;
  readonly ranges: Map<number, HeldRange>;
  readonly online: Set<number>;
  readonly poisoned: Set<number>;
  going: number;
  fresh: number;
}

/** A walker before its first step. */
export const walkerOf = (g: Geometry, seed: number): Walker => ({
  g,
  roll: dice(seed),
  pages: new Map(),
  references: new Map(),
  lingering: new Set(),
  ranges: new Map(),
  online: new Set(Array.from({ length: bootBlocks(g) }, (_, i) => i)),
  poisoned: new Set(),
  going: -1,
  fresh: 0,
});
