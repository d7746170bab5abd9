import type { Command, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import type { WireContract } from "../../wire/schema.ts";
import type { Field } from "../../wire/shape.ts";
import type { Script } from "../script.ts";
import { type ArgumentValue, argumentOf, fieldsOf, roleOf, sortOf, withArgument } from "./arguments.ts";
import { axesOf } from "./axis.ts";

/** The commands of the script with one argument changed, or with one value changed wherever it stands, in every way that is near. */
export function variantsOf<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  script: Script<V>,
): readonly (readonly Command<V>[])[] {
  const { commands } = script;
  const values = valuesBySort(wire, commands);
  const found: (readonly Command<V>[])[] = [];
  const shared = new Set<string>();
  for (const [at, ask] of commands.entries()) {
    for (const field of fieldsOf(wire, ask)) {
      if (roleOf(field) === "creates") continue;
      const value = argumentOf(ask, field.name);
      const near = nearTo(field, value, values.get(sortOf(field)) ?? new Set(), script.geometry);
      for (const other of near) found.push(commands.with(at, withArgument(ask, field.name, other)));
      const label = `${sortOf(field)} ${value}`;
      if (roleOf(field) !== null || shared.has(label)) continue;
      shared.add(label);
      for (const other of near) {
        const everywhere = changedEverywhere(wire, commands, field, other, value);
        if (everywhere !== null) found.push(everywhere);
      }
    }
  }
  return found;
}

/** The commands with a value replaced in every argument of the sort; null when only one command has it. */
function changedEverywhere<V extends Vocabulary<V>>(
  wire: WireContract<V>,
  commands: readonly Command<V>[],
  { name, ...field }: Field,
  to: ArgumentValue,
  from: ArgumentValue,
): readonly Command<V>[] | null {
  const sort = sortOf({ name, ...field });
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
): ReadonlySet<ArgumentValue> {
  const near = new Set([...namesakes, ...neighboursOf(field, value, geometry)]);
  near.delete(value);
  return near;
}

function neighboursOf(field: Field, value: ArgumentValue, geometry: Geometry): readonly ArgumentValue[] {
  const { shape } = field;
  if (shape.kind === "boolean") return [value !== true];
  if (shape.kind === "choice") return shape.values;
  return axesOf(field, value, geometry).flatMap(({ distance, at }) => {
    const steps = [0n, distance - 1n, distance + 1n].filter((d) => d >= 0n);
    return steps.map(at);
  });
}
