import type { Extent } from "../../../units.ts";
import type { BlockState } from "../../vocabulary.ts";
import type { Machine } from "../machine.ts";

/** What the driver does, one named step at a time; part of the same record as the memory manager's steps. */
export interface DriverSteps {
  /** Something changed that a sleeping worker waits for: a partition became free, or is waited for. */
  wake(m: Machine): void;
  /** One micro-step of a worker; false: it has nothing to do. */
  microStep(m: Machine): boolean;
  /** Memory is exhausted: a balloon gives frames back, so many if it can; false: it has none. */
  deflateOnOom(m: Machine, frames: number): boolean;
  /** For observers: by memory block of the hotpluggable range. */
  blockStates(m: Machine): readonly BlockState[];
  /** For observers: the driver's record of what is plugged, maximal runs, ascending. */
  pluggedRuns(m: Machine): readonly Extent[];
}
