import type { Vocabulary } from "../../model/contract.ts";
import { bootBlocks, type Geometry } from "../../model/geometry.ts";
import type { Script } from "../script.ts";
import { argumentOf, fieldsOf, withArgument } from "./arguments.ts";
import { type Candidates, type Context, withCommands } from "./pass.ts";
import { framesPer, unitOf } from "./relocate.ts";
import { type Descent, descend, sweep } from "./sweep.ts";

/**
 * Moves everything that names a place in one memory block (the block, pageblocks and frames in it) to an earlier block,
 * so that it goes on naming the same place.
 */
export function moveBlocks<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  return sweep(
    script,
    (current) => blocksOf(wire, current),
    function* (current, block): Descent<V> {
      const to = (target: bigint) => moved(wire, current, block, Number(target));
      for (const start of startsBelow(block, current.geometry)) {
        const accepted = yield to(BigInt(start));
        if (accepted) return accepted;
      }
      return yield* descend({ distance: BigInt(block), ordered: true }, to, current.commands.length);
    },
  );
}

/** Blocks at which something new begins: boot memory, hotpluggable memory, private partitions. */
function startsBelow(block: number, g: Geometry): readonly number[] {
  const shared = bootBlocks(g);
  return [...new Set([0, shared, shared + g.sharedFrames / g.blockFrames])].filter((start) => start < block);
}

/** Memory blocks that the script names a place in, last first. */
function blocksOf<V extends Vocabulary<V>>(
  wire: Context<V>["wire"],
  { commands, geometry }: Script<V>,
): readonly number[] {
  const blocks = new Set<number>();
  for (const ask of commands) {
    for (const { name } of fieldsOf(wire, ask)) {
      const unit = unitOf(name);
      if (unit === null) continue;
      const frame = (argumentOf(ask, name) as number) * framesPer(unit, geometry);
      blocks.add(Math.floor(frame / geometry.blockFrames));
    }
  }
  return [...blocks].sort((a, b) => b - a);
}

function moved<V extends Vocabulary<V>>(
  wire: Context<V>["wire"],
  script: Script<V>,
  from: number,
  to: number,
): Script<V> {
  const { geometry } = script;
  const commands = script.commands.map((ask) => {
    let shifted = ask;
    for (const { name } of fieldsOf(wire, ask)) {
      const unit = unitOf(name);
      if (unit === null) continue;
      const value = argumentOf(ask, name) as number;
      const perBlock = geometry.blockFrames / framesPer(unit, geometry);
      if (Math.floor(value / perBlock) === from) shifted = withArgument(shifted, name, value + (to - from) * perBlock);
    }
    return shifted;
  });
  return withCommands(script, commands);
}
