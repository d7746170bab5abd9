import type { Geometry } from "../model/geometry.ts";
import type { Opening } from "../properties/suite.ts";
import type { Known } from "../replay/known.ts";
import type { Choice } from "./choose.ts";

/** One campaign: who is checked, under what, how long. Plain data, because it may be done in another thread. */
export interface Task extends Choice {
  readonly base: Geometry;
  readonly seed: number;
  readonly runs: number | undefined;
  readonly steps: number;
  readonly timeMs: number | undefined;
  /** How long to go on after that while some rule has not been hit; 0 where that does not matter. */
  readonly patienceMs: number;
  readonly opening: Opening;
  /** Runs at the same time, where the subject is a program that answers later. */
  readonly concurrency: number;
  readonly known: readonly Known[];
}
