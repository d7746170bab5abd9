import { checkGeometry } from "../../model/check-geometry.ts";
import type { ContractName } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { withRegion } from "../../model/guest/layout.ts";
import { optionsOf } from "../../model/guest/options.ts";
import { isObject, own } from "../../wire/codec.ts";
import { decodeGeometry, encodeGeometry } from "../../wire/geometry.ts";
import type { Constraint } from "./messages.ts";

type Fields = { [name: string]: unknown };

/**
 * The geometry nearest to a wish that a subject can have, by what it said in `hello`, or a sentence why there is none.
 * Each field is changed on its own; whether the result is possible as a whole is looked at in the end.
 */
export function constrain(
  contract: ContractName,
  wish: Geometry,
  constraints: readonly Constraint[],
): Geometry | { readonly refused: string } {
  const whole = contract === "guest" ? withRegion(wish) : wish;
  if (constraints.length === 0) return possible(whole);
  const spelled = constraints.some(({ field }) => field.startsWith("guest."))
    ? { ...whole, guest: optionsOf(whole) }
    : whole;
  const fields = encodeGeometry(spelled) as Fields; // a copy, down to the last field
  for (const constraint of constraints) {
    const why = impose(fields, constraint);
    if (why !== null) return { refused: why };
  }
  const read = decodeGeometry(fields);
  if ("error" in read) return { refused: read.error };
  return contract === "guest" ? possible(withRegion(read.value)) : read.value; // what was read is possible
}

function possible(geometry: Geometry): Geometry | { readonly refused: string } {
  const why = checkGeometry(geometry);
  return why === null ? geometry : { refused: why };
}

/** Changes one field in place; a sentence when there is no such field, or no value of its kind that fits. */
function impose(geometry: Fields, constraint: Constraint): string | null {
  const path = constraint.field.split(".");
  const last = path.pop() ?? "";
  let holder: unknown = geometry;
  for (const name of path) holder = isObject(holder) ? own(holder, name) : undefined;
  // What is switched off has no fields.
  if (path.length > 0 && holder === null) return null;
  if (!isObject(holder) || own(holder, last) === undefined) {
    return `its hello constrains ${JSON.stringify(constraint.field)}, which is no field of a geometry`;
  }
  const fields = holder as Fields;
  const fitting = nearest(fields[last], constraint);
  if (fitting === undefined) return `no value of ${constraint.field} meets the constraint in its hello`;
  fields[last] = fitting;
  return null;
}

function nearest(value: unknown, { off, minimum = 0, maximum, multipleOf = 1, among }: Constraint): unknown {
  if (off === true) return typeof value === "boolean" ? false : value === null || isObject(value) ? null : undefined;
  if (typeof value === "string") return among === undefined || among.includes(value) ? value : among[0];
  if (typeof value !== "number") return value;
  const most = maximum ?? Number.MAX_SAFE_INTEGER;
  const clamped = Math.min(Math.max(value, minimum), most);
  const below = Math.floor(clamped / multipleOf) * multipleOf;
  const close = below >= minimum ? below : below + multipleOf;
  return close <= most ? close : undefined;
}
