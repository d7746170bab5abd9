import type { Command, Kind, Vocabulary } from "../../model/contract.ts";
import type { WireContract } from "../../wire/schema.ts";
import { argumentsOf, type Field } from "../../wire/shape.ts";

/** An argument as a command holds it. */
export type ArgumentValue = number | bigint | boolean | string;

/** The arguments that a command of this kind has, as its schema describes them. */
export const fieldsOf = <V extends Vocabulary<V>>(wire: WireContract<V>, ask: Command<V>): readonly Field[] =>
  argumentsOf(wire[ask.kind as Kind<V>]);

/** Reads an argument by name. Sound for names that come from {@link fieldsOf}. */
export const argumentOf = <V extends Vocabulary<V>>(ask: Command<V>, name: string): ArgumentValue =>
  (ask as unknown as Readonly<Record<string, ArgumentValue>>)[name] as ArgumentValue;

/** The command with one argument replaced by another of its type. */
export const withArgument = <V extends Vocabulary<V>>(
  ask: Command<V>,
  name: string,
  value: ArgumentValue,
): Command<V> => ({ ...ask, [name]: value }) as Command<V>;

/** What a command does with a handle. */
export type Role = "creates" | "uses" | "ends";

/** The role of a field that holds a handle, or null when it holds something else. */
export const roleOf = ({ shape }: Field): Role | null => (shape.kind === "integer" && shape.role) || null;

/** Equal for arguments of different commands that mean the same kind of thing: any handle; or name, type and choices agree. */
export function sortOf(field: Field): string {
  if (roleOf(field) !== null) return "handle";
  const { name, shape } = field;
  return [name, shape.kind, ...(shape.kind === "choice" ? shape.values : [])].join(" ");
}

/** One mention of a handle. */
export interface Mention {
  readonly at: number;
  readonly name: string;
  readonly role: Role;
}

/** A handle from the command that creates it to the last that mentions it. A number used again begins another life. */
export interface Life {
  /** Position of the creating command, or -1 when nothing before the first mention creates it. */
  readonly born: number;
  /** Kind of the creating command. */
  readonly kind: string;
  readonly mentions: readonly Mention[];
}

/** All lives, in order of birth. */
export function livesOf<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  commands: readonly Command<V>[],
): readonly Life[] {
  const lives: { born: number; kind: string; mentions: Mention[] }[] = [];
  const current = new Map<ArgumentValue, { mentions: Mention[] }>();
  for (const [at, ask] of commands.entries()) {
    for (const field of fieldsOf(wire, ask)) {
      const role = roleOf(field);
      if (role === null) continue;
      const name = argumentOf(ask, field.name);
      const mention = { at, name: field.name, role };
      const known = role === "creates" ? undefined : current.get(name);
      if (known !== undefined) {
        known.mentions.push(mention);
        continue;
      }
      const life = { born: role === "creates" ? at : -1, kind: ask.kind, mentions: [mention] };
      current.set(name, life);
      lives.push(life);
    }
  }
  return lives;
}
