import type { Command, Vocabulary } from "../../model/contract.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Script } from "../script.ts";
import { argumentOf, fieldsOf, livesOf, roleOf } from "./arguments.ts";
import { type Candidates, type Context, withCommands, withoutEach } from "./pass.ts";

/** Positions of commands that belong together, in ascending order. */
type Thread = readonly number[];

/** Takes out all commands of one kind. */
export function* dropKinds<V extends Vocabulary<V>>(_: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  for (const kind of new Set(script.commands.map((ask) => ask.kind))) {
    const rest = current.commands.filter((ask) => ask.kind !== kind);
    if (rest.length < current.commands.length) current = (yield withCommands(current, rest)) ?? current;
  }
}

/**
 * Takes out whole threads: everything that mentions one handle (allocate, hold, drop, release) or one place (add, online
 * and offline of a block; plug and unplug of a range). First half of all threads at once, at last each alone.
 */
export function* dropThreads<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  let threads = threadsOf(wire, script.commands);
  for (let size = Math.ceil(threads.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let end = threads.length;
    while (end > 0) {
      const from = Math.max(0, end - size);
      const accepted = yield withoutEach(current, new Set(threads.slice(from, end).flat()));
      end = from;
      if (accepted) {
        current = accepted;
        threads = threadsOf(wire, current.commands);
        end = Math.min(end, threads.length);
      }
    }
  }
}

/** Takes out two commands of one thread and leaves the rest of it: allocate and release, plug and unplug, begin and finish. */
export function* dropPairsOfThreads<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  let current = script;
  let pairs = pairsOf(threadsOf(wire, current.commands));
  for (let next = 0; next < pairs.length; next++) {
    const accepted = yield withoutEach(current, new Set(pairs[next]));
    if (!accepted) continue;
    current = accepted;
    pairs = pairsOf(threadsOf(wire, current.commands));
    next = -1;
  }
}

/** Neighbours in a thread, latest first: what is undone is most often undone by what follows it. */
function pairsOf(threads: readonly Thread[]): readonly Thread[] {
  const pairs = threads.flatMap((thread) => thread.slice(1).map((at, i) => [thread[i] as number, at]));
  return pairs.filter(([a, b]) => a !== b).reverse();
}

function threadsOf<V extends Vocabulary<V>>(wire: WireContract<V>, commands: readonly Command<V>[]): readonly Thread[] {
  const places = new Map<string, number[]>();
  for (const [at, ask] of commands.entries()) {
    for (const field of fieldsOf(wire, ask)) {
      if (roleOf(field) !== null || (field.shape.kind !== "integer" && field.shape.kind !== "wide")) continue;
      const place = `${field.name} ${argumentOf(ask, field.name)}`;
      const thread = places.get(place);
      if (thread === undefined) places.set(place, [at]);
      else thread.push(at);
    }
  }
  const lives = livesOf(wire, commands).map(({ mentions }) => mentions.map(({ at }) => at));
  return [...places.values(), ...lives].filter(({ length }) => length > 1);
}
