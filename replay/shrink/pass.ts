import type { Command, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Script } from "../script.ts";

/**
 * Yields simpler scripts, most promising first. What is sent back after each is null when it was turned down, or the
 * script to go on from: the accepted one, cut after its violation and without commands that did not apply. Whoever cannot
 * send anything back (a stream of fast-check) just iterates.
 */
export type Candidates<V extends Vocabulary<V>> = Generator<Script<V>, void, Script<V> | null | undefined>;

/** What a pass may know besides the script. */
export interface Context<V extends Vocabulary<V>> {
  readonly wire: WireContract<V>;
  /** The nearest geometry the subject can have, or null when it can have none or there is none like it. */
  readonly adapt: (geometry: Geometry) => Geometry | null;
}

/** One way to make scripts simpler. Knows the commands by their schema only. */
export type Pass<V extends Vocabulary<V>> = (context: Context<V>, script: Script<V>) => Candidates<V>;

/** The script with other commands. */
export const withCommands = <V extends Vocabulary<V>>(
  script: Script<V>,
  commands: readonly Command<V>[],
): Script<V> => ({
  geometry: script.geometry,
  commands,
});

/** The script without commands `from` to `end`, which stays. */
export const without = <V extends Vocabulary<V>>(script: Script<V>, from: number, end: number): Script<V> =>
  withCommands(script, [...script.commands.slice(0, from), ...script.commands.slice(end)]);

/** The script without the commands at these positions. */
export const withoutEach = <V extends Vocabulary<V>>(script: Script<V>, gone: ReadonlySet<number>): Script<V> =>
  withCommands(
    script,
    script.commands.filter((_, i) => !gone.has(i)),
  );

/** The script with one command replaced. */
export const replaced = <V extends Vocabulary<V>>(script: Script<V>, at: number, command: Command<V>): Script<V> =>
  withCommands(script, script.commands.with(at, command));
