import type { Vocabulary } from "../../model/contract.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Script } from "../script.ts";
import { livesOf, withArgument } from "./arguments.ts";
import { withCommands } from "./pass.ts";

/**
 * The script with handles numbered 0, 1, 2… in order of their creation, whatever they were called. Scripts that differ in
 * names only become one.
 */
export function renameHandles<V extends Vocabulary<V>>(wire: WireContract<V>, script: Script<V>): Script<V> {
  const commands = [...script.commands];
  for (const [name, { mentions }] of livesOf(wire, commands).entries()) {
    for (const { at, name: field } of mentions) {
      const ask = commands[at];
      if (ask !== undefined) commands.splice(at, 1, withArgument(ask, field, name));
    }
  }
  return withCommands(script, commands);
}
