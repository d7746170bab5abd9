import type { Command, Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";

/** Commands for a guest of a certain shape. Well-formed for every subject: handles, not frames, connect the commands. */
export interface Script<V extends Vocabulary<V>> {
  readonly geometry: Geometry;
  readonly commands: readonly Command<V>[];
}
