import type { Vocabulary } from "../../model/contract.ts";
import type { Script } from "../script.ts";
import { type Candidates, type Context, without, withoutEach } from "./pass.ts";

/**
 * Takes out neighbouring commands: half of them, then quarters, at last each alone (delta debugging, Zeller and
 * Hildebrandt 2002, without its complements). From the end, because later commands are needed by fewer others. A command
 * that loses what it depends on no longer applies and goes with it.
 */
export function* dropChunks<V extends Vocabulary<V>>(_: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  for (let size = Math.floor(script.commands.length / 2); size >= 1; size = Math.floor(size / 2)) {
    let end = current.commands.length;
    while (end > 0) {
      const from = Math.max(0, end - size);
      const accepted = yield without(current, from, end);
      current = accepted || current;
      end = Math.min(from, current.commands.length);
    }
  }
}

/** Cuts off the end: half of the script, then a quarter, at last one command. Without answers nobody knows the failing step. */
export function* cutShort<V extends Vocabulary<V>>(_: Context<V>, script: Script<V>): Candidates<V> {
  const { length } = script.commands;
  for (let cut = Math.ceil(length / 2); cut >= 1; cut = cut === 1 ? 0 : Math.ceil(cut / 2)) {
    yield without(script, length - cut, length);
  }
}

/** Longest script of which all pairs are tried: 1,128 candidates. */
const PAIRS_UP_TO = 48;
/** Longest script of which all triples are tried: 560 candidates. */
const TRIPLES_UP_TO = 16;

/** Takes out any two commands: one that does and one that undoes can only go together. */
export function* dropPairs<V extends Vocabulary<V>>(_: Context<V>, script: Script<V>): Candidates<V> {
  if (script.commands.length <= PAIRS_UP_TO) yield* dropSome(script, 2);
}

/** Takes out any three commands. */
export function* dropTriples<V extends Vocabulary<V>>(_: Context<V>, script: Script<V>): Candidates<V> {
  if (script.commands.length <= TRIPLES_UP_TO) yield* dropSome(script, 3);
}

/** Every choice of so many commands; goes on behind the first that went after each success. */
function* dropSome<V extends Vocabulary<V>>(script: Script<V>, many: number): Candidates<V> {
  let current = script;
  let rest = choices(current.commands.length, many);
  for (let next = rest.next(); !next.done; next = rest.next()) {
    const accepted = yield withoutEach(current, new Set(next.value));
    if (!accepted) continue;
    current = accepted;
    rest = choices(current.commands.length, many, next.value[0]);
  }
}

/** Every set of `many` positions below `length`. */
export function* choices(length: number, many: number, from = 0): Generator<readonly number[]> {
  if (many === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= length - many; first++) {
    for (const rest of choices(length, many - 1, first + 1)) yield [first, ...rest];
  }
}
