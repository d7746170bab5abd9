import type { Command, Vocabulary } from "../../model/contract.ts";
import type { Script } from "../script.ts";
import { argumentOf, type Life, livesOf, type Mention, withArgument } from "./arguments.ts";
import { type Candidates, type Context, withCommands } from "./pass.ts";
import { renameHandles } from "./rename.ts";

/**
 * Lets commands mention an earlier handle of the same make. First with everything that mentions the later one, whose
 * creation then goes; then with one mention at a time.
 */
export function* repoint<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  // With one number for each handle: a number used again would make "earlier" a matter of where one stands, and moves circular.
  let current = renameHandles(wire, script);
  let moves = movesOf(current, livesOf(wire, current.commands));
  for (let next = 0; next < moves.length; next++) {
    const accepted = yield moves[next] as Script<V>;
    if (!accepted) continue;
    current = accepted;
    moves = movesOf(current, livesOf(wire, current.commands));
    next = -1;
  }
}

function movesOf<V extends Vocabulary<V>>(script: Script<V>, lives: readonly Life[]): Script<V>[] {
  const whole: Script<V>[] = [];
  const single: Script<V>[] = [];
  for (const [i, later] of lives.entries()) {
    for (const earlier of lives.slice(0, i)) {
      if (earlier.kind !== later.kind || earlier.born < 0) continue;
      const uses = later.mentions.filter(({ role }) => role !== "creates");
      whole.push(withCommands(script, pointed(script, uses, earlier).toSpliced(later.born, later.born < 0 ? 0 : 1)));
      for (const use of uses) single.push(withCommands(script, pointed(script, [use], earlier)));
    }
  }
  return [...whole, ...single];
}

/** The commands with these mentions replaced by mentions of another handle. */
function pointed<V extends Vocabulary<V>>(script: Script<V>, mentions: readonly Mention[], to: Life): Command<V>[] {
  const [origin] = to.mentions;
  if (origin === undefined) throw new Error("a handle that nothing mentions");
  const name = argumentOf(script.commands[origin.at] as Command<V>, origin.name);
  const aimed = new Map(mentions.map((mention) => [mention.at, mention.name]));
  return script.commands.map((ask, at) => {
    const field = aimed.get(at);
    return field === undefined ? ask : withArgument(ask, field, name);
  });
}
