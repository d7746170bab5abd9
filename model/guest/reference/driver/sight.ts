import { type Extent, extent } from "../../../units.ts";
import type { BlockState } from "../../vocabulary.ts";
import type { Machine } from "../machine.ts";
import { stateNames, subblockFrame } from "./table.ts";

/** Straight from the table. */
export function blockStates({ driver }: Machine): readonly BlockState[] {
  const names: BlockState[] = [];
  for (const state of driver.blocks.state) names.push(stateNames[state] ?? "unused");
  return names;
}

/** Maximal runs, over block boundaries. */
export function pluggedRuns(m: Machine): readonly Extent[] {
  const { subblocks } = m.driver.blocks;
  const runs: Extent[] = [];
  let from = subblocks.indexOf(1);
  while (from >= 0) {
    const other = subblocks.indexOf(0, from);
    const to = other < 0 ? subblocks.length : other;
    runs.push(extent(subblockFrame(m, from), (to - from) * m.layout.subblockFrames));
    from = subblocks.indexOf(1, to);
  }
  return runs;
}
