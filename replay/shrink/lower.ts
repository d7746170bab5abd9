import type { Command, Vocabulary } from "../../model/contract.ts";
import type { Field } from "../../wire/shape.ts";
import type { Script } from "../script.ts";
import { type ArgumentValue, argumentOf, fieldsOf, sortOf, withArgument } from "./arguments.ts";
import { type Axis, axesOf } from "./axis.ts";
import { type Candidates, type Context, replaced, withCommands } from "./pass.ts";
import { type Descent, descend, sweep } from "./sweep.ts";

/** One argument of one command. */
interface Place {
  readonly at: number;
  readonly field: Field;
}

/** Lowers every argument by itself, as far as it goes. */
export function lower<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  return sweep(script, (current) => placesOf(wire, current), lowerOne);
}

/** Lowers one argument along the first axis that gives way. */
function* lowerOne<V extends Vocabulary<V>>(script: Script<V>, { at, field }: Place): Descent<V> {
  let current = script;
  for (let which = 0; ; which++) {
    const ask = current.commands[at] as Command<V>;
    const axis = axesOf(field, argumentOf(ask, field.name), script.geometry)[which];
    if (axis === undefined) return current === script ? null : current;
    const moved = (d: bigint) => replaced(current, at, withArgument(ask, field.name, axis.at(d)));
    const accepted: Script<V> | null = yield* descend(axis, moved, current.commands.length);
    if (accepted === null) continue;
    if (accepted.commands.length !== current.commands.length) return accepted;
    current = accepted;
  }
}

/**
 * Lowers arguments of one name together: those that are equal (both commands go on meaning the same block), and all of
 * them by the same amount (what overlaps goes on overlapping).
 */
export function lowerTogether<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  return sweep(script, (current) => groupsOf(current, placesOf(wire, current)), lowerGroup);
}

function* lowerGroup<V extends Vocabulary<V>>(script: Script<V>, group: readonly Place[]): Descent<V> {
  const axes = group.map(({ at, field }) => axesOf(field, argumentAt(script, { at, field }), script.geometry));
  for (let which = 0; which < (axes[0]?.length ?? 0); which++) {
    const parallel = axes.map((all) => all[which] as Axis);
    const distance = parallel.map((axis) => axis.distance).reduce((a, b) => (a < b ? a : b));
    const moved = (d: bigint) => {
      const lowered = parallel.map((axis) => axis.at(axis.distance - distance + d));
      return withArguments(script, group, lowered);
    };
    const ordered = parallel[0]?.ordered ?? true;
    const accepted = yield* descend({ distance, ordered }, moved, script.commands.length);
    if (accepted !== null) return accepted;
  }
  return null;
}

/** Gives an argument the value that another argument of its name has, where that is lower. */
export function mergeArguments<V extends Vocabulary<V>>({ wire }: Context<V>, script: Script<V>): Candidates<V> {
  return sweep(
    script,
    (current) => placesOf(wire, current),
    function* (current, place): Descent<V> {
      for (const value of lowerNamesakes(wire, current, place)) {
        const accepted = yield withArguments(current, [place], [value]);
        if (accepted) return accepted;
      }
      return null;
    },
  );
}

/** Values of other arguments of the same name that are lower than this one. */
function lowerNamesakes<V extends Vocabulary<V>>(
  wire: Context<V>["wire"],
  script: Script<V>,
  place: Place,
): ReadonlySet<ArgumentValue> {
  const distanceOf = (value: ArgumentValue) => axesOf(place.field, value, script.geometry)[0]?.distance ?? 0n;
  const mine = distanceOf(argumentAt(script, place));
  const namesakes = placesOf(wire, script).filter(({ field }) => sortOf(field) === sortOf(place.field));
  return new Set(namesakes.map((other) => argumentAt(script, other)).filter((value) => distanceOf(value) < mine));
}

/** The script with each of these arguments replaced by the value in the same position. */
function withArguments<V extends Vocabulary<V>>(
  script: Script<V>,
  places: readonly Place[],
  values: readonly ArgumentValue[],
): Script<V> {
  let commands = script.commands;
  for (const [i, { at, field }] of places.entries()) {
    const ask = withArgument(commands[at] as Command<V>, field.name, values[i] as ArgumentValue);
    commands = commands.with(at, ask);
  }
  return withCommands(script, commands);
}

const argumentAt = <V extends Vocabulary<V>>(script: Script<V>, { at, field }: Place): ArgumentValue =>
  argumentOf(script.commands[at] as Command<V>, field.name);

const placesOf = <V extends Vocabulary<V>>(wire: Context<V>["wire"], script: Script<V>): readonly Place[] =>
  script.commands.flatMap((ask, at) => fieldsOf(wire, ask).map((field) => ({ at, field })));

/** Arguments of one name and value, and arguments of one name; groups of one are left out. */
function groupsOf<V extends Vocabulary<V>>(script: Script<V>, places: readonly Place[]): readonly (readonly Place[])[] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const sort = sortOf(place.field);
    for (const label of [`${sort} ${argumentAt(script, place)}`, sort]) {
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [place]);
      else group.push(place);
    }
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
