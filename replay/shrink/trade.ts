import type { Vocabulary } from "../../model/contract.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Script } from "../script.ts";
import { choices } from "./delete.ts";
import { type Candidates, type Context, withCommands, withoutEach } from "./pass.ts";
import { renameHandles } from "./rename.ts";
import { variantsOf } from "./variants.ts";

/** Most candidates of one trade; a script for which there are more is too long for it. */
const MOST = 3000;

/**
 * Takes out one or two commands and changes an argument of what remains, upwards too, or moves a command to another place:
 * one large allocation instead of two small ones, the other block instead of a detour, later instead of away and back. A
 * script from which nothing can be taken alone often has such a way.
 */
export function* trade<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  for (const many of [1, 2]) {
    let trades = tradesOf(wire, current, many, 0);
    for (let next = trades.next(); !next.done; next = trades.next()) {
      const { candidate, first } = next.value;
      const accepted = yield candidate;
      if (!accepted) continue;
      // Goes on where it was: what was turned down before is tried again in the next round.
      current = accepted;
      trades = tradesOf(wire, current, many, first);
    }
  }
}

/** A candidate, and the first command that it leaves out. */
interface Trade<V extends Vocabulary<V>> {
  readonly candidate: Script<V>;
  readonly first: number;
}

function* tradesOf<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  script: Script<V>,
  many: number,
  from: number,
): Generator<Trade<V>> {
  const { commands } = script;
  const variants = [...variantsOf(wire, script), ...movesOf(commands)].map((others) => withCommands(script, others));
  if ((variants.length * commands.length ** many) / many > MOST) return;
  for (const gone of choices(commands.length, many, from)) {
    const [first = 0] = gone;
    for (const variant of variants) yield { candidate: withoutEach(variant, new Set(gone)), first };
  }
}

/** Most candidates of one exploration, for short scripts and for any. Two commands have no detour. */
const farFor = (length: number): number => (length <= 2 ? 0 : Math.min(2000, 40 * length ** 2));

/**
 * Looks around: scripts of the same length that break the rule too, by a changed argument or two neighbours swapped, and
 * from each of them what can be taken out. Answers for scripts that are not shorter are read as "this one violates too".
 */
export function* explore<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  const plateau = [script];
  const seen = new Set([nameOf(wire, script)]);
  let left = farFor(script.commands.length);
  for (let next = 0; next < plateau.length && left > 0; next++) {
    for (const candidate of aroundOf(wire, plateau[next] as Script<V>, next > 0)) {
      const name = nameOf(wire, candidate);
      if (seen.has(name)) continue;
      seen.add(name);
      left--;
      const accepted = yield candidate;
      if (accepted && accepted.commands.length < script.commands.length) return;
      if (accepted) plateau.push(accepted);
    }
  }
}

/** What is tried from one script: what can be taken out of it, unless that is known, then what lies beside it. */
function* aroundOf<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  script: Script<V>,
  shortcuts: boolean,
): Generator<Script<V>> {
  if (shortcuts) yield* shortcutsFrom(wire, script);
  yield* asideOf(wire, script);
}

/** The commands with one of them moved to any other place. */
function movesOf<C>(commands: readonly C[]): readonly (readonly C[])[] {
  return commands.flatMap((moved, from) => {
    const rest = commands.toSpliced(from, 1);
    // One place to the left is one place to the right of the other, so it is left out.
    const places = [...commands.keys()].filter((to) => to !== from && to !== from - 1);
    return places.map((to) => rest.toSpliced(to, 0, moved));
  });
}

/** Equal for scripts that differ in the names of handles only. */
function nameOf<V extends Vocabulary<V>>(wire: WireContract<V>, script: Script<V>): string {
  const { commands } = renameHandles(wire, script);
  return JSON.stringify(commands, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/** Everything with one command less and at most one argument changed. */
function* shortcutsFrom<V extends Vocabulary<V>>(wire: WireContract<V>, script: Script<V>): Generator<Script<V>> {
  const variants = variantsOf(wire, script).map((commands) => withCommands(script, commands));
  for (let at = 0; at < script.commands.length; at++) {
    for (const variant of [script, ...variants]) yield withoutEach(variant, new Set([at]));
  }
}

/** Everything of the same length that is near. */
function* asideOf<V extends Vocabulary<V>>(wire: WireContract<V>, script: Script<V>): Generator<Script<V>> {
  for (const commands of variantsOf(wire, script)) yield withCommands(script, commands);
  const { commands } = script;
  for (let at = 0; at + 1 < commands.length; at++) {
    yield withCommands(script, [
      ...commands.slice(0, at),
      ...commands.slice(at, at + 2).reverse(),
      ...commands.slice(at + 2),
    ]);
  }
}
