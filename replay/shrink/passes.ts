import type { Vocabulary } from "../../model/contract.ts";
import { moveBlocks } from "./blocks.ts";
import { dropChunks, dropPairs, dropTriples } from "./delete.ts";
import { lowerGeometry } from "./geometry.ts";
import { lower, lowerTogether, mergeArguments } from "./lower.ts";
import type { Pass } from "./pass.ts";
import { repoint } from "./repoint.ts";
import { dropKinds, dropPairsOfThreads, dropThreads } from "./threads.ts";
import { trade } from "./trade.ts";

/** Passes for a script that is still long: each takes out much at once. */
export function coarsePasses<V extends Vocabulary<V>>(): readonly Pass<V>[] {
  return [dropKinds, dropThreads, dropChunks];
}

/** Passes that are repeated until none of them finds anything, cheapest first. What they cannot lower is minimal. */
export function finePasses<V extends Vocabulary<V>>(): readonly Pass<V>[] {
  return [
    dropChunks,
    dropPairsOfThreads,
    lowerGeometry,
    moveBlocks,
    lowerTogether,
    lower,
    mergeArguments,
    repoint,
    dropPairs,
    dropTriples,
    trade,
  ];
}
