import type { Command, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Field } from "../../wire/shape.ts";
import type { Script } from "../script.ts";
import { type ArgumentValue, argumentOf, fieldsOf, roleOf, sortOf, withArgument } from "./arguments.ts";
import { axesOf } from "./axis.ts";
import { unitOf } from "./relocate.ts";

/** The commands of the script with one argument changed, or with one value changed wherever it stands, in every way that is near. */
export function variantsOf<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  script: Script<V>,
): readonly (readonly Command<V>[])[] {
  const { commands, geometry } = script;
  const values = valuesBySort(wire, commands);
  const shared = new Set<string>();
  return placesOf(wire, commands).flatMap(({ at, field }) => {
    const ask = commands[at] as Command<V>;
    const value = argumentOf(ask, field.name);
    const near = nearTo(field, value, values.get(sortOf(field)) ?? new Set(), geometry);
    const alone = near.map((other) => commands.with(at, withArgument(ask, field.name, other)));
    const label = `${sortOf(field)} ${value}`;
    if (roleOf(field) !== null || shared.has(label)) return alone;
    shared.add(label);
    const together = near.map((other) => changedEverywhere(wire, commands, field, other, value));
    return [...alone, ...together.filter((changed) => changed !== null)];
  });
}

/** Every argument that can be changed; the names of new handles say nothing. */
const placesOf = <V extends Vocabulary<V>>(wire: WireContract<V>, commands: readonly Command<V>[]) =>
  commands.flatMap((ask, at) =>
    fieldsOf(wire, ask)
      .filter((field) => roleOf(field) !== "creates")
      .map((field) => ({ at, field })),
  );

/** The commands with a value replaced in every argument of the sort; null when only one command has it. */
function changedEverywhere<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  commands: readonly Command<V>[],
  field: Field,
  to: ArgumentValue,
  from: ArgumentValue,
): readonly Command<V>[] | null {
  const { name } = field;
  const sort = sortOf(field);
  let changes = 0;
  const changed = commands.map((ask) => {
    const has = fieldsOf(wire, ask).some((other) => sortOf(other) === sort && argumentOf(ask, name) === from);
    if (!has) return ask;
    changes++;
    return withArgument(ask, name, to);
  });
  return changes > 1 ? changed : null;
}

/** Which values each sort of argument has in the script. */
function valuesBySort<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  commands: readonly Command<V>[],
): ReadonlyMap<string, ReadonlySet<ArgumentValue>> {
  const values = new Map<string, Set<ArgumentValue>>();
  for (const ask of commands) {
    for (const field of fieldsOf(wire, ask)) {
      const sort = sortOf(field);
      values.set(sort, (values.get(sort) ?? new Set()).add(argumentOf(ask, field.name)));
    }
  }
  return values;
}

/** What the argument could be instead: what its like are, the simplest value, a step less or more, another choice. */
function nearTo(
  field: Field,
  value: ArgumentValue,
  namesakes: ReadonlySet<ArgumentValue>,
  geometry: Geometry,
): readonly ArgumentValue[] {
  const near = new Set([...namesakes, ...neighboursOf(field, value, geometry)]);
  near.delete(value);
  return [...near];
}

/** Most places that are all tried; a small guest has no more. */
const PLACES = 12n;

function neighboursOf(field: Field, value: ArgumentValue, geometry: Geometry): readonly ArgumentValue[] {
  const { shape } = field;
  if (shape.kind === "boolean") return [value !== true];
  if (shape.kind === "choice") return shape.values;
  return axesOf(field, value, geometry).flatMap(({ distance, at }) => {
    const steps = [0n, distance - 1n, distance + 1n].filter((d) => d >= 0n);
    const lower =
      unitOf(field.name) === null ? [] : Array.from({ length: Number(distance < PLACES ? distance : PLACES) });
    return [...steps, ...lower.map((_, i) => distance - BigInt(i) - 1n)].map(at);
  });
}
