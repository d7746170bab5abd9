import type { Geometry } from "../../model/geometry.ts";
import type { Hints } from "../../wire/fields.ts";
import type { Field } from "../../wire/shape.ts";
import { type ArgumentValue, roleOf } from "./arguments.ts";
import { memoryOf } from "./memory.ts";

/** One direction in which an argument can be lowered. */
export interface Axis {
  /** How far it is from its simplest value; 0 cannot be lowered. */
  readonly distance: bigint;
  /** The argument at another distance. */
  at(distance: bigint): ArgumentValue;
  /** Whether a value halfway is simpler in every respect; if not, every lower one is tried. */
  readonly ordered: boolean;
}

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

/**
 * The ways to lower an argument; as many for every value that an argument of its sort can have. Numbers go towards their simplest value and words to the front of their list. An
 * address goes towards the start of the device's region, a size towards 0: in whole device blocks, and in bytes
 * within a block. Handles have none; they are re-pointed and renamed.
 */
export function axesOf(field: Field, value: ArgumentValue, geometry: Geometry): readonly Axis[] {
  const { shape } = field;
  if (roleOf(field) !== null) return [];
  if (shape.kind === "boolean") return [{ distance: value === true ? 1n : 0n, at: (d) => d === 1n, ordered: false }];
  if (shape.kind === "choice") {
    const { values } = shape;
    const distance = BigInt(Math.max(0, values.indexOf(value as string)));
    return [{ distance, at: (d) => values[Number(d)] as string, ordered: false }];
  }
  if (shape.kind === "integer") {
    const offset = BigInt(value as number) - BigInt(shape.simplest);
    const towards = offset < 0n ? -1n : 1n;
    return [{ distance: magnitude(offset), at: (d) => shape.simplest + Number(d * towards), ordered: true }];
  }
  return shape.kind === "wide" ? wideAxes(value as bigint, shape.measure, geometry) : [];
}

function wideAxes(value: bigint, measure: Hints["measure"], geometry: Geometry): readonly Axis[] {
  if (measure === undefined) return [{ distance: value, at: (d) => d, ordered: true }];
  if (measure === "memory") return [partitionAxis(value, geometry), ...wideAxes(value, "size", geometry)];
  const { device } = geometry;
  const origin = measure === "address" ? BigInt(device.address) : 0n;
  const unit = BigInt(device.blockBytes);
  const towards = value < origin ? -1n : 1n;
  const offset = magnitude(value - origin);
  const [whole, rest] = [offset / unit, offset % unit];
  return [
    { distance: whole, at: (d) => origin + towards * (d * unit + rest), ordered: true },
    { distance: rest, at: (d) => origin + towards * (whole * unit + d), ordered: true },
  ];
}

/** In whole partitions, as far as there are any above what the guest's other memory takes. */
function partitionAxis(value: bigint, geometry: Geometry): Axis {
  const { shared, rated } = memoryOf(geometry);
  if (rated === 0n || value < shared) return { distance: 0n, at: () => value, ordered: true };
  const rest = (value - shared) % rated;
  return { distance: (value - shared) / rated, at: (d) => shared + d * rated + rest, ordered: true };
}

/** Every value that is lower by one simplest step: what must not violate any more when a script is minimal. */
export function stepsDown(field: Field, value: ArgumentValue, geometry: Geometry): readonly ArgumentValue[] {
  return axesOf(field, value, geometry).flatMap(({ distance, at, ordered }) => {
    if (distance === 0n) return [];
    if (ordered) return [at(distance - 1n)];
    return Array.from({ length: Number(distance) }, (_, d) => at(BigInt(d)));
  });
}
